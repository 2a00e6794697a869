"""What is served after any change is what would be made anew; and what did not change stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies

from tests.core.page_cache.changes import CHANGES, STAY, nearly_sold_out, record
from tests.core.page_cache.shopfront import (
    HIT,
    Shopfront,
    body,
    open_shop,
    state,
    warm,
    without_cache,
)

Change = Callable[[Shopfront], None]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_shows_at_once(shop: Shopfront, visitor: Client, change: Change) -> None:
    for name in shop.paths:
        warm(visitor, shop.paths[name])

    change(shop)

    stayed = {name for name in CHANGES[change] if state(visitor, shop.paths[name]) == HIT}
    assert stayed == set()
    left = {name for name in STAY.get(change, ()) if state(visitor, shop.paths[name]) != HIT}
    assert left == set()
    served = {name: answer(visitor, path) for name, path in shop.paths.items()}
    with without_cache():
        fresh = {name: answer(visitor, path) for name, path in shop.paths.items()}
    assert [name for name in fresh if served[name] != fresh[name]] == []


def test_a_sale_that_changes_nothing_on_the_page_forgets_nothing(
    shop: Shopfront, visitor: Client
) -> None:
    for path in shop.paths.values():
        warm(visitor, path)
    record(shop).allocate(3)
    record(shop).consume_allocation(2)
    record(shop).cancel_allocation(1)
    assert [name for name, path in shop.paths.items() if state(visitor, path) != HIT] == []
    with without_cache():
        fresh = body(visitor, shop.paths["bowl"])
    assert body(visitor, shop.paths["bowl"]) == fresh
    nearly_sold_out(shop)
    assert state(visitor, shop.paths["bowl"]) != HIT


@pytest.mark.parametrize(
    ("days", "names"),
    [
        (0.6, {"bowl", "delivery"}),  # the delivery's cut-off and midnight
        (31, {"home", "shop", "mugs"}),  # the offer's end
    ],
)
def test_what_ends_by_itself_is_not_served_beyond_that(
    shop: Shopfront, visitor: Client, days: float, names: set[str]
) -> None:
    for name in names:
        warm(visitor, shop.paths[name])
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        served = {name: answer(visitor, shop.paths[name]) for name in names}
        with without_cache():
            assert served == {name: answer(visitor, shop.paths[name]) for name in names}


def test_an_entry_ends_with_its_offer_not_with_its_time(shop: Shopfront, visitor: Client) -> None:
    shop.offer.end_datetime = timezone.now() + timedelta(seconds=40)
    shop.offer.save()
    now = timezone.now()
    for seconds, status in ((0, "stored"), (30, "hit"), (41, "stored")):
        with time_machine.travel(now + timedelta(seconds=seconds), tick=False):
            assert state(visitor, shop.paths["mugs"]).endswith(status)


@given(strategies.lists(strategies.sampled_from(list(CHANGES)), min_size=2, max_size=6))
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_what_is_served_is_what_is_true(db: Any, happened: list[Change]) -> None:
    """Pages are looked at between the changes, each in a shop of its own."""
    from django.conf import settings as shop_settings
    from django.db import transaction
    from django.test import override_settings

    assert shop_settings.SHOP_PAGE_CACHE is False
    with override_settings(SHOP_PAGE_CACHE=True), transaction.atomic():
        transaction.get_connection().atomic_blocks[-1]._from_testcase = True
        shop, visitor = open_shop(), Client()
        names = ("home", "shop", "mugs", "bowls", "mug", "bowl", "search", "api products")
        for change in happened:
            for name in names:
                answer(visitor, shop.paths[name])
            change(shop)
            served = {name: answer(visitor, shop.paths[name]) for name in names}
            with without_cache():
                fresh = {name: answer(visitor, shop.paths[name]) for name in names}
            assert served == fresh, change.__name__
        transaction.set_rollback(True)


def answer(client: Client, path: str) -> tuple[int, bytes]:
    response: Any = client.get(path)
    whole = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, whole if response.status_code == 200 else b""
