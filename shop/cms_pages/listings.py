"""What a listing's template takes, for the views and for the index page's preview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse

from shop.catalogue.selectors import Link
from shop.cms_pages.page_data import as_script, trail_data, trail_from_home
from shop.core.addresses import absolute_url
from shop.media.selectors import picture
from shop.search.listings import asked
from shop.search.listings.selectors import Listing, shop_listing

if TYPE_CHECKING:
    from shop.cms_pages.models import ShopIndexPage


def shop_context(request: HttpRequest, *, page: ShopIndexPage | None) -> dict[str, Any]:
    """What `/shop/` shows, with the words of its index page. Raises InvalidPage."""
    listing = shop_listing(
        strategy=request.strategy,  # type: ignore[attr-defined]
        asked=asked.read(request.GET),
        title=page.title if page else "",
        description=page.introduction if page else "",
    )
    context = listing_context(listing)
    here = Link(listing.title, reverse("catalogue:index"))
    context["structured_data"] = as_script(trail_from_home([here]))
    if page:
        context["page_title"] = page.seo_title or page.title
        context["meta_description"] = page.search_description or listing.meta_description
        context["hidden_from_search"] = page.hidden_from_search
        if page.social_picture:
            context["meta_picture"] = picture(page.social_picture)
    return context


def listing_context(listing: Listing) -> dict[str, Any]:
    """The listing, and for the head: title, description, addresses of this and the next page."""
    cards = listing.page.object_list
    return {
        "listing": listing,
        "page_title": listing.meta_title,
        "meta_description": listing.meta_description,
        "meta_picture": next((card.picture for card in cards if card.picture), None),
        "canonical_url": absolute_url(listing.canonical_url),
        "previous_url": listing.previous_url,
        "next_url": listing.next_url,
        "structured_data": as_script(trail_data(listing.crumbs)),
    }
