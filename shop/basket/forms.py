"""Basket forms: Oscar's, with errors in the shop's words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from oscar.apps.basket.forms import *  # noqa: F403
from oscar.apps.basket.forms import AddToBasketForm as OscarAddToBasketForm
from oscar.apps.basket.forms import SimpleAddToBasketMixin

QUANTITY_ERRORS = {
    "required": _("Please say how many you would like."),
    "invalid": _("Please give the quantity as a whole number."),
    "min_value": _("Please choose at least one."),
    "max_value": _("Please choose a smaller number."),
}
VARIANT_ERRORS = dict.fromkeys(("required", "invalid", "min_value"), _("Please choose a variant."))
# Fits the database's integer; far above any stock.
MOST = 100_000


class AddToBasketForm(OscarAddToBasketForm):
    """The product page's form: how many, and of a parent which variant (`child_id`)."""

    quantity = forms.IntegerField(
        label=_("Quantity"),
        initial=1,
        min_value=1,
        max_value=MOST,
        error_messages=QUANTITY_ERRORS,
    )

    def _create_parent_product_fields(self, product: Any) -> None:
        """The page draws the choice itself, so Oscar's look at every child is spared."""
        self.fields["child_id"] = forms.IntegerField(
            label=_("Variant"), min_value=1, error_messages=VARIANT_ERRORS
        )

    def clean_child_id(self) -> int:
        """A child that is for sale; one that is not public is as good as none."""
        children = self.parent_product.children.public().select_related("parent__product_class")
        child = children.filter(pk=self.cleaned_data["child_id"]).first()
        if child is None:
            raise forms.ValidationError(VARIANT_ERRORS["required"])
        self.child_product = child
        return child.pk

    def clean(self) -> dict[str, Any]:
        """Say what is wrong with the stock next to the quantity, where it can be mended."""
        if self.errors:
            return self.cleaned_data
        try:
            return super().clean()
        except forms.ValidationError as error:
            self.add_error("quantity", error)
            return self.cleaned_data


class SimpleAddToBasketForm(SimpleAddToBasketMixin, AddToBasketForm):
    """One unit, without asking."""


class LineQuantityForm(forms.Form):
    """A basket line's quantity; zero takes the line out."""

    quantity = forms.IntegerField(
        label=_("Quantity"),
        min_value=0,
        max_value=MOST,
        error_messages={**QUANTITY_ERRORS, "min_value": _("Please choose zero or more.")},
    )
