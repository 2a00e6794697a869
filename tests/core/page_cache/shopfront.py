"""A small shop with its pages kept, and a look at what a page would be without that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from shop.catalogue.models import Product
from shop.cms_pages.models import ContentPage, HomePage
from shop.core.page_cache import keeping
from tests.factories import (
    countries,
    make_category,
    make_method,
    make_offer,
    make_product,
    make_question,
    make_range,
    make_review,
    make_variants,
)
from tests.factories.pictures import add_picture

HIT, MISS = "shop; hit", "shop; fwd=miss; stored"


@dataclass
class Shopfront:
    """Two products in two categories, an offer, a delivery method, opinions and pages."""

    mug: Any
    bowl: Any
    mugs: Any
    bowls: Any
    method: Any
    offer: Any
    review: Any
    about: Any
    image: Any

    @property
    def paths(self) -> dict[str, str]:
        """Every kind of address that is kept."""
        return {
            "home": "/",
            "about": "/about/",
            "shop": "/shop/",
            "mugs": "/shop/mugs/",
            "bowls": "/shop/bowls/",
            "mug": "/products/stoneware-mug/",
            "bowl": "/products/oak-bowl/",
            "delivery": "/products/oak-bowl/delivery/?country=GB",
            "reviews": "/products/oak-bowl/reviews/",
            "questions": "/products/oak-bowl/questions/",
            "search": "/search/?q=bowl",
            "nothing found": "/search/?q=zzzz",
            "suggestions": "/search/suggest/?q=bow",
            "sitemap": "/sitemap.xml",
            "robots": "/robots.txt",
            "feed": "/feeds/google.xml",
            "api products": "/api/v1/products/",
            "api product": "/api/v1/products/oak-bowl/",
            "api categories": "/api/v1/categories/",
        }


def open_shop() -> Shopfront:
    """Set it up."""
    countries()
    home = HomePage.objects.get()
    home.body = [
        ("product_row", {"heading": "New", "source": "newest", "limit": 4}),
        ("product_row", {"heading": "Reduced", "source": "sale", "limit": 4}),
    ]
    home.save()
    about = ContentPage(title="About", slug="about", introduction="Who we are.")
    home.add_child(instance=about)
    mugs, bowls = make_category("Mugs"), make_category("Bowls")
    mug = make_variants(category=mugs)
    bowl = make_product("Oak Bowl", price="24.00", stock=50, category=bowls)
    add_picture(mug)
    image = add_picture(bowl)
    make_question(bowl)
    now = timezone.now()
    return Shopfront(
        mug=mug,
        bowl=bowl,
        mugs=mugs,
        bowls=bowls,
        method=make_method(),
        offer=make_offer(
            percent="10",
            on=make_range(mug),
            name="Mug week",
            start_datetime=now - timedelta(days=1),
            end_datetime=now + timedelta(days=30),
        ),
        review=make_review(bowl),
        about=about,
        image=getattr(image, "original", image),
    )


def state(client: Client, path: str) -> str:
    """What the cache says of its part in an answer."""
    response: Any = client.get(path)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.headers.get("Cache-Status", "")


def warm(client: Client, path: str) -> None:
    """Have the page kept; a source that is new to the cache may need a second look."""
    for _ in range(3):
        if state(client, path) == HIT:
            return
    raise AssertionError(f"{path} is not kept")


@contextmanager
def without_cache() -> Iterator[None]:
    """Everything is made anew inside, from the database alone, and nothing of it is kept."""
    before = keeping._state.away_until, keeping._state.was_away
    keeping._state.away_until, keeping._state.was_away = float("inf"), True
    try:
        yield
    finally:
        keeping._state.away_until, keeping._state.was_away = before


def body(client: Client, path: str) -> bytes:
    """The whole answer."""
    response: Any = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return b"".join(response.streaming_content) if response.streaming else response.content


def bowl() -> Product:
    """The bowl as it is stored by now."""
    return Product.objects.get(slug="oak-bowl")
