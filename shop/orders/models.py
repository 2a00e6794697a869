"""Orders: Oscar's, placed once per basket and readable by who holds the key."""

import secrets

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from oscar.apps.order.abstract_models import AbstractLine, AbstractOrder


def new_key() -> str:
    """128 random bits for an address: enough that nobody guesses another's order."""
    return secrets.token_urlsafe(16)


class Order(AbstractOrder):
    """An order. Amounts are in `currency`; `total_incl_tax` is what the shopper pays."""

    key = models.CharField(_("Key"), max_length=32, default=new_key, unique=True, editable=False)
    expires_at = models.DateTimeField(
        _("Expires at"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Until when an unpaid order holds its stock."),
    )
    paid_at = models.DateTimeField(_("Paid at"), null=True, blank=True)
    arrives_from = models.DateField(_("Arrives from"), null=True, blank=True)
    arrives_to = models.DateField(
        _("Arrives until"),
        null=True,
        blank=True,
        help_text=_("The days that were promised when the order was placed."),
    )

    shipping_tax_rate = models.DecimalField(
        _("VAT rate of delivery"), max_digits=6, decimal_places=3, null=True, blank=True
    )

    class Meta(AbstractOrder.Meta):
        constraints = [
            # The guard against a double submit: a basket becomes an order once.
            models.UniqueConstraint(fields=["basket"], name="order_one_per_basket"),
        ]

    def get_absolute_url(self) -> str:
        """Where its holder reads its status, signed in or not."""
        return reverse("order-status", kwargs={"order_number": self.number, "key": self.key})

    @property
    def contact_email(self) -> str:
        """Where the shopper is written to. May query for the user."""
        return self.guest_email or (self.user.email if self.user else "")


class Line(AbstractLine):
    """A line of an order, with the amounts it was sold for."""

    tax_rate = models.DecimalField(
        _("VAT rate"),
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=_("In percent, as it was when the order was placed."),
    )


from oscar.apps.order.models import *  # noqa: E402, F403
