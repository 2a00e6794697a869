"""Delivery methods by country and weight. Oscar's own models stand, unused, below."""

from datetime import time
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

NOT_NEGATIVE = MinValueValidator(Decimal("0.00"), _("This cannot be less than nothing."))
SLOWEST = 60  # working days


class DeliveryMethod(models.Model):
    """A way of delivering to some countries: what it costs and how long it takes.

    Amounts are in the shop's currency with VAT inside. `code` is what an order keeps; methods to
    different countries may share one, so that "standard" costs another amount abroad. No two
    active methods of one code go to the same country: `methods_that_clash` tells.
    """

    code = models.SlugField(
        _("Code"),
        max_length=128,
        help_text=_("Kept with the order. Methods to different countries may share a code."),
    )
    name = models.CharField(
        _("Name"), max_length=128, help_text=_("As shoppers read it, such as “Standard delivery”.")
    )
    description = models.CharField(
        _("Description"),
        max_length=255,
        blank=True,
        help_text=_("A few words that the checkout shows below the name."),
    )
    countries: models.ManyToManyField = models.ManyToManyField(
        "address.Country", related_name="delivery_methods", verbose_name=_("Countries")
    )
    charge = models.DecimalField(
        _("Charge"),
        max_digits=12,
        decimal_places=2,
        validators=[NOT_NEGATIVE],
        help_text=_("VAT included. Where there are weight bands, theirs count instead."),
    )
    free_from = models.DecimalField(
        _("Free from"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
        help_text=_("What the goods must cost, after discounts. Empty: never free."),
    )
    min_days = models.PositiveSmallIntegerField(
        _("Working days, at least"),
        validators=[MaxValueValidator(SLOWEST)],
        help_text=_("Counted from the day the parcel leaves."),
    )
    max_days = models.PositiveSmallIntegerField(
        _("Working days, at most"), validators=[MaxValueValidator(SLOWEST)]
    )
    cut_off = models.TimeField(
        _("Cut-off"),
        default=time(14, 0),
        help_text=_("Orders placed before it on a working day leave the same day."),
    )
    is_active = models.BooleanField(_("Offered to shoppers"), default=True)
    display_order = models.PositiveIntegerField(
        _("Display order"),
        default=0,
        help_text=_("The lowest stands first and is chosen at first."),
    )

    class Meta:
        verbose_name = _("Delivery method")
        verbose_name_plural = _("Delivery methods")
        ordering = ["display_order", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(charge__gte=0), name="delivery_method_charge_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(max_days__gte=models.F("min_days")),
                name="delivery_method_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The slowest day is not before the fastest."""
        if (
            self.min_days is not None
            and self.max_days is not None
            and self.max_days < self.min_days
        ):
            raise ValidationError({"max_days": _("The most cannot be fewer than the least.")})


class DeliveryBand(models.Model):
    """What a method costs up to a weight, that weight included; the open one takes what is heavier.

    A basket that is heavier than every band cannot be sent by the method.
    """

    method = models.ForeignKey(DeliveryMethod, models.CASCADE, related_name="bands")
    up_to_kg = models.DecimalField(
        _("Up to (kg)"),
        max_digits=8,
        decimal_places=3,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.001"), _("A parcel weighs something."))],
    )
    charge = models.DecimalField(
        _("Charge"), max_digits=12, decimal_places=2, validators=[NOT_NEGATIVE]
    )

    class Meta:
        verbose_name = _("Weight band")
        verbose_name_plural = _("Weight bands")
        ordering = [models.F("up_to_kg").asc(nulls_last=True)]
        constraints = [
            models.UniqueConstraint(fields=["method", "up_to_kg"], name="delivery_band_once"),
            models.UniqueConstraint(
                fields=["method"],
                condition=models.Q(up_to_kg__isnull=True),
                name="delivery_band_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(charge__gte=0), name="delivery_band_charge_not_negative"
            ),
        ]

    def __str__(self) -> str:
        if self.up_to_kg is None:
            return str(_("Heavier"))
        return str(_("Up to %(weight)s kg") % {"weight": f"{self.up_to_kg.normalize():f}"})


from oscar.apps.shipping.models import *  # noqa: E402, F403
