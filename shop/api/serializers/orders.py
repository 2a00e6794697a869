"""Orders."""

from rest_framework import serializers

from shop.api.parsing import Asked
from shop.api.serializers.cart import TotalsSerializer
from shop.api.serializers.catalogue import Address, Money, PictureSerializer
from shop.api.serializers.checkout import PaymentSerializer


class OrderLineSerializer(serializers.Serializer):
    """A line as it was bought, before discounts."""

    title = serializers.CharField()
    variant = serializers.CharField()
    sku = serializers.CharField()
    url = Address()
    picture = PictureSerializer(allow_null=True)
    quantity = serializers.IntegerField()
    unit_price = Money()
    line_price = Money()
    status = serializers.CharField()


class ParcelSerializer(serializers.Serializer):
    """What was sent together."""

    sent_at = serializers.DateTimeField()
    tracking = serializers.CharField()
    units = serializers.IntegerField()


class MilestoneSerializer(serializers.Serializer):
    """A step of the order's way."""

    title = serializers.CharField()
    when = serializers.DateTimeField(allow_null=True)
    done = serializers.BooleanField()


class OrderSerializer(serializers.Serializer):
    """An order."""

    number = serializers.CharField()
    status = serializers.CharField()
    status_text = serializers.CharField(source="status_label")
    placed_at = serializers.DateTimeField()
    email = serializers.CharField()
    currency = serializers.CharField()
    lines = OrderLineSerializer(many=True)
    totals = TotalsSerializer()
    address = serializers.ListField(child=serializers.CharField())
    delivery_method = serializers.CharField()
    arrival = serializers.CharField(help_text="“Arrives Wed 25 to Thu 26 Nov”, or nothing.")
    parcels = ParcelSerializer(many=True)
    milestones = MilestoneSerializer(many=True)
    is_paid = serializers.BooleanField()
    awaits_payment = serializers.BooleanField()
    url = Address(help_text="Its page, which the order's key opens.")
    invoice_url = Address(help_text="Empty before it is paid.")


class OrdersSerializer(serializers.Serializer):
    """A page of orders, newest first."""

    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    results = OrderSerializer(many=True)


class OrdersQuery(Asked):
    """Which page of them."""

    page = serializers.IntegerField(required=False, min_value=1, max_value=10**9, default=1)


class PlacedSerializer(serializers.Serializer):
    """A placed order, the key that opens it (as `X-Order-Key`), and its payment."""

    order = OrderSerializer()
    key = serializers.CharField()
    payment = PaymentSerializer()
