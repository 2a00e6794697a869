"""Carts, and what is asked of them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from shop.api.parsing import Asked, Text, Whole
from shop.api.serializers.catalogue import Address, Money, PictureSerializer
from shop.basket.forms import MOST
from shop.basket.vouchers import LONGEST_CODE

LARGEST_ID = 2**63 - 1


class CountryQuery(Asked):
    """Where a delivery is reckoned to."""

    country = serializers.RegexField(
        r"^[A-Z]{2}$", required=False, help_text="ISO 3166-1 alpha-2; home without it."
    )


class NewLine(Asked):
    """Something to put into the cart."""

    product = Whole(
        min_value=1,
        max_value=LARGEST_ID,
        help_text="The `id` of a product without variants, or of a variant.",
    )
    quantity = Whole(min_value=1, max_value=MOST, default=1)
    options = serializers.DictField(
        child=Text(max_length=1000),
        required=False,
        help_text="What the product asks for, such as the text of an engraving, by its code.",
    )


class LineChange(Asked):
    """How many there should be."""

    quantity = Whole(min_value=0, max_value=MOST, help_text="0 takes the line out.")


class NewVoucher(Asked):
    """A voucher to apply."""

    code = Text(max_length=LONGEST_CODE, help_text="Upper and lower case are the same.")


class LineOptionSerializer(serializers.Serializer):
    """What was asked for with a line."""

    name = serializers.CharField()
    value = serializers.CharField()


class CartLineSerializer(serializers.Serializer):
    """A line of a cart; prices as the shop shows them."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    variant = serializers.CharField()
    sku = serializers.CharField()
    options = serializers.SerializerMethodField()
    url = Address(help_text="Empty for what the shop does not show any more.")
    picture = PictureSerializer(allow_null=True)
    quantity = serializers.IntegerField()
    most = serializers.IntegerField(source="max_quantity", allow_null=True)
    unit_price = Money()
    line_price = Money()
    currency = serializers.CharField()
    warning = serializers.CharField(help_text="Why it cannot be bought as it stands, or nothing.")
    price_note = serializers.CharField(help_text="That the price has changed since, or nothing.")

    @extend_schema_field(LineOptionSerializer(many=True))
    def get_options(self, line: Any) -> list[dict[str, str]]:
        return [{"name": name, "value": value} for name, value in line.options]


class TotalRowSerializer(serializers.Serializer):
    """A row of the sums; a discount is negative."""

    label = serializers.CharField()
    amount = Money()
    discount = serializers.BooleanField()


class TotalsSerializer(serializers.Serializer):
    """What is to be paid; the rows add up to `total`."""

    rows = TotalRowSerializer(many=True)
    total = Money()
    vat = Money(allow_null=True, help_text="The VAT inside; null where it is a row.")
    currency = serializers.CharField()


class DeliveryMethodSerializer(serializers.Serializer):
    """A way of delivery: its price and the days on which it arrives."""

    code = serializers.CharField()
    name = serializers.CharField()
    price = Money()
    text = serializers.CharField(source="arrives", help_text="“Arrives Tue 24 to Wed 25 Nov”.")
    arrives_from = serializers.SerializerMethodField()
    arrives_to = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_arrives_from(self, choice: Any) -> str | None:
        return choice.days[0].isoformat() if choice.days else None

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_arrives_to(self, choice: Any) -> str | None:
        return choice.days[1].isoformat() if choice.days else None


class VoucherSerializer(serializers.Serializer):
    """A voucher in the cart."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    problem = serializers.CharField(help_text="Why it gives nothing, or nothing.")


class DeliveryEstimateSerializer(serializers.Serializer):
    """What delivery comes to; the totals reckon with the first method."""

    country = serializers.CharField()
    country_name = serializers.CharField()
    methods = DeliveryMethodSerializer(source="choices", many=True)


class CartSerializer(serializers.Serializer):
    """A cart with all that it comes to."""

    count = serializers.IntegerField(help_text="Units.")
    lines = CartLineSerializer(many=True)
    vouchers = VoucherSerializer(many=True)
    delivery = DeliveryEstimateSerializer(source="estimate")
    totals = TotalsSerializer()
    can_check_out = serializers.BooleanField(help_text="Every line can be bought as it stands.")
