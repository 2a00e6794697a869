"""The categories of the menus, kept in the cache."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.html import strip_tags
from django.utils.text import Truncator

from shop.catalogue.models import Category
from shop.media.selectors import Picture, picture

LEVELS = 3
TREE_KEY = "catalogue:tree:2"
# It is forgotten on every change (shop.catalogue.signal_handlers). The time is for a reader that
# put back what it had read just before the change, and for pictures whose copies came later.
TREE_SECONDS = 300
LONGEST_TEXT = 120


@dataclass(frozen=True)
class CategoryNode:
    """A category in a menu. Only those of the first level have a text and perhaps a picture."""

    id: int
    title: str
    url: str
    children: tuple[CategoryNode, ...] = ()
    text: str = ""
    picture: Picture | None = None


def category_tree() -> tuple[CategoryNode, ...]:
    """The public categories of the first three levels, but those excluded from menus.

    No query while the cache is warm, four otherwise.
    """
    tree = cache.get(TREE_KEY)
    if tree is None:
        tree = _read_tree()
        cache.set(TREE_KEY, tree, TREE_SECONDS)
    return tree


def _read_tree() -> tuple[CategoryNode, ...]:
    shown = Category.objects.for_menu().filter(depth__lte=LEVELS).order_by("path")
    below: dict[str, list[Category]] = {}
    for category in shown.prefetch_related("image__renditions"):
        below.setdefault(category.path[: -Category.steplen], []).append(category)
    return _nodes("", below)


def _nodes(path: str, below: dict[str, list[Category]]) -> tuple[CategoryNode, ...]:
    return tuple(_node(category, below) for category in below.get(path, ()))


def _node(category: Category, below: dict[str, list[Category]]) -> CategoryNode:
    top = category.depth == 1
    return CategoryNode(
        id=category.pk,
        title=category.name,
        url=category.get_absolute_url(),
        children=_nodes(category.path, below),
        text=Truncator(strip_tags(category.description or "").strip()).chars(LONGEST_TEXT)
        if top
        else "",
        picture=picture(category.image) if top and category.image else None,
    )
