"""What is offered while somebody types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wagtail.search.backends import get_search_backend

from shop.catalogue.models import Product
from shop.catalogue.selectors import CategoryNode, ProductCard, category_tree, product_cards
from shop.core import page_cache
from shop.core.page_cache import sources
from shop.search.selectors.corrections import corrected
from shop.search.selectors.editors import alternatives, promoted
from shop.search.selectors.finding import (
    PageHit,
    page_hits,
    promoted_pages,
    promoted_product_ids,
    said,
    searches_database,
    sold,
    titled,
)
from shop.search.words import cleaned, words_of

SHORTEST = 2
MOST_PRODUCTS = 6
MOST_CATEGORIES = 4
MOST_PAGES = 3
MOST_ALTERNATIVES = 2
# Where nothing was found.
MOST_WAYS_ON = 6
# Of so many the closest are shown.
LOOKED_AT = 24


@dataclass(frozen=True)
class Suggestions:
    """What components/search_suggestions.html takes.

    `instead` are corrected words that were searched because nothing has those that were asked.
    Where nothing was found at all, `categories` are the main ones, as ways on.
    """

    query: str
    products: tuple[ProductCard, ...] = ()
    categories: tuple[CategoryNode, ...] = ()
    pages: tuple[PageHit, ...] = ()
    instead: str = ""
    found: bool = True

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.products) + len(self.categories) + len(self.pages)


def suggestions(query: str, *, strategy: Any) -> Suggestions:
    """Products, categories and pages for a query that is being typed: its last word may go on.

    At most twelve queries, sixteen where words had to be corrected, and three more for each of two
    synonyms; none for less than two characters. Promoted results come first.
    Prices by the strategy, as on a product's card.
    """
    page_cache.made_from(sources.SEARCH, sources.PAGES, sources.CATEGORIES)
    query = cleaned(query)
    words = words_of(query)
    if len("".join(words)) < SHORTEST:
        return Suggestions(query=query, found=False)
    products, categories, pages = _look(words)
    for other in alternatives(words)[:MOST_ALTERNATIVES]:
        more, more_categories, more_pages = _look(other)
        products = _filled(products, more)
        categories = tuple(dict.fromkeys((*categories, *more_categories)))[:MOST_CATEGORIES]
        pages = tuple(dict.fromkeys((*pages, *more_pages)))[:MOST_PAGES]
    instead = ""
    if not products and not categories and not pages and searches_database():
        other = corrected(words, unfinished=True)
        if other != words:
            products, categories, pages = _look(other)
            instead = said(words, other)
    first = promoted(query)
    pages = tuple(dict.fromkeys((*promoted_pages(first), *pages)))[:MOST_PAGES]
    ids = [*promoted_product_ids(first), *(item.pk for item in products)]
    found = bool(ids or categories or pages)
    return Suggestions(
        query=query,
        products=tuple(product_cards(list(dict.fromkeys(ids))[:MOST_PRODUCTS], strategy=strategy)),
        categories=categories if found else category_tree()[:MOST_WAYS_ON],
        pages=pages,
        instead=instead if found else "",
        found=found,
    )


def _filled(products: list[Product], more: list[Product]) -> list[Product]:
    known = {product.pk for product in products}
    return [*products, *(item for item in more if item.pk not in known)][:MOST_PRODUCTS]


def _look(
    words: tuple[str, ...],
) -> tuple[list[Product], tuple[CategoryNode, ...], tuple[PageHit, ...]]:
    """By titles, then filled up with what has the whole words anywhere."""
    products = sold().only("pk", "title")
    found = titled(words, products, limit=LOOKED_AT)[:MOST_PRODUCTS]
    if len(found) < MOST_PRODUCTS:
        more = get_search_backend().search(" ".join(words), products, operator="and")
        found = _filled(found, list(more[:MOST_PRODUCTS]))
    return found, _categories(words), page_hits(words, limit=MOST_PAGES, unfinished=True)


def _categories(words: tuple[str, ...]) -> tuple[CategoryNode, ...]:
    """Those whose names have a word that begins with each of the words. No query when warm."""
    asked = [word.casefold() for word in words]
    found = [
        node
        for node in _all(category_tree())
        if all(
            any(part.startswith(word) for part in map(str.casefold, words_of(node.title)))
            for word in asked
        )
    ]
    return tuple(found[:MOST_CATEGORIES])


def _all(nodes: Iterable[CategoryNode]) -> Iterable[CategoryNode]:
    for node in nodes:
        yield node
        yield from _all(node.children)
