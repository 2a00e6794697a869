"""What was sold, in total: for who plans pages and has no business with single orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.conf import settings
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce, ExtractHour
from django.utils import timezone

from shop.orders.models import Line, Order
from shop.orders.statuses import PAID, SHIPPED

# What nobody paid, was called off or was given back is no sale.
SOLD = (PAID, SHIPPED)
HOURS = 24


@dataclass(frozen=True)
class Hour:
    """The orders of an hour of the day (0 to 23) and what they bring, VAT inside."""

    hour: int
    orders: int
    revenue: Decimal


@dataclass(frozen=True)
class Takings:
    """A day's sales: of every hour, in `currency`."""

    hours: tuple[Hour, ...]
    currency: str

    @property
    def orders(self) -> int:
        """How many there were."""
        return sum(hour.orders for hour in self.hours)

    @property
    def revenue(self) -> Decimal:
        """What they bring, VAT and delivery inside; single refunds are not taken off."""
        return sum((hour.revenue for hour in self.hours), Decimal(0))

    @property
    def busiest(self) -> Hour | None:
        """The hour that brought most, if any did."""
        busy = [hour for hour in self.hours if hour.orders]
        return max(busy, key=lambda hour: hour.revenue, default=None)


@dataclass(frozen=True)
class BestSeller:
    """A product (a variant's parent) and how many units were sold."""

    product_id: int
    units: int


def takings_today() -> Takings:
    """The paid orders that were placed since midnight, in the shop's time zone. One query.

    Amounts in the shop's currency; orders in another are left out.
    """
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    currency = settings.OSCAR_DEFAULT_CURRENCY
    placed = Order.objects.filter(date_placed__gte=midnight, status__in=SOLD, currency=currency)
    rows = (
        placed.annotate(hour=ExtractHour("date_placed"))
        .values("hour")
        .annotate(orders=Count("pk"), revenue=Sum("total_incl_tax"))
        .order_by("hour")
    )
    found = {row["hour"]: Hour(row["hour"], row["orders"], row["revenue"]) for row in rows}
    empty = (Hour(number, 0, Decimal(0)) for number in range(HOURS))
    return Takings(tuple(found.get(hour.hour, hour) for hour in empty), currency)


def best_sellers(*, days: int = 7, limit: int = 5) -> tuple[BestSeller, ...]:
    """What sold most units in the last days, most first, without what is deleted. One query."""
    since = timezone.now() - timedelta(days=days)
    sold = Line.objects.filter(
        order__date_placed__gte=since, order__status__in=SOLD, product__isnull=False
    )
    rows = (
        sold.annotate(sold_id=Coalesce("product__parent", "product"))
        .values("sold_id")
        .annotate(units=Sum("quantity"))
        .order_by("-units", "sold_id")[:limit]
    )
    return tuple(BestSeller(row["sold_id"], row["units"]) for row in rows)
