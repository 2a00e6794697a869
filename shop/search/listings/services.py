"""Keeps the tables of the listings current: called on every write, and to make them anew."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Q, QuerySet

from shop.catalogue.models import Category, Product
from shop.core import jobs
from shop.core.oscar import ProductAttributeValue
from shop.search.listings import index
from shop.search.models import ListedProduct, OfferedProduct

PRODUCT, PLACEMENTS, VALUES, OFFERED = "product", "placements", "values", "offered"
ALL = frozenset({PRODUCT, PLACEMENTS, VALUES, OFFERED})
BATCH = 1000
#: More than these are left to the worker: whoever saves a category does not wait for its products.
AT_ONCE = 500

_WRITERS: dict[str, Callable[[Collection[int]], int]] = {
    PRODUCT: index.write_products,
    PLACEMENTS: index.write_placements,
    VALUES: index.write_values,
    OFFERED: index.write_offered,
}
_later = threading.local()


def refresh_products(*, product_ids: Iterable[int], parts: Collection[str] = ALL) -> int:
    """Bring what the listings know of these products up to date, of variants their parents.

    In the transaction of who changed them, so both stand or neither does; locks their rows. Returns
    how many rows were wrong. `parts` are the tables to look at. At most thirty queries for each
    thousand products, and a few for every range that an offer reduces.
    """
    ids = set(product_ids)
    waiting: dict[str, set[int]] | None = getattr(_later, "parts", None)
    if waiting is not None:
        for part in parts:
            waiting.setdefault(part, set()).update(ids)
        return 0
    ordered = sorted(ids)
    return sum(
        _refresh(ordered[start : start + BATCH], parts) for start in range(0, len(ordered), BATCH)
    )


def _refresh(product_ids: Collection[int], parts: Collection[str]) -> int:
    with transaction.atomic():
        listed, others = index.listed_ids(product_ids)
        wrong = index.remove(others)
        if not listed:
            return wrong
        known = set(ListedProduct.objects.filter(pk__in=listed).values_list("pk", flat=True))
        # One that comes back, or is new, needs every part.
        for ids, wanted in ((listed - known, ALL), (listed & known, parts)):
            if ids:
                wrong += sum(_WRITERS[part](ids) for part in sorted(wanted))
        return wrong


@contextmanager
def refreshing_later() -> Iterator[None]:
    """Within it changes are collected, and each product is refreshed once at its end.

    For who writes many products one by one. Nothing is refreshed where it ends in an error.
    """
    if getattr(_later, "parts", None) is not None:
        yield
        return
    waiting = _later.parts = {}
    try:
        yield
    finally:
        _later.parts = None
    for part, ids in waiting.items():
        refresh_products(product_ids=ids, parts={part})


# What many products have in common, by what may change: which of them, and what is read of them.
_SHARED: dict[str, tuple[Callable[[int], QuerySet[Product]], frozenset[str]]] = {
    "category": (
        lambda pk: Product.objects.filter(categories__path__startswith=_path_of(pk)),
        frozenset({PLACEMENTS, OFFERED}),
    ),
    "product_class": (
        lambda pk: Product.objects.filter(product_class=pk),
        frozenset({PRODUCT, OFFERED}),
    ),
    "attribute": (
        lambda pk: _having(Q(attribute=pk)),
        frozenset({VALUES}),
    ),
    "option": (
        lambda pk: _having(Q(value_option=pk) | Q(value_multi_option=pk)),
        frozenset({VALUES}),
    ),
}


def shared_changed(*, kind: str, pk: int) -> None:
    """A category, product class, attribute or attribute option changed: so do its products.

    At once where they are few, by the worker where they are many.
    """
    products, _parts = _SHARED[kind]
    few = list(products(pk).order_by().values_list("pk", flat=True)[: AT_ONCE + 1])
    if len(few) <= AT_ONCE:
        refresh_shared(kind=kind, pk=pk)
    else:
        jobs.enqueue("shop.tasks.listings.refresh_shared", kind, pk)


def refresh_shared(*, kind: str, pk: int) -> int:
    """Refresh the products that have this category, class, attribute or option; returns rows."""
    products, parts = _SHARED[kind]
    ids = products(pk).order_by().values_list("pk", flat=True).distinct()
    return refresh_products(product_ids=ids, parts=parts)


def products_with_option(*, option_id: int) -> list[int]:
    """The products and variants that have this attribute option."""
    products, _parts = _SHARED["option"]
    return list(products(option_id).values_list("pk", flat=True))


def availability_changed(*, product_id: int) -> None:
    """The last unit was reserved, or came back: the worker notes it, orders do not wait for it."""
    jobs.enqueue("shop.tasks.listings.refresh_stock", [product_id])


def ranges_changed() -> int:
    """An offer or a range changed: find anew what is on offer. Some queries for every range."""
    marking = {marked.pk for marked in index.marking_ranges()}
    there = set(OfferedProduct.objects.order_by().values_list("range_id", flat=True).distinct())
    with transaction.atomic():
        return sum(index.write_range(pk) for pk in sorted(marking | there))


def count_sales() -> int:
    """Bring the order of the best-selling up to date; returns how many products changed."""
    return index.write_sales()


def rebuild(*, progress: Callable[[int, int], None] | None = None) -> int:
    """Make everything anew, in batches that are each one transaction; returns how many were wrong.

    Writes only what is wrong, so the shop stays open. `progress` is told how many are done of all.
    """
    ids = list(
        Product.objects.exclude(structure=Product.CHILD).order_by("pk").values_list("pk", flat=True)
    )
    wrong = 0
    for start in range(0, len(ids), BATCH):
        wrong += refresh_products(
            product_ids=ids[start : start + BATCH], parts=(PRODUCT, PLACEMENTS, VALUES)
        )
        if progress:
            progress(min(start + BATCH, len(ids)), len(ids))
    wrong += ranges_changed() + count_sales()
    forget_unused()
    return wrong


def rebuild_if_empty() -> int:
    """Make everything where nothing is listed though there are products; returns how many rows."""
    if ListedProduct.objects.exists() or not Product.objects.browsable().exists():
        return 0
    return rebuild()


def forget_unused() -> int:
    """Remove the values that no product has any more; returns how many. They do no harm."""
    return index.forget_unused_values()


def _path_of(category_id: int) -> str:
    # A category that is gone has a path that no other one begins with.
    return Category.objects.filter(pk=category_id).values_list("path", flat=True).first() or "\0"


def _having(values: Q) -> QuerySet[Product]:
    owners = ProductAttributeValue.objects.filter(values).order_by().values("product")
    return Product.objects.filter(pk__in=owners)
