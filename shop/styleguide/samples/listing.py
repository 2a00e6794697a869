"""Listings: what narrows them, their order, their pages."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator

from shop.catalogue.selectors import Link
from shop.search.listings.selectors import Group, Listing, Option, PriceRange
from shop.styleguide.samples.sample import Sample, sample
from shop.styleguide.samples.things import GBP, LONG, card

PRICE = PriceRange("Price", Decimal("4.00"), Decimal("240.00"), GBP, Decimal("10.00"), None)
COLOURS = Group(
    "colour",
    "Colour",
    (
        Option("colour", "oat", "Oat", 12, checked=True, swatch="#d9cdb8"),
        Option("colour", "ink", "Ink", 7, checked=False, swatch="#2f3e55"),
        Option("colour", "moss", "Moss", 0, checked=False, swatch="#6f7f45"),
    ),
    open=True,
)
MATERIAL = Group("material", "Material", (Option("material", "a", LONG, 1, checked=False),), False)
MAKERS = Group(
    "maker",
    "Maker",
    tuple(Option("maker", str(n), f"Workshop {n}", 9 - n, checked=False) for n in range(9)),
    open=True,
)
RATING = Group(
    "rating",
    "Rating",
    (
        Option("rating", "", "Any", 0, checked=True),
        Option("rating", "4", "4 stars and more", 9, checked=False),
    ),
    open=True,
    single=True,
)


def listing(*, page: int = 2, of: int = 5, **changed: Any) -> Listing:
    """The second page of five."""
    values: dict[str, Any] = {
        "url": "#",
        "page": Paginator([card()] * of * 24, 24).page(page),
        "count": of * 24,
        "sort": "featured",
        "sorts": (("featured", "Featured"), ("price", "Price, low to high")),
        "groups": (COLOURS, MATERIAL),
        "price": PRICE,
        "common_groups": (RATING,),
        "chips": (Link("Oat", "#"),),
        "clear_url": "#",
        "kept": (),
        "query": "colour=oat",
    }
    return Listing(**(values | changed))


def samples() -> Iterator[Sample]:
    """In the order of the page."""
    yield sample("facets", listing=listing()).staged()
    yield sample("facet_group", "Several of them, with swatches", group=COLOURS)
    yield sample("facet_group", "Folded", group=MATERIAL)
    yield sample("facet_group", "One of them", group=RATING)
    yield sample("facet_group", "Many, the last ones folded away", group=MAKERS)
    yield sample("facet_price", price=PRICE)
    yield sample("listing_sort", "With choices", listing=listing())
    nothing = listing(groups=(), common_groups=(), price=None)
    yield sample("listing_sort", "Without", listing=nothing)
    yield sample("show_more", "There is more", listing=listing())
    yield sample("show_more", "The last page", listing=listing(page=5))
