"""An account and its addresses."""

from typing import Any

from rest_framework import serializers

from shop.api.parsing import Asked, Text, YesOrNo
from shop.api.serializers.checkout import AddressBody


class MeSerializer(serializers.Serializer):
    """Who asks."""

    email = serializers.CharField()
    email_confirmed = serializers.BooleanField()
    full_name = serializers.CharField(source="get_full_name")
    joined_at = serializers.DateTimeField(source="date_joined")


class MeChange(Asked):
    """What may be changed here; e-mail address and password are `/_allauth/`'s."""

    full_name = Text(max_length=255, allow_blank=True)


class MyAddressBody(AddressBody):
    """An address of the address book."""

    phone_number = Text(max_length=32, required=False, allow_blank=True, default="")
    default_for_delivery = YesOrNo(
        default=False, help_text="true makes it the one; false changes nothing."
    )
    default_for_bills = YesOrNo(default=False)


class MyAddressSerializer(serializers.Serializer):
    """An address of the address book."""

    id = serializers.IntegerField()
    full_name = serializers.CharField(source="name")
    line1 = serializers.CharField()
    line2 = serializers.CharField()
    postcode = serializers.CharField()
    town = serializers.CharField(source="line4")
    country = serializers.CharField(source="country_id")
    phone_number = serializers.SerializerMethodField()
    default_for_delivery = serializers.BooleanField(source="is_default_for_shipping")
    default_for_bills = serializers.BooleanField(source="is_default_for_billing")

    def get_phone_number(self, address: Any) -> str:
        return str(address.phone_number or "")
