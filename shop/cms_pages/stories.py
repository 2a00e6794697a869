"""The journal's stories as plain data for lists of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from shop.core import page_cache
from shop.media.models import Image
from shop.media.selectors import Picture, picture


@dataclass(frozen=True)
class Story:
    """A story in a list."""

    title: str
    url: str
    introduction: str
    picture: Picture | None
    published: date


def newest_stories() -> Any:
    """The published stories that everybody may read, the newest first."""
    from shop.cms_pages.models import ArticlePage

    stories = ArticlePage.objects.live().public().select_related("picture")
    return stories.defer("body").order_by("-published_on", "-pk")


def story(page: Any) -> Story:
    """A story's card. No query where its picture's renditions are prefetched."""
    page_cache.made_from(page_cache.sources.page(page.pk))
    image: Image | None = page.picture
    return Story(
        title=page.title,
        url=page.get_url() or "",
        introduction=page.introduction,
        picture=picture(image) if image else None,
        published=page.published_on,
    )
