"""Past prices: what a reduction is called a reduction from."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.partner.models import PriceChange, StockRecord
from shop.partner.services import record_price, record_prices
from tests.factories import make_product

pytestmark = pytest.mark.django_db


def record_with(*past: tuple[int, str]) -> StockRecord:
    """A stock record that asked these prices, each since so many days ago; the last is today's."""
    record = make_product(price=past[0][1]).stockrecords.get()
    PriceChange.objects.all().delete()
    for days, price in past:
        record.price = Decimal(price)
        record_price(stockrecord=record, at=timezone.now() - timedelta(days=days))
    StockRecord.objects.filter(pk=record.pk).update(price=record.price)
    return StockRecord.objects.get(pk=record.pk)


@pytest.mark.parametrize(
    ("past", "reduced_from"),
    [
        ([(90, "30")], None),
        ([(90, "30"), (0, "24")], "30"),
        ([(90, "30"), (0, "36")], None),
        # Dearer for a week before the "sale": the lowest of 30 days is what it is measured by.
        ([(90, "24"), (7, "30"), (0, "24")], None),
        ([(90, "24"), (7, "30"), (0, "20")], "24"),
        # A lower price that ended before those 30 days does not count; one within them does.
        ([(90, "20"), (31, "30"), (0, "24")], "30"),
        ([(90, "20"), (29, "30"), (0, "24")], None),
        ([(90, "30"), (10, "24"), (0, "20")], "24"),
        ([(90, "30"), (10, "24"), (0, "30")], None),
        # Shown for sixty days, then it is simply the price.
        ([(90, "30"), (59, "24")], "30"),
        ([(90, "30"), (61, "24")], None),
    ],
)
def test_reduced_from_the_lowest_of_thirty_days(
    past: list[tuple[int, str]], reduced_from: str | None
) -> None:
    wanted = Decimal(reduced_from) if reduced_from else None

    assert record_with(*past).reduced_from == wanted


def test_saving_a_new_price_writes_it_down_once(django_assert_num_queries: Any) -> None:
    record = make_product(price="18.00").stockrecords.get()
    record.price = Decimal("15.00")
    record.save()
    record.num_in_stock = 3
    record.save()

    assert [str(change.price) for change in record.price_changes.all()] == ["15.00", "18.00"]
    assert StockRecord.objects.get(pk=record.pk).reduced_from == Decimal("18.00")


def test_stock_that_moves_asks_nothing_of_prices() -> None:
    record = make_product(price="18.00", stock=2).stockrecords.get()
    record.allocate(1)
    record.cancel_allocation(1)

    assert record.price_changes.count() == 1


def test_prices_written_past_the_models_are_found_in_bulk(django_assert_num_queries: Any) -> None:
    records = [make_product(price="18.00").stockrecords.get() for _ in range(30)]
    StockRecord.objects.update(price=Decimal("15.00"))

    # The batch, the savepoint's two, past prices, ledger, records, and that there are no more.
    with django_assert_num_queries(7):
        assert record_prices() == 30
    assert record_prices() == 0
    assert all(
        r.reduced_from == Decimal("18.00")
        for r in StockRecord.objects.filter(pk__in=[r.pk for r in records])
    )


def test_an_empty_ledger_is_filled_and_reduces_nothing() -> None:
    make_product(price="18.00")
    PriceChange.objects.all().delete()

    assert record_prices() == 1
    assert StockRecord.objects.get().reduced_from is None


def test_only_the_named_records_are_looked_at() -> None:
    first, second = (make_product(price="18.00").stockrecords.get() for _ in range(2))
    StockRecord.objects.update(price=Decimal("15.00"))

    assert record_prices(stockrecord_ids=[second.pk]) == 1
    assert first.price_changes.count() == 1


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 80), st.integers(1, 9)), min_size=1, max_size=8))
def test_what_is_struck_through_was_the_lowest_of_thirty_days(past: list[tuple[int, int]]) -> None:
    """Against the definition itself, day by day."""
    past = sorted(dict(past).items(), reverse=True)
    record = record_with(*((day, str(price)) for day, price in past))
    first = past[0][0]
    asked = {}  # how many days ago, and the price of that day
    for day, price in past:
        asked.update(dict.fromkeys(range(day + 1), price))
    reduced_from = None
    for (_, previous), (day, price) in pairwise(past):
        if price != previous:
            lowest = min(asked[before] for before in range(day + 1, min(day + 30, first) + 1))
            reduced_from = lowest if price < lowest and day < 60 else None

    assert record.reduced_from == reduced_from
