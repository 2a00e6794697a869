"""A page of products without the choices beside it: what a program asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator

from shop.catalogue.models import Category
from shop.catalogue.selectors import ProductCard, product_cards
from shop.core import page_cache
from shop.core.page_cache import sources
from shop.search.listings.asked import Asked
from shop.search.listings.counting import Choices
from shop.search.listings.selectors import FEATURED, RELEVANCE, SORTS, ordered_products
from shop.search.models import Placement
from shop.search.selectors.finding import find

LARGEST_PAGE = 100


class UnknownChoice(Exception):
    """A category, or a value to narrow by, that there is not; the message names it."""

    def __init__(self, field: str, value: str) -> None:
        self.field, self.value = field, value
        super().__init__(value)


@dataclass(frozen=True)
class ProductList:
    """A page of cards; `count` products on `pages` pages. `instead`: the words that were searched
    in the place of misspelt ones."""

    cards: tuple[ProductCard, ...]
    count: int
    page: int
    pages: int
    sort: str
    instead: str = ""


def product_list(
    *, strategy: Any, asked: Asked, per_page: int, category: str = "", words: str = ""
) -> ProductList:
    """The products under these choices, of a category (its full path) or found by words.

    Raises UnknownChoice, and django.core.paginator.InvalidPage for a page past the end. Eight
    queries, one more where values are chosen and for a category in which there is nothing; those
    of the search beside.
    """
    page_cache.made_from(sources.listing(), sources.CATEGORIES)
    found = find(words) if words.strip() else None
    choices = Choices(asked, None if found is None else found.product_ids)
    known = {(value.facet.code, value.slug) for value in choices.values}
    for code, slugs in asked.values.items():
        for slug in slugs:
            if (code, slug) not in known:
                raise UnknownChoice("filter", f"{code}:{slug}")
    products = choices.products()
    if category:
        inside = Category.objects.browsable().filter(full_path=category)
        products = products.filter(
            pk__in=Placement.objects.filter(category__in=inside).values("product")
        )
    sort = asked.sort or (FEATURED if found is None else RELEVANCE)
    if sort not in SORTS or (sort == RELEVANCE and found is None):
        raise UnknownChoice("sort", sort)
    ranked: list[int] = []
    if sort == RELEVANCE and found is not None:
        there = set(products.values_list("pk", flat=True))
        ranked = [pk for pk in found.product_ids if pk in there]
        count = len(ranked)
    else:
        count = products.count()
    if category and not count and not inside.exists():
        raise UnknownChoice("category", category)
    page = Paginator(range(count), per_page).page(asked.page)
    start = (page.number - 1) * per_page
    shown: Any = ranked[start : start + per_page]
    if sort != RELEVANCE:
        shown = ordered_products(products, sort=sort, start=start, most=per_page, count=count)
    chosen = [(value.facet.code, value.label) for value in choices.values]
    return ProductList(
        cards=tuple(product_cards(shown, strategy=strategy, showing=chosen)) if count else (),
        count=count,
        page=page.number,
        pages=page.paginator.num_pages,
        sort=sort,
        instead=found.instead if found else "",
    )
