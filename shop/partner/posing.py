"""Prices and stock as they are not: for previews, which must not touch any data."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oscar.core.loading import get_class

from shop.core.currency import round_money
from shop.partner.strategy import Default

StockRequired = get_class("partner.availability", "StockRequired")

IN_STOCK, LOW, SOLD_OUT, ON_SALE = "in-stock", "low", "sold-out", "on-sale"
POSES = {
    IN_STOCK: _("In stock"),
    LOW: _("Only a few left"),
    SOLD_OUT: _("Sold out"),
    ON_SALE: _("On sale"),
}
# What an article on sale costs of its price.
SALE = Decimal("0.8")


class Posed(Default):
    """The usual strategy, with every product in one state: plenty, few, none, or reduced."""

    def __init__(self, request: Any = None, *, pose: str, country: str = "") -> None:
        super().__init__(request, country=country)
        self.pose = pose

    def for_country(self, country: str) -> Posed:
        return type(self)(self.request, pose=self.pose, country=country)

    def availability_policy(self, product: Any, stockrecord: Any) -> Any:
        """So many as the pose says; the true number where that fits the pose."""
        true = stockrecord.net_stock_level or 0 if stockrecord else 0
        plenty = settings.SHOP_LOW_STOCK_LEVEL + 1
        if self.pose == SOLD_OUT:
            return StockRequired(0)
        if self.pose == LOW:
            return StockRequired(true if 0 < true < plenty else min(2, plenty - 1))
        return StockRequired(max(true, plenty))

    def _price(self, product: Any, stockrecord: Any) -> Any:
        price = super()._price(product, stockrecord)
        if self.pose != ON_SALE or price.reduced_from:
            return price
        full = price.incl_tax
        price = type(price)(
            currency=price.currency,
            incl_tax=round_money(full * SALE, price.currency),
            rate=price.rate,
            tax_code=price.tax_code,
        )
        price.reduced_at, price.reduced_from = timezone.now(), full
        return price


def posed(strategy: Any, pose: str) -> Any:
    """The strategy with everything in that pose; itself without one, or for an unknown one."""
    if pose not in POSES:
        return strategy
    return Posed(strategy.request, pose=pose, country=strategy.country)
