"""What the partner room does: it remembers prices, and knows from them what is reduced."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from shop.core import page_cache
from shop.partner.models import PriceChange, StockRecord

#: Days before a reduction among whose prices the lowest is named (Directive 98/6/EC, article 6a).
DAYS_BEFORE = 30
BATCH = 1000


def record_price(*, stockrecord: StockRecord, at: datetime | None = None) -> bool:
    """Write the price down if it is a new one; returns whether it was.

    A price below the lowest of the 30 days before is a reduction, and the record says from what.
    One query for a price that is known, four for a new one.
    """
    # An instance that was just saved may hold what it was given: a text, say.
    price = StockRecord._meta.get_field("price").to_python(stockrecord.price)
    last = PriceChange.objects.filter(stockrecord=stockrecord).first()
    if last is not None and last.price == price:
        return False
    at = at or timezone.now()
    with transaction.atomic():
        before = _lowest_before(stockrecord.pk, at) if last is not None else None
        PriceChange.objects.create(stockrecord=stockrecord, price=price, changed_at=at)
        _note_reduction(stockrecord, price, before, at)
        StockRecord.objects.filter(pk=stockrecord.pk).update(
            price_before=stockrecord.price_before, price_reduced_at=stockrecord.price_reduced_at
        )
    return True


def record_prices(*, stockrecord_ids: Iterable[int] | None = None) -> int:
    """The same for many records, all of them by default; returns how many prices were new.

    For who writes prices past the models (`update`, `bulk_update`), and to fill an empty ledger.
    Four queries for each thousand records.
    """
    wanted = None if stockrecord_ids is None else sorted(set(stockrecord_ids))
    found, last_pk = 0, 0
    latest = PriceChange.objects.filter(stockrecord=OuterRef("pk"))
    while True:
        records = StockRecord.objects.filter(pk__gt=last_pk).order_by("pk")
        if wanted is not None:
            records = records.filter(pk__in=wanted[:BATCH])
        batch = list(
            records.annotate(
                known=Subquery(latest.values("pk")[:1]), last=Subquery(latest.values("price")[:1])
            )[:BATCH]
        )
        if wanted is not None:
            wanted = wanted[BATCH:]
        elif batch:
            last_pk = batch[-1].pk
        changed = [r for r in batch if r.known is None or r.last != r.price]
        if changed:
            _record_batch(changed)
            found += len(changed)
        if not (wanted if wanted is not None else batch):
            return found


def _record_batch(records: list[Any]) -> None:
    at = timezone.now()
    with transaction.atomic():
        past = _windows([record.pk for record in records], at)
        PriceChange.objects.bulk_create(
            PriceChange(stockrecord=record, price=record.price, changed_at=at) for record in records
        )
        before = {r.pk: (r.price_before, r.price_reduced_at) for r in records}
        for record in records:
            _note_reduction(record, record.price, min(past.get(record.pk, ()), default=None), at)
        changed = [r for r in records if before[r.pk] != (r.price_before, r.price_reduced_at)]
        StockRecord.objects.bulk_update(changed, ["price_before", "price_reduced_at"])
        owners = {record.product_id for record in records}
        page_cache.forget(*page_cache.sources.a_product(*owners))


def _note_reduction(
    record: StockRecord, price: Decimal | None, before: Decimal | None, at: datetime
) -> None:
    reduced = before is not None and price is not None and price < before
    record.price_before = before if reduced else None
    record.price_reduced_at = at if reduced else None


def _lowest_before(pk: int, at: datetime) -> Decimal | None:
    return min(_windows([pk], at).get(pk, ()), default=None)


def _windows(pks: list[int], at: datetime) -> dict[int, list[Decimal]]:
    """By stock record, the prices that were asked in the 30 days before. One query."""
    start = at - timedelta(days=DAYS_BEFORE)
    prices: dict[int, list[Decimal]] = {}
    opened: set[int] = set()
    rows = PriceChange.objects.filter(stockrecord__in=pks, changed_at__lt=at)
    for pk, price, changed_at in rows.order_by("-changed_at", "-pk").values_list(
        "stockrecord_id", "price", "changed_at"
    ):
        # Down to the one that was in force when the window opened; older ones do not count.
        if pk in opened:
            continue
        if changed_at <= start:
            opened.add(pk)
        if price is not None:
            prices.setdefault(pk, []).append(price)
    return prices
