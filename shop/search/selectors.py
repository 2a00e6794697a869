"""What the search finds, as plain data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from shop.catalogue.models import Product
from shop.catalogue.selectors import product_cards

PER_PAGE = 24
# Nobody pages further; it bounds what a common word may cost.
MOST_PRODUCTS = 240
MOST_PAGES = 6
LONGEST_QUERY = 200
MOST_WORDS = 12
WORD = re.compile(r"\w+")
# The home page shows a little of everything, so it answers nothing.
HOME_DEPTH = 2


@dataclass(frozen=True)
class PageHit:
    """An editor's page that was found."""

    title: str
    url: str
    text: str


@dataclass(frozen=True)
class SearchResults:
    """`products.object_list` holds ProductCards; `count` is the number of products."""

    query: str
    products: PaginatorPage
    count: int
    pages: tuple[PageHit, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all to show."""
        return not self.count and not self.pages


def search_results(query: str, *, strategy: Any, page: Any = 1) -> SearchResults:
    """Products and pages that have all words of `query`; a title's last word may be unfinished.

    Raises django.core.paginator.InvalidPage where there is no such page. Nothing is asked for an
    empty query; at most sixteen queries otherwise, whatever is found.
    """
    query = " ".join(query.replace("\x00", "").split())[:LONGEST_QUERY]
    ids = _product_ids(query) if query else []
    shown = Paginator(ids, PER_PAGE).page(page)
    shown.object_list = product_cards(shown.object_list, strategy=strategy)  # type: ignore[assignment]
    pages = tuple(_pages(query)) if query and shown.number == 1 else ()
    return SearchResults(query=query, products=shown, count=len(ids), pages=pages)


def _product_ids(query: str) -> list[int]:
    """Titles first, their last word perhaps unfinished; then what has the words anywhere."""
    words = _words(query)
    if not words:
        return []
    backend = get_search_backend()
    sold = Product.objects.filter(is_public=True).exclude(structure=Product.CHILD)
    by_title = backend.autocomplete(words, sold, operator="and")[:MOST_PRODUCTS]
    anywhere = backend.search(words, sold, operator="and")[:MOST_PRODUCTS]
    ids = [product.pk for found in (by_title, anywhere) for product in found]
    return list(dict.fromkeys(ids))[:MOST_PRODUCTS]


def _pages(query: str) -> list[PageHit]:
    words = _words(query)
    if not words:
        return []
    found = get_search_backend().search(words, Page.objects.live().public(), operator="and")
    return [
        PageHit(title=page.title, url=url, text=page.search_description)
        for page in found[:MOST_PAGES]
        if page.depth > HOME_DEPTH and (url := page.get_url())
    ]


def _words(query: str) -> str:
    """The words alone: SQLite's full text search takes a stray quotation mark for syntax."""
    return " ".join(WORD.findall(query)[:MOST_WORDS])
