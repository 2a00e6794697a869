"""Partners, stock that is given out only while there is some, and VAT rates."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from oscar.apps.partner.abstract_models import AbstractStockRecord

from shop.partner.exceptions import InsufficientStock
from shop.partner.tax import TaxClass


class StockRecord(AbstractStockRecord):
    """Price (VAT included, in `price_currency`) and stock of a product at a partner."""

    class Meta(AbstractStockRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(num_allocated__isnull=True) | models.Q(num_allocated__gte=0),
                name="stock_allocated_not_negative",
            ),
        ]

    def allocate(self, quantity: int) -> None:
        """Reserve `quantity` units in one statement that also compares with what is left.

        Oscar's own never compares and so oversells. The condition is part of the UPDATE,
        which makes it safe whatever ran before it; callers go through the records in
        primary-key order. One write; raises InsufficientStock when too few are left.
        """
        if not self.can_track_allocations:
            return
        self.pre_save_signal()
        taken = (
            type(self)
            .objects.filter(
                pk=self.pk,
                num_in_stock__gte=Coalesce(F("num_allocated"), 0) + quantity,
            )
            .update(num_allocated=Coalesce(F("num_allocated"), 0) + quantity)
        )
        self.refresh_from_db(fields=["num_in_stock", "num_allocated"])
        if not taken:
            raise InsufficientStock(self, wanted=quantity)
        self.post_save_signal()

    allocate.alters_data = True  # type: ignore[attr-defined]


class TaxRate(models.Model):
    """The VAT rate on deliveries to a country, for a class of products; read by `tax.rate_for`."""

    country = models.CharField(
        _("Country"),
        max_length=2,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, such as GB."))],
        help_text=_("Where the parcel goes: the ISO 3166-1 code, such as GB."),
    )
    tax_class = models.CharField(
        _("Tax class"), max_length=16, choices=TaxClass, default=TaxClass.STANDARD
    )
    rate = models.DecimalField(
        _("Rate"),
        max_digits=6,
        decimal_places=3,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text=_("In percent: 20 for 20%."),
    )

    class Meta:
        app_label = "partner"
        ordering = ["country", "tax_class"]
        verbose_name = _("VAT rate")
        verbose_name_plural = _("VAT rates")
        constraints = [
            models.UniqueConstraint(
                fields=["country", "tax_class"], name="tax_rate_one_per_country_and_class"
            ),
            models.CheckConstraint(
                condition=models.Q(rate__gte=0, rate__lte=100), name="tax_rate_is_a_percentage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.get_tax_class_display()}: {self.rate.normalize():f}%"


from oscar.apps.partner.models import *  # noqa: E402, F403
