"""The checkout's form: whom to write to, where to deliver, how; and the demo card."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.core.oscar import Country, ShippingAddress

UK_POSTCODE = re.compile(r"^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}$")


def _text(label: Any, *, required: Any = "", autocomplete: str, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=kwargs.pop("max_length", 255),
        required=bool(required),
        error_messages={"required": required} if required else None,
        widget=forms.TextInput(attrs={"autocomplete": autocomplete, **kwargs.pop("attrs", {})}),
        **kwargs,
    )


def address_fields(data: dict[str, Any]) -> dict[str, Any]:
    """A form's address in the words of Oscar's address models."""
    return {
        "first_name": "",
        "last_name": data["full_name"],
        "line1": data["line1"],
        "line2": data.get("line2", ""),
        "line4": data["town"],
        "postcode": data["postcode"],
        "country_id": data["country"].pk,
    }


class DeliveryForm(forms.Form):
    """Contact and delivery on one page: six visible fields, a second address line folded away."""

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("For the order confirmation and news of your parcel."),
        error_messages={
            "required": _("Please give your e-mail address; the confirmation goes there."),
            "invalid": _("That does not look like an e-mail address, as in name@example.com."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    country = forms.ModelChoiceField(
        label=_("Country"),
        queryset=Country.objects.none(),
        empty_label=None,
        error_messages={
            "required": _("Please choose where the parcel goes."),
            "invalid_choice": _("We do not deliver there yet. Please choose from the list."),
        },
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )
    full_name = _text(
        _("Full name"),
        required=_("Please give the name for the parcel."),
        autocomplete="name",
    )
    line1 = _text(
        _("Address"),
        required=_("Please give the street and the house number."),
        autocomplete="address-line1",
    )
    line2 = _text(_("Flat, floor, company"), autocomplete="address-line2")
    postcode = _text(
        _("Postcode"),
        required=_("Please give the postcode."),
        autocomplete="postal-code",
        max_length=16,
        attrs={"autocapitalize": "characters", "spellcheck": "false"},
    )
    town = _text(
        _("Town or city"),
        required=_("Please give the town."),
        autocomplete="address-level2",
    )

    def __init__(self, *args: Any, email_is_known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country: Any = self.fields["country"]
        country.queryset = Country.objects.filter(is_shipping_country=True)
        if email_is_known:
            del self.fields["email"]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()

    def clean(self) -> dict[str, Any]:
        """Check the postcode by its country; Oscar knows many forms, we word the British one."""
        data = super().clean() or {}
        postcode, country = data.get("postcode", "").upper().strip(), data.get("country")
        if not postcode or country is None or "postcode" in self.errors:
            return data
        if country.pk == "GB":
            compact = postcode.replace(" ", "")
            spaced = f"{compact[:-3]} {compact[-3:]}"
            if not UK_POSTCODE.match(spaced):
                self.add_error(
                    "postcode",
                    _("That does not look whole. A postcode has two parts, as in LA22 9AB."),
                )
            data["postcode"] = spaced
        else:
            pattern = ShippingAddress.POSTCODES_REGEX.get(country.pk)
            if pattern and not re.match(pattern, postcode.replace(" ", "")):
                self.add_error(
                    "postcode",
                    _("That is not a postcode of %(country)s.")
                    % {"country": country.printable_name},
                )
            data["postcode"] = postcode
        return data

    def address_fields(self) -> dict[str, Any]:
        """The fields of Oscar's address model; the whole name is its last name."""
        return address_fields(self.cleaned_data)


class BillingForm(forms.Form):
    """Another address for the bill, folded away; nothing typed means the delivery address."""

    prefix = "billing"
    full_name = _text(_("Name on the bill"), autocomplete="billing name")
    line1 = _text(_("Billing address"), autocomplete="billing address-line1")
    postcode = _text(_("Billing postcode"), autocomplete="billing postal-code", max_length=16)
    town = _text(_("Billing town"), autocomplete="billing address-level2")
    country = forms.ModelChoiceField(
        label=_("Billing country"),
        queryset=Country.objects.none(),
        required=False,
        empty_label=None,
        widget=forms.Select(attrs={"autocomplete": "billing country"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country: Any = self.fields["country"]
        country.queryset = Country.objects.all()

    def is_another(self) -> bool:
        """Whether anything was typed; the country alone says nothing."""
        return any(
            self.cleaned_data.get(name) for name in ("full_name", "line1", "postcode", "town")
        )

    def clean(self) -> dict[str, Any]:
        """Once one field is filled the whole address is wanted."""
        data = super().clean() or self.cleaned_data
        if not self.is_another():
            return data
        for name, problem in (
            ("full_name", _("Please give the name for the bill.")),
            ("line1", _("Please give the street and the house number.")),
            ("postcode", _("Please give the postcode.")),
            ("town", _("Please give the town.")),
            ("country", _("Please choose the country.")),
        ):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, problem)
        return data

    def address_fields(self) -> dict[str, Any]:
        """The fields of Oscar's address model; the whole name is its last name."""
        return address_fields(self.cleaned_data)


class DemoCardForm(forms.Form):
    """A card as a provider's form would ask for it. The number goes nowhere and is not kept."""

    card_number = _text(
        _("Card number"),
        required=_("Please type the card number."),
        autocomplete="cc-number",
        max_length=25,
        attrs={"inputmode": "numeric"},
    )
    expiry = _text(
        _("Expiry, month and year"),
        required=_("Please give month and year, as in 11/29."),
        autocomplete="cc-exp",
        max_length=9,
        attrs={"inputmode": "numeric", "placeholder": "MM / YY"},
    )
    security_code = _text(
        _("Security code"),
        required=_("Please give the three digits from the back of the card."),
        autocomplete="cc-csc",
        max_length=4,
        validators=[RegexValidator(r"^[0-9]{3,4}$", _("Three digits, from the back of the card."))],
        attrs={"inputmode": "numeric"},
    )

    def clean_card_number(self) -> str:
        """Digits that pass Luhn's check (ISO/IEC 7812-1, annex B)."""
        digits = re.sub(r"[ -]", "", self.cleaned_data["card_number"])
        if not re.fullmatch(r"[0-9]{12,19}", digits) or not _luhn(digits):
            raise forms.ValidationError(
                _("One of the digits seems wrong. Please check the number.")
            )
        return digits

    def clean_expiry(self) -> str:
        """A month that is not over yet."""
        match = re.fullmatch(
            r"(0?[1-9]|1[0-2]) ?/? ?(?:20)?([0-9]{2})", self.cleaned_data["expiry"]
        )
        if not match:
            raise forms.ValidationError(_("Please give month and year, as in 11/29."))
        month, year = int(match[1]), 2000 + int(match[2])
        if date(year, month, 1) < timezone.localdate().replace(day=1):
            raise forms.ValidationError(_("This card has expired."))
        return f"{month:02}/{year}"


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (1 + index % 2) for index, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


from oscar.apps.checkout.forms import ShippingAddressForm, ShippingMethodForm  # noqa: E402, F401
