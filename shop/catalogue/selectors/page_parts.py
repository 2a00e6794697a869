"""What the pages of products and of categories have in common."""

from __future__ import annotations

from dataclasses import dataclass

from shop.catalogue.models import Category
from shop.core import page_cache


@dataclass(frozen=True)
class Link:
    """A title and where it leads."""

    title: str
    url: str


def way_to(category: Category | None, *, among: bool = False) -> tuple[Link, ...]:
    """The categories from the root down to this one. One query where it is nested.

    `among`: the page also shows what else stands in the branch.
    """
    if category is None:
        return ()
    page_cache.made_from(page_cache.sources.CATEGORIES)
    above = list(category.get_ancestors().order_by("path")) if category.depth > 1 else []
    if among:
        page_cache.made_from(page_cache.sources.shelf((*above, category)[0].pk))
    return tuple(Link(node.name, node.get_absolute_url()) for node in (*above, category))
