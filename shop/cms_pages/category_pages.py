"""A category's page: its products with what editors put above, between and below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.html import strip_tags

from shop.catalogue.models import Category
from shop.cms_pages.arrangements import arrangements
from shop.cms_pages.listings import listing_context
from shop.cms_pages.models import CategoryPage
from shop.cms_pages.page_data import as_script, trail_data
from shop.cms_pages.sections import SectionData, ShownSection, let_frames_in, personal_url
from shop.core import page_cache
from shop.partner.posing import posed
from shop.search.listings import asked
from shop.search.listings.selectors import Listing, category_listing


@dataclass(frozen=True)
class Promotion:
    """A section in the grid, after so many products."""

    after: int
    section: Any


def live_page(category_id: int) -> CategoryPage | None:
    """The published page of the category. No query where there is none and the cache is warm."""
    pk = arrangements().category_pages.get(category_id)
    if pk:
        page_cache.made_from(page_cache.sources.page(pk))
    found = CategoryPage.objects.filter(pk=pk, live=True) if pk else None
    return found.first() if found is not None else None


def render_category(
    request: HttpRequest, listing: Listing, *, page: CategoryPage | None = None
) -> HttpResponse:
    """The listing, and on its first page, while nothing is chosen, the page's sections."""
    context = listing_context(listing)
    context["introduction"] = strip_tags(listing.description)
    if page is not None:
        context |= _page_context(request, listing, page, context)
    answer = render(request, "pages/category.html", context)
    sections = context.get("section_data")
    return let_frames_in(answer, sections.frame_hosts if sections else ())


def _page_context(
    request: HttpRequest, listing: Listing, page: CategoryPage, context: dict[str, Any]
) -> dict[str, Any]:
    told: dict[str, Any] = page.head(context)
    if page.introduction:
        told["introduction"] = page.introduction
    if listing.chips or listing.page.number > 1:
        return told  # somebody is looking for something: the products alone
    data = SectionData.for_stream(streams_of(page), request=request)
    shown = {id(section.child): section for section in data.shown}
    number = len(listing.page.object_list)

    def part(stream: Any) -> list[ShownSection]:
        return [shown[id(child)] for child in stream if id(child) in shown]

    told |= {
        "section_data": data,
        "hero": next(iter(part(page.hero)), None),
        "above": part(page.above),
        "below": part(page.below),
        "grid_promotions": [
            Promotion(after=min(section.child.value["after"], number), section=section.child)
            for section in part(page.between)
        ],
        "personal_url": personal_url(page, data),
        "structured_data": as_script(trail_data(listing.crumbs), data.faq),
    }
    if data.leading_image and not page.social_picture:
        told["meta_picture"] = data.leading_picture
    return told


def streams_of(page: CategoryPage) -> list[Any]:
    """All sections of the page, from top to bottom."""
    return [*page.hero, *page.above, *page.between, *page.below]


def preview_category(
    request: HttpRequest, category: Category, *, page: CategoryPage, pose: str = ""
) -> HttpResponse:
    """What shoppers would see of the category with this page, also one that is not public yet."""
    strategy = posed(request.strategy, pose)  # type: ignore[attr-defined]
    listing = category_listing(
        category.full_path, strategy=strategy, asked=asked.read(QueryDict()), hidden=True
    )
    return render_category(request, listing, page=page)
