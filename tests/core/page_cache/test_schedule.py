"""Pages that are kept follow the clock: what goes live or ends shows at the next request.

The run on SQLite keeps pages in the embedded default's file, the one on PostgreSQL in Redis.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from shop.cms_pages.models import LandingPage, ProductLayout, ProductPage
from shop.tasks.schedule import publish_scheduled_pages
from tests.cms_pages.test_product_pages import layout, page_of, words
from tests.core.page_cache.shopfront import HIT, Shopfront, state, warm

NOON = datetime(2027, 3, 2, 12, 0, tzinfo=ZoneInfo("Europe/London"))
# Sooner than the ten minutes after which a kept page ends by itself.
LATER = NOON + timedelta(minutes=4)


@pytest.fixture(autouse=True)
def noon() -> Any:
    """It is noon when a test begins, before its shop is set up."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def strike(django_capture_on_commit_callbacks: Any) -> Callable[[datetime], Any]:
    """It is that moment, and beat's task runs; afterwards time goes on from there."""

    def at(moment: datetime) -> Any:
        travelling = time_machine.travel(moment, tick=False)
        with travelling, django_capture_on_commit_callbacks(execute=True):
            publish_scheduled_pages()
        return travelling

    return at


def kept(client: Client, path: str) -> str:
    """The page as a second visitor gets it, from the cache."""
    warm(client, path)
    response = client.get(path)
    assert response["Cache-Status"] == HIT
    return response.content.decode()


def landing(shop: Shopfront, on_commit: Any, **fields: Any) -> LandingPage:
    with on_commit(execute=True):
        return shop.about.get_parent().add_child(
            instance=LandingPage(title="Sale", slug="sale", **fields)
        )


def test_a_change_goes_live_on_a_kept_page(
    shop: Shopfront, visitor: Client, strike: Any, django_capture_on_commit_callbacks: Any
) -> None:
    page = landing(shop, django_capture_on_commit_callbacks)
    page.title, page.go_live_at = "Summer sale", LATER
    page.save_revision(approved_go_live_at=LATER)
    assert "Summer sale" not in kept(visitor, "/sale/")

    with strike(LATER - timedelta(seconds=1)):
        assert state(visitor, "/sale/") == HIT, "nothing was due"

    with strike(LATER + timedelta(seconds=1)):
        first = visitor.get("/sale/")
        assert first["Cache-Status"] != HIT
        assert "Summer sale" in first.content.decode()
        assert "Summer sale" in kept(visitor, "/sale/")


def test_a_page_ends_and_leaves_the_menus_of_kept_pages(
    shop: Shopfront, visitor: Client, strike: Any, django_capture_on_commit_callbacks: Any
) -> None:
    landing(shop, django_capture_on_commit_callbacks, expire_at=LATER, show_in_menus=True)
    kept(visitor, "/sale/")
    assert "/sale/" in kept(visitor, "/")

    with strike(LATER + timedelta(seconds=1)):
        assert visitor.get("/sale/").status_code == 404
        assert "/sale/" not in visitor.get("/").content.decode()


def test_a_products_page_and_its_layout_go_live_on_kept_pages(
    shop: Shopfront, visitor: Client, strike: Any, django_capture_on_commit_callbacks: Any
) -> None:
    path = shop.bowl.get_absolute_url()
    with django_capture_on_commit_callbacks(execute=True):
        page = page_of(shop.bowl, words("As it was"))
        made = layout("All", words("For all, as it was"))
    for thing, text in ((page, "In time for spring"), (made, "For all in spring")):
        thing.body = thing.body.stream_block.to_python([words(text)])
        thing.go_live_at = LATER
        thing.save_revision(approved_go_live_at=LATER)
    before = kept(visitor, path)
    assert "As it was" in before
    assert "spring" not in before

    with strike(LATER + timedelta(seconds=1)):
        after = visitor.get(path).content.decode()
    assert "In time for spring" in after
    assert "For all in spring" in after
    assert ProductPage.objects.get().live
    assert ProductLayout.objects.get().live


def test_a_sections_window_opens_and_closes_on_a_kept_page_without_any_clock(
    shop: Shopfront, visitor: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = landing(shop, django_capture_on_commit_callbacks)
    opens, closes = NOON + timedelta(minutes=2), NOON + timedelta(minutes=4)
    with django_capture_on_commit_callbacks(execute=True):
        page.body = [
            ("quote", {"quote": "Two minutes only", "opens_at": opens, "closes_at": closes}),
            ("quote", {"quote": "Always"}),
        ]
        page.save_revision().publish()

    for moment, there in (
        (NOON, False),
        (opens - timedelta(seconds=1), False),
        (opens, True),
        (closes - timedelta(seconds=1), True),
        (closes, False),
    ):
        with time_machine.travel(moment, tick=False):
            assert ("Two minutes only" in kept(visitor, "/sale/")) is there, moment
