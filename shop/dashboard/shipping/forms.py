"""The forms of a delivery method and its weight bands."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.core.oscar import Country
from shop.shipping.models import DeliveryBand, DeliveryMethod
from shop.shipping.selectors import methods_that_clash


class DeliveryMethodForm(forms.ModelForm):
    """A method; two active ones of one code may not go to the same country."""

    class Meta:
        model = DeliveryMethod
        fields = [
            "name",
            "code",
            "description",
            "countries",
            "charge",
            "free_from",
            "min_days",
            "max_days",
            "cut_off",
            "is_active",
            "display_order",
        ]
        widgets = {
            "countries": forms.CheckboxSelectMultiple,
            "charge": forms.NumberInput(attrs={"min": "0", "step": "0.01"}),
            "free_from": forms.NumberInput(attrs={"min": "0", "step": "0.01"}),
            "cut_off": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }
        error_messages = {
            "countries": {"required": gettext_lazy("Choose at least one country.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A country that lost its shipping stays visible on a method that still goes there.
        offered = Country.objects.filter(is_shipping_country=True)
        if self.instance.pk:
            offered = (offered | Country.objects.filter(delivery_methods=self.instance)).distinct()
        countries: Any = self.fields["countries"]
        countries.queryset = offered.order_by("-display_order", "printable_name")

    def clean(self) -> dict[str, Any]:
        """Refuse a code that another active method uses for one of the countries."""
        data = super().clean() or {}
        code, countries = data.get("code"), data.get("countries")
        if not (code and countries and data.get("is_active")):
            return data
        for name, clashing in methods_that_clash(
            code=code, countries=countries, but=self.instance.pk
        ).items():
            self.add_error(
                "code",
                _("“%(name)s” has this code already for %(countries)s.")
                % {"name": name, "countries": get_text_list(clashing, _("and"))},
            )
        return data


class BandForm(forms.ModelForm):
    """One weight band."""

    class Meta:
        model = DeliveryBand
        fields = ["up_to_kg", "charge"]
        widgets = {
            "up_to_kg": forms.NumberInput(attrs={"min": "0.001", "step": "0.001"}),
            "charge": forms.NumberInput(attrs={"min": "0", "step": "0.01"}),
        }


class BandFormSet(forms.BaseFormSet):
    """A method's bands as one table: what is sent takes the place of what there was.

    So two people who edit at once leave one whole table, and limits may be swapped.
    """

    def clean(self) -> None:
        """Each limit once, and one open band at most: said next to the second of them."""
        seen = set()
        for form in self.kept():
            limit = form.cleaned_data.get("up_to_kg")
            if "up_to_kg" in form.errors:
                continue
            if limit in seen:
                form.add_error(
                    "up_to_kg",
                    _("There is a band up to this weight already.")
                    if limit is not None
                    else _("One band without a limit is enough."),
                )
            seen.add(limit)

    def kept(self) -> list[Any]:
        """The forms that say something and are not to be deleted."""
        deleted = self.deleted_forms if self.is_bound else []
        return [form for form in self.forms if form.has_changed() and form not in deleted]

    def rows(self) -> list[tuple[Decimal | None, Decimal]]:
        """Limit in kilograms and charge of each band; once the formset is valid."""
        return [
            (form.cleaned_data["up_to_kg"], form.cleaned_data["charge"]) for form in self.kept()
        ]


Bands: Any = forms.formset_factory(
    BandForm, formset=BandFormSet, extra=3, max_num=20, validate_max=True, can_delete=True
)
