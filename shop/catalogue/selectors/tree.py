"""The categories of the menus, kept in the cache."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

from shop.catalogue.models import Category

LEVELS = 2
TREE_KEY = "catalogue:tree:1"
# It is forgotten on every change (shop.catalogue.signal_handlers). The time is for a reader that
# put back what it had read just before the change.
TREE_SECONDS = 300


@dataclass(frozen=True)
class CategoryNode:
    """A category in a menu."""

    id: int
    title: str
    url: str
    children: tuple[CategoryNode, ...] = ()


def category_tree() -> tuple[CategoryNode, ...]:
    """The public categories of the first two levels, but those excluded from menus.

    No query while the cache is warm, two otherwise.
    """
    tree = cache.get(TREE_KEY)
    if tree is None:
        tree = _read_tree()
        cache.set(TREE_KEY, tree, TREE_SECONDS)
    return tree


def _read_tree() -> tuple[CategoryNode, ...]:
    shown = Category.objects.for_menu().filter(depth__lte=LEVELS).order_by("path")
    categories = list(shown.only("id", "name", "slug", "full_path", "path", "depth"))
    return tuple(
        CategoryNode(
            id=top.pk,
            title=top.name,
            url=top.get_absolute_url(),
            children=tuple(
                CategoryNode(id=child.pk, title=child.name, url=child.get_absolute_url())
                for child in categories
                if child.depth == 2 and child.path.startswith(top.path)
            ),
        )
        for top in categories
        if top.depth == 1
    )
