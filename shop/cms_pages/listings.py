"""What a listing's template takes, for the views and for the index page's preview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest

from shop.catalogue.selectors import Listing, shop_detail
from shop.core.addresses import absolute_url

if TYPE_CHECKING:
    from shop.cms_pages.models import ShopIndexPage

FEATURED = "featured"


def shop_context(request: HttpRequest, *, page: ShopIndexPage | None) -> dict[str, Any]:
    """What `/shop/` shows, with the words of its index page. Raises InvalidPage."""
    listing = shop_detail(
        strategy=request.strategy,  # type: ignore[attr-defined]
        title=page.title if page else "",
        description=page.introduction if page else "",
        **asked(request),
    )
    context = listing_context(listing)
    if page:
        context["page_title"] = page.seo_title or page.title
        context["meta_description"] = page.search_description or listing.meta_description
    return context


def asked(request: HttpRequest) -> dict[str, Any]:
    """The page and the order that the query string asks for."""
    return {"page": request.GET.get("page") or 1, "sort": request.GET.get("sort") or FEATURED}


def listing_context(listing: Listing) -> dict[str, Any]:
    """The listing, and for the head: title, description, addresses of this and the next page."""
    kept = {} if listing.sort == FEATURED else {"sort": listing.sort}
    page = listing.page
    number = page.number
    return {
        "listing": listing,
        "query": urlencode(kept),
        "page_title": listing.meta_title,
        "meta_description": listing.meta_description,
        # Sorting shows the same things, so every order has the same canonical address.
        "canonical_url": absolute_url(_page_url(listing.url, number)),
        "previous_url": _page_url(listing.url, number - 1, kept) if page.has_previous() else "",
        "next_url": _page_url(listing.url, number + 1, kept) if page.has_next() else "",
    }


def _page_url(url: str, number: int, kept: dict[str, str] | None = None) -> str:
    query = {**(kept or {}), **({"page": number} if number > 1 else {})}
    return f"{url}?{urlencode(query)}" if query else url
