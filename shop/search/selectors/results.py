"""The search page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import EmptyPage
from django.urls import reverse
from django.utils.translation import gettext as _

from shop.catalogue.selectors import CategoryNode, ProductCard, category_tree, product_cards
from shop.core import page_cache
from shop.core.page_cache import sources
from shop.search.listings.asked import Asked
from shop.search.listings.selectors import Listing, found_listing
from shop.search.models import ListedProduct
from shop.search.selectors.finding import Found, PageHit, find

MOST_POPULAR = 4


@dataclass(frozen=True)
class SearchResults:
    """What was found; `listing` holds the products and what they can be narrowed by, if any.

    Ways on, where nothing was found or nothing asked: `categories`, and `popular` products.
    """

    found: Found
    listing: Listing | None
    pages: tuple[PageHit, ...]
    categories: tuple[CategoryNode, ...] = ()
    popular: tuple[ProductCard, ...] = ()

    @property
    def query(self) -> str:
        """What was asked, made fit for a page."""
        return self.found.query

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all to show."""
        return self.found.is_empty


def search_results(query: str, *, strategy: Any, asked: Asked) -> SearchResults:
    """Products and pages that have all words of `query`, misspelt ones corrected.

    Products are listed under the choices of `asked`. Raises django.core.paginator.InvalidPage for a
    page past the end. At most nineteen queries without choices, and nine for an empty query.
    """
    found = find(query)
    listing = None
    if found.product_ids:
        listing = found_listing(
            found.product_ids,
            url=reverse("search:search"),
            words=found.query,
            strategy=strategy,
            asked=asked,
        )
    elif asked.page > 1:
        raise EmptyPage(_("That page contains no results"))
    return SearchResults(
        found=found,
        listing=listing,
        pages=found.pages if asked.page == 1 and not asked.is_filtered else (),
        categories=category_tree() if found.is_empty else (),
        popular=popular_cards(strategy=strategy) if found.is_empty else (),
    )


def popular_cards(*, strategy: Any) -> tuple[ProductCard, ...]:
    """What is sold most, then what the shop puts first. Eight queries."""
    page_cache.made_from(sources.SALES, sources.shelf())
    first = ListedProduct.objects.order_by("-sold", "-priority", "-added_at", "-pk")
    ids = list(first.values_list("pk", flat=True)[:MOST_POPULAR])
    return tuple(product_cards(ids, strategy=strategy))
