"""How editors search the catalogue: the same in its listings and in its choosers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

MOST_WORDS = 8


def matching(things: QuerySet, text: str, *, fields: Iterable[str]) -> QuerySet:
    """Those of which every word occurs in one of the fields; parts of words count."""
    fields = list(fields)
    for word in text.split()[:MOST_WORDS]:
        condition = Q()
        for field in fields:
            condition |= Q(**{f"{field}__icontains": word})
        things = things.filter(condition)
    return things


def matching_products(products: QuerySet, text: str) -> QuerySet:
    """By title, tagline, UPC, or the article number of the product or of a variant."""
    found = matching(
        products,
        text,
        fields=(
            "title",
            "tagline",
            "upc",
            "stockrecords__partner_sku",
            "children__stockrecords__partner_sku",
        ),
    )
    # A product has several stock records, and must come once.
    return found.distinct() if text.split() else found


def matching_categories(categories: QuerySet, text: str) -> QuerySet:
    """By name or any part of the address."""
    return matching(categories, text, fields=("name", "full_path"))
