"""Keeps the index true where Wagtail cannot see that a product reads differently.

Wagtail indexes a product when it is saved. What it does not see: its variants, categories,
attribute values and codes, which are rows of their own.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.search.backends import get_search_backends_with_name

from shop.catalogue.models import Category, Product
from shop.core import jobs, page_cache
from shop.search.selectors.editors import SOURCE as EDITORS

logger = logging.getLogger(__name__)

BATCH = 500

_changed = threading.local()


def product_changed(*, product_id: int) -> None:
    """Index the product, or the parent of this variant, once the transaction is committed.

    However many of its rows change, it is indexed once a transaction.
    """
    waiting: set[int] = _changed.__dict__.setdefault("products", set())
    waiting.add(product_id)
    # The first to run takes them all. Ids left behind by a transaction that was rolled back do no
    # harm: what is indexed is what is stored.
    transaction.on_commit(_index_changed, robust=True)


def category_changed(*, category_id: int) -> None:
    """Have the worker index all products of the branch: the names above them are theirs too."""
    jobs.enqueue("shop.tasks.search.index_category", category_id)


def option_changed(*, option_id: int) -> None:
    """Have the worker index all products that have this attribute option."""
    jobs.enqueue("shop.tasks.search.index_option", option_id)


def editors_said() -> None:
    """Have searches follow the synonyms and promoted results as they are from now on."""
    page_cache.forget(EDITORS)


def index_category(*, category_id: int) -> int:
    """Index the products in the category and below it; returns how many. None where it is gone."""
    path = Category.objects.filter(pk=category_id).values_list("path", flat=True).first()
    if path is None:
        return 0
    return index_products(products=Product.objects.filter(categories__path__startswith=path))


def index_option(*, option_id: int) -> int:
    """Index the products that have the option, themselves or in a variant; returns how many."""
    values = Q(attribute_values__value_option=option_id)
    values |= Q(attribute_values__value_multi_option=option_id)
    return index_products(products=Product.objects.filter(values))


def index_products(*, products: QuerySet[Product] | Iterable[int]) -> int:
    """Index these products (a queryset, or ids), parents in the place of variants.

    Returns how many. Every index of the settings is written to, in batches; a search server that
    is away is logged, not raised.
    """
    ids = _with_parents(products)
    for start in range(0, len(ids), BATCH):
        some = Product.get_indexed_objects().filter(pk__in=ids[start : start + BATCH])
        found = list(some.order_by("pk"))
        for name, backend in get_search_backends_with_name(with_auto_update=True):
            try:
                backend.add_bulk(Product, found)
            except Exception:
                if not backend.catch_indexing_errors:
                    raise
                logger.exception("could not index %d products in %s", len(found), name)
    page_cache.forget(page_cache.sources.SEARCH)
    return len(ids)


def _index_changed() -> None:
    waiting: set[int] = _changed.__dict__.get("products", set())
    ids = sorted(waiting)
    waiting.clear()
    if ids:
        index_products(products=ids)


def _with_parents(products: QuerySet[Product] | Iterable[int]) -> list[int]:
    if isinstance(products, QuerySet):
        chosen = products.order_by()
    else:
        chosen = Product.objects.filter(pk__in=list(products))
    rows = chosen.values_list("pk", "parent_id")
    return sorted({parent or pk for pk, parent in rows})
