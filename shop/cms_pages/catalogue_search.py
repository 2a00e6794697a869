"""How editors search the catalogue: the same in its listings and in its choosers."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from oscar.core.loading import get_model

MOST_WORDS = 8

StockRecord = get_model("partner", "StockRecord")


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
    for word in text.split()[:MOST_WORDS]:
        # Looked up apart: joined, each stock record would multiply what is searched.
        numbered = StockRecord.objects.filter(partner_sku__icontains=word)
        products = products.filter(
            Q(title__icontains=word)
            | Q(tagline__icontains=word)
            | Q(upc__icontains=word)
            | Q(pk__in=numbered.values(whole=Coalesce("product__parent", "product")))
        )
    return products


def matching_categories(categories: QuerySet, text: str) -> QuerySet:
    """By name or any part of the address."""
    return matching(categories, text, fields=("name", "full_path"))
