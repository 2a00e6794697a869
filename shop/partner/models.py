"""Partners, stock that is given out only while there is some, its past prices, and VAT rates."""

from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oscar.apps.partner.abstract_models import AbstractStockRecord

from shop.core import page_cache
from shop.partner.exceptions import InsufficientStock
from shop.partner.signals import availability_changed
from shop.partner.tax import TaxClass


class StockRecord(AbstractStockRecord):
    """Price (VAT included, in `price_currency`) and stock of a product at a partner.

    The two fields of a reduction are written by `shop.partner.services.record_price` alone.
    """

    price_before = models.DecimalField(
        _("Lowest price before the reduction"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        editable=False,
        help_text=_("The lowest of the 30 days before the price fell; empty when it did not."),
    )
    price_reduced_at = models.DateTimeField(
        _("Price reduced at"), null=True, blank=True, editable=False
    )

    expected_on = models.DateField(
        _("More expected on"),
        null=True,
        blank=True,
        help_text=_("Shoppers are told while it is sold out; a day that has passed is not said."),
    )

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
        self._note_level(before=self.net_stock_level + quantity)
        if self.net_stock_level <= 0 < self.net_stock_level + quantity:
            availability_changed.send(sender=type(self), instance=self)

    allocate.alters_data = True  # type: ignore[attr-defined]

    def cancel_allocation(self, quantity: int) -> None:
        """Give reserved units back to the shelf. One write."""
        super().cancel_allocation(quantity)
        self._note_level(before=self.net_stock_level - quantity)
        if self.net_stock_level - quantity <= 0 < self.net_stock_level:
            availability_changed.send(sender=type(self), instance=self)

    cancel_allocation.alters_data = True  # type: ignore[attr-defined]

    def _note_level(self, *, before: int) -> None:
        """Forget the pages that show it otherwise than before: “In stock” says no number."""
        levels = (before, self.net_stock_level)
        shown = {max(0, min(level, settings.SHOP_LOW_STOCK_LEVEL + 1)) for level in levels}
        if len(shown) > 1:
            page_cache.forget(*page_cache.sources.a_product(self.product_id))

    @property
    def reduced_from(self) -> Decimal | None:
        """The price (VAT included) that stands struck through beside this one, if any.

        It is the lowest of the 30 days before the price fell, as the EU's Directive 98/6/EC,
        article 6a, has it, and is shown for SHOP_REDUCTION_DAYS.
        """
        if self.price_before is None or self.price is None or self.price_before <= self.price:
            return None
        if self.price_reduced_at is None:
            return None
        ends = self.price_reduced_at + timedelta(days=settings.SHOP_REDUCTION_DAYS)
        if ends <= timezone.now():
            return None
        page_cache.until(ends)
        return self.price_before


class PriceChange(models.Model):
    """A price that a stock record had from a moment on: the ledger that reductions refer to."""

    stockrecord = models.ForeignKey(
        StockRecord, on_delete=models.CASCADE, related_name="price_changes", db_index=False
    )
    price = models.DecimalField(_("Price"), max_digits=12, decimal_places=2, null=True)
    changed_at = models.DateTimeField(_("Changed at"))

    class Meta:
        app_label = "partner"
        ordering = ["-changed_at", "-pk"]
        verbose_name = _("Price change")
        verbose_name_plural = _("Price changes")
        indexes = [
            models.Index(fields=["stockrecord", "-changed_at"], name="price_change_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.price} from {self.changed_at:%Y-%m-%d %H:%M}"


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
