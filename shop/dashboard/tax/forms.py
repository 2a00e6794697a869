"""The forms of a VAT rate."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.core.oscar import Country
from shop.partner.models import TaxRate
from shop.partner.tax import TaxClass, percent_text

NO_PERCENTAGE = gettext_lazy("A rate lies between 0 and 100 percent.")


class RateForm(forms.ModelForm):
    """How many percent; where and for what is settled once a rate stands."""

    rate = forms.DecimalField(
        label=gettext_lazy("Rate in percent"),
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=6,
        decimal_places=3,
        help_text=gettext_lazy("20 for 20%."),
        error_messages={
            "required": gettext_lazy("Enter the rate; 0 where it is zero-rated."),
            "invalid": gettext_lazy("Enter a number, such as 20 or 5.5."),
            "min_value": NO_PERCENTAGE,
            "max_value": NO_PERCENTAGE,
            "max_decimal_places": gettext_lazy("At most three decimals."),
            "max_digits": NO_PERCENTAGE,
            "max_whole_digits": NO_PERCENTAGE,
        },
        widget=forms.NumberInput(attrs={"min": "0", "max": "100", "step": "0.001"}),
    )

    class Meta:
        model = TaxRate
        fields = ["rate"]

    def clean_rate(self) -> Decimal:
        """Refuse a fraction: no country has a rate below one percent, but 0.2 is often meant."""
        rate: Decimal = self.cleaned_data["rate"]
        if 0 < rate < 1:
            raise ValidationError(
                _("That is less than one percent. Enter %(percent)s for %(percent)s%%.")
                % {"percent": f"{(rate * 100).normalize():f}"}
            )
        return rate


class NewRateForm(RateForm):
    """A rate where there is none."""

    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        help_text=gettext_lazy("Where the parcel goes."),
        error_messages={
            "required": gettext_lazy("Choose a country."),
            "invalid_choice": gettext_lazy("Choose one of the countries."),
        },
    )
    tax_class = forms.ChoiceField(
        label=gettext_lazy("Tax class of the products"),
        choices=TaxClass.choices,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the tax classes.")},
    )

    class Meta(RateForm.Meta):
        fields = ["country", "tax_class", "rate"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Country.objects.order_by("-is_shipping_country", "printable_name")
        country: Any = self.fields["country"]
        country.choices = [
            ("", _("Choose a country")),
            *rows.values_list("iso_3166_1_a2", "printable_name"),
        ]

    def clean(self) -> dict[str, Any]:
        """Say which rate stands already, rather than that two may not be the same."""
        data = super().clean() or {}
        found = TaxRate.objects.filter(
            country=data.get("country"), tax_class=data.get("tax_class")
        ).first()
        if found is not None:
            self.refuse_second(found)
        return data

    def refuse_second(self, found: TaxRate) -> None:
        """Say that `found` stands already, next to the class."""
        self.add_error(
            "tax_class",
            _("This rate is entered already (%(rate)s). Change it in the list.")
            % {"rate": percent_text(found.rate / 100)},
        )
