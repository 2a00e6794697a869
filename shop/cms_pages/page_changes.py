"""What a change of a page, a setting or a site makes of the pages that are kept."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from shop.core import page_cache
from shop.core.page_cache import sources

#: What other pages show of a page: in menus, crumbs, links and search results.
SHAPE = (
    *("title", "slug", "url_path", "path", "depth", "live", "show_in_menus", "search_description"),
    "content_type_id",
)
#: What editors write meanwhile; nobody sees it before it is published.
DRAFT = frozenset(
    [
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "live_revision",
        "latest_revision_created_at",
        "go_live_at",
        "expire_at",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
        "approved_schedule",
        "comments",
    ]
)


def note_shape(page: Page) -> None:
    """Keep, before it is saved, what others show of it. One query for a page that is there."""
    known = Page.objects.filter(pk=page.pk).values(*SHAPE).first() if page.pk else None
    page._shape_before = known


def page_saved(page: Page, *, fields: Any = None) -> None:
    """Forget what was made from the page, and if others show it otherwise now, from all pages."""
    if fields is not None and {name.removesuffix("_id") for name in fields} <= DRAFT:
        return
    before = page.__dict__.pop("_shape_before", None)
    page_cache.forget(sources.page(page.pk), sources.PUBLISHED)
    if before != {name: getattr(page, name) for name in SHAPE}:
        page_cache.forget(sources.PAGES)


def pages_moved(*pages: Any) -> None:
    """Pages were deleted or stand elsewhere, or who may read them changed."""
    named = (sources.page(page.pk) for page in pages)
    page_cache.forget(*named, sources.PAGES, sources.PUBLISHED, sources.SEARCH)


def setting_changed(instance: Any) -> None:
    """Settings, or a site. Sites are part of every page's address."""
    page_cache.forget(sources.setting(type(instance).__name__))
