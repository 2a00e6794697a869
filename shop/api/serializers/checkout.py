"""What a checkout shows and asks, and how an order is paid."""

from rest_framework import serializers

from shop.api.parsing import Asked, Pattern, Text
from shop.api.serializers.cart import CountryQuery, DeliveryMethodSerializer, TotalsSerializer
from shop.api.serializers.catalogue import AMOUNT, Money

COUNTRY = r"^[A-Z]{2}$"


class AddressBody(Asked):
    """A postal address; the whole name in one field."""

    full_name = Text(max_length=255)
    line1 = Text(max_length=255)
    line2 = Text(max_length=255, required=False, allow_blank=True, default="")
    postcode = Text(max_length=16)
    town = Text(max_length=255)
    country = Pattern(COUNTRY, help_text="ISO 3166-1 alpha-2.")


class CheckoutQuery(CountryQuery):
    """Which delivery the totals should reckon with."""

    method = serializers.CharField(
        required=False, max_length=128, help_text="A method's `code`; the first without it."
    )


class CheckoutBody(Asked):
    """An order to be placed."""

    email = Text(required=False, max_length=254, help_text="A guest's; an account's own is known.")
    address = AddressBody()
    billing_address = AddressBody(required=False, allow_null=True)
    method = Text(max_length=128, help_text="The `code` of a delivery method.")
    total = Pattern(
        AMOUNT,
        help_text="The `totals.total` that the shopper has seen. Another one now: nothing is "
        "placed, and the answer is a 409.",
    )


class CountrySerializer(serializers.Serializer):
    """Where parcels go."""

    code = serializers.CharField()
    name = serializers.CharField()


class CheckoutSerializer(serializers.Serializer):
    """The cart's delivery and totals for a country and a method."""

    country = serializers.CharField()
    countries = CountrySerializer(many=True)
    methods = DeliveryMethodSerializer(many=True)
    method = serializers.CharField(
        allow_null=True, help_text="The one that the totals reckon with."
    )
    totals = TotalsSerializer()
    can_check_out = serializers.BooleanField()


class PaymentBody(Asked):
    """The demo provider's card, or the answer to its bank; empty for any other provider."""

    card_number = Text(required=False, max_length=25)
    expiry = Text(required=False, max_length=9, help_text="As in 11/29.")
    security_code = Text(required=False, max_length=4)
    bank_answer = serializers.ChoiceField(["approve", "refuse"], required=False)


class NextSerializer(serializers.Serializer):
    """What the client does next.

    `pay_with_card`: POST `card_number`, `expiry` and `security_code` to `url`. `answer_bank`: POST
    `bank_answer` there. `confirm_with_stripe`: confirm with Stripe's SDK, `publishable_key` and
    `client_secret`, then GET `url`. `try_again`: the provider did not answer, POST {} to `url`.
    `wait`: GET `url` in a while. `nothing`: all is done.
    """

    action = serializers.ChoiceField(
        [
            "pay_with_card",
            "answer_bank",
            "confirm_with_stripe",
            "try_again",
            "wait",
            "nothing",
        ]
    )
    url = serializers.CharField()
    publishable_key = serializers.CharField(required=False)
    client_secret = serializers.CharField(required=False)


class PaymentSerializer(serializers.Serializer):
    """How an order's payment stands, as its provider says it."""

    gateway = serializers.CharField()
    state = serializers.ChoiceField(
        [
            "created",
            "requires_action",
            "processing",
            "declined",
            "succeeded",
            "cancelled",
            "review",
            "unknown",
        ]
    )
    is_paid = serializers.BooleanField()
    error = serializers.CharField()
    amount = Money()
    currency = serializers.CharField()
    next = NextSerializer()
