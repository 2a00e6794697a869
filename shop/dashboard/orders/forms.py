"""Oscar's order forms: one field finds an order by whatever the customer says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from oscar.apps.dashboard.orders import forms as oscar_forms


class OrderSearchForm(oscar_forms.OrderSearchForm):
    """The first field takes a number, a name or an e-mail address.

    Oscar's field keeps its name, for its page shows those with “order” in it first.
    """

    order_number = forms.CharField(required=False, label=_("Number, name or e-mail address"))

    def clean(self) -> dict[str, Any]:
        """Keep what was typed for our own query: Oscar's takes it for the start of a number."""
        data = super().clean() or self.cleaned_data
        data["search"] = " ".join(
            part for part in (data.get("order_number"), data.get("name")) if part
        )
        data["order_number"] = data["name"] = ""
        return data


class ShippingAddressForm(oscar_forms.ShippingAddressForm):
    """Where an order goes; the whole name is in one field, as the checkout stores it."""

    class Meta(oscar_forms.ShippingAddressForm.Meta):
        fields = [
            "last_name",
            "line1",
            "line2",
            "line4",
            "postcode",
            "country",
            "phone_number",
            "notes",
        ]
        labels = {
            "last_name": _("Full name"),
            "line1": _("Address"),
            "line2": _("Flat, company or building"),
            "line4": _("Town or city"),
        }


class ShipmentForm(forms.Form):
    """What goes with a shipment."""

    tracking = forms.CharField(label=_("Tracking number"), required=False, max_length=128)
