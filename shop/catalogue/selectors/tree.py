"""The categories of the menus, kept in the cache."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.text import Truncator

from shop.catalogue.models import Category
from shop.core import page_cache
from shop.media.selectors import Picture, picture

LEVELS = 3
LEVELS_EVER = 64  # treebeard's path holds no more
LONGEST_TEXT = 120


@dataclass(frozen=True)
class CategoryNode:
    """A category. In menus only those of the first level have a text and perhaps a picture.

    `path` are the slugs from the root down, joined by slashes.
    """

    id: int
    title: str
    url: str
    children: tuple[CategoryNode, ...] = ()
    text: str = ""
    picture: Picture | None = None
    path: str = ""


def category_tree() -> tuple[CategoryNode, ...]:
    """The public categories of the first three levels, but those excluded from menus.

    No query while the cache is warm, four otherwise.
    """
    return page_cache.remember("category tree", _read_tree, page_cache.sources.CATEGORIES)


def whole_tree() -> tuple[CategoryNode, ...]:
    """All public categories, also those that no menu has, each with text and picture.

    Three queries, however many there are.
    """
    page_cache.made_from(page_cache.sources.CATEGORIES)
    shown = Category.objects.browsable().order_by("path")
    below: dict[str, list[Category]] = {}
    for category in shown.prefetch_related("image__renditions"):
        below.setdefault(category.path[: -Category.steplen], []).append(category)
    return _nodes("", below, top=LEVELS_EVER)


def _read_tree() -> tuple[CategoryNode, ...]:
    shown = Category.objects.for_menu().filter(depth__lte=LEVELS).order_by("path")
    below: dict[str, list[Category]] = {}
    for category in shown.prefetch_related("image__renditions"):
        below.setdefault(category.path[: -Category.steplen], []).append(category)
    return _nodes("", below)


def _nodes(
    path: str, below: dict[str, list[Category]], *, top: int = 1
) -> tuple[CategoryNode, ...]:
    return tuple(_node(category, below, top=top) for category in below.get(path, ()))


def _node(category: Category, below: dict[str, list[Category]], *, top: int) -> CategoryNode:
    """A category with those below it; down to the level `top` they have text and picture."""
    told = category.depth <= top
    return CategoryNode(
        id=category.pk,
        title=category.name,
        url=category.get_absolute_url(),
        children=_nodes(category.path, below, top=top),
        text=Truncator(strip_tags(category.description or "").strip()).chars(LONGEST_TEXT)
        if told
        else "",
        picture=picture(category.image) if told and category.image else None,
        path=category.full_path,
    )
