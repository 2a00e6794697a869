"""What the narrow tables should hold for some products, and how they get it.

Every part reads what is true, compares it with what stands, and writes the difference: refreshing
what is right already writes nothing, so the whole can be rebuilt while the shop is open. The rules
themselves stay where they are: price and stock are the strategy's.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Model, Sum
from django.db.models.functions import Coalesce
from django.utils.text import slugify
from django.utils.translation import gettext as _
from oscar.core.loading import get_class, get_model

from shop.catalogue.models import Category, Product, ProductAttribute
from shop.catalogue.selectors.batch import ProductBatch
from shop.catalogue.selectors.cards import purchase_info
from shop.core import oscar, page_cache
from shop.core.page_cache import sources
from shop.search.models import (
    Facet,
    FacetValue,
    ListedProduct,
    OfferedProduct,
    Placement,
    ProductFacet,
)

#: Texts longer than this are descriptions, which nobody chooses by.
LONGEST_TEXT = 60
COPIED = ("price", "is_available", "rating", "reduced_at", "priority", "added_at")

Pair = tuple[int, int]


def listed_ids(product_ids: Collection[int]) -> tuple[set[int], set[int]]:
    """These products or, of variants, their parents: those to list, and those not to. Locks.

    Who refreshes the same product waits here for the other, and then reads what that one wrote.
    """
    ids = set(product_ids)
    parents = Product.objects.filter(pk__in=ids, structure=Product.CHILD)
    ids |= set(parents.order_by().values_list("parent_id", flat=True))
    list(ListedProduct.objects.select_for_update().filter(pk__in=ids).order_by("pk").values("pk"))
    shown = Product.objects.browsable().filter(pk__in=ids).order_by()
    listed = set(shown.values_list("pk", flat=True))
    return listed, ids - listed


def remove(product_ids: Collection[int]) -> int:
    """Take products out of every table; returns how many were listed."""
    if not product_ids:
        return 0
    _tell(product_ids, shelves=True)
    for model in (Placement, ProductFacet, OfferedProduct):
        model.objects.filter(product__in=product_ids).delete()
    return ListedProduct.objects.filter(pk__in=product_ids).delete()[0]


def write_products(product_ids: Collection[int]) -> int:
    """Price, availability, rating and what else lists are sorted by; returns how many changed."""
    products = Product.objects.filter(pk__in=product_ids).select_related("product_class")
    batch = ProductBatch(products.defer("description", "meta_description"), pictures=False)
    strategy = get_class("partner.strategy", "Selector")().strategy()
    known = ListedProduct.objects.in_bulk(list(product_ids))
    changed = [
        row
        for product in batch.products
        if not _same(row := _row(product, strategy), known.get(product.pk))
    ]
    ListedProduct.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["product"], update_fields=COPIED
    )
    stands = {pk: (row.priority, row.added_at) for pk, row in known.items()}
    moved = [row.pk for row in changed if stands.get(row.pk) != (row.priority, row.added_at)]
    _tell([row.pk for row in changed])
    _tell(moved, shelves=True)
    return len(changed)


def _tell(product_ids: Collection[int], *, shelves: bool = False) -> None:
    """Forget the lists that these products stand in. One query."""
    if not product_ids:
        return
    rows = Placement.objects.filter(product__in=product_ids).order_by()
    _tell_of(set(rows.values_list("category_id", flat=True).distinct()), shelves=shelves)


def _tell_of(category_ids: Collection[int], *, shelves: bool = False) -> None:
    for kind in (sources.listing, sources.shelf) if shelves else (sources.listing,):
        page_cache.forget(kind(), *map(kind, category_ids))


def _row(product: Product, strategy: Any) -> ListedProduct:
    info = purchase_info(product, strategy=strategy)
    price = info.price if info.price.exists else None
    return ListedProduct(
        product=product,
        price=price.incl_tax if price else None,
        is_available=bool(info.availability.is_available_to_buy),
        rating=product.rating,
        reduced_at=getattr(price, "reduced_at", None),
        priority=product.priority,
        added_at=product.date_created,
    )


def _same(row: ListedProduct, known: ListedProduct | None) -> bool:
    return known is not None and all(getattr(row, n) == getattr(known, n) for n in COPIED)


def write_sales(product_ids: Collection[int] | None = None) -> int:
    """How many units were sold, as Oscar's analytics count orders; returns how many changed."""
    records = get_model("analytics", "ProductRecord").objects.filter(num_purchases__gt=0)
    listed = ListedProduct.objects.only("pk", "sold")
    if product_ids is not None:
        listed = listed.filter(pk__in=product_ids)
    sums = dict(
        records.annotate(top=Coalesce("product__parent_id", "product_id"))
        .values_list("top")
        .annotate(Sum("num_purchases"))
    )
    changed = []
    # Only those that sold or once did: most of a catalogue has nothing to say.
    for row in (listed.filter(sold__gt=0) | listed.filter(pk__in=sums)).order_by("pk"):
        if row.sold != sums.get(row.pk, 0):
            row.sold = sums.get(row.pk, 0)
            changed.append(row)
    ListedProduct.objects.bulk_update(changed, ["sold"], batch_size=1000)
    if changed:
        page_cache.forget(sources.SALES)
    return len(changed)


def write_placements(product_ids: Collection[int]) -> int:
    """In which categories the products stand, those above included."""
    rows = oscar.ProductCategory.objects.filter(
        product__in=product_ids,
        category__is_public=True,
        category__ancestors_are_public=True,
    ).values_list("product_id", "category__path")
    wanted_paths: dict[str, list[int]] = defaultdict(list)
    step = Category.steplen
    for product_id, path in rows:
        for end in range(step, len(path) + 1, step):
            wanted_paths[path[:end]].append(product_id)
    categories = Category.objects.filter(path__in=wanted_paths).values_list("path", "pk")
    wanted = {(product_id, pk) for path, pk in categories for product_id in wanted_paths[path]}
    return _write(Placement, "category_id", product_ids, wanted)


def write_values(product_ids: Collection[int]) -> int:
    """Which values the products and their public variants have."""
    found: dict[Pair, FacetValue] = {}
    facets: dict[str, str] = {}
    wanted: set[tuple[int, str, str]] = set()
    for product_id, code, name, value in _values(product_ids):
        facets.setdefault(code, name)
        wanted.add((product_id, code, value.slug))
        found.setdefault((code, value.slug), value)  # type: ignore[arg-type]
    pks = _value_ids(facets, found)
    pairs = {(product_id, pks[code, slug]) for product_id, code, slug in wanted}
    return _write(ProductFacet, "value_id", product_ids, pairs)


def _values(product_ids: Collection[int]) -> Iterable[tuple[int, str, str, FacetValue]]:
    """Product, the facet's code and name, and the value. Two queries, three with multi-options."""
    rows = oscar.ProductAttributeValue.objects.filter(
        attribute__is_filter=True, attribute__type__in=ProductAttribute.FILTER_TYPES
    ).select_related("attribute", "value_option")
    own = rows.filter(product__in=product_ids)
    childrens = rows.filter(product__parent__in=product_ids, product__is_public=True)
    several = []
    for row in (*own.order_by("pk"), *childrens.select_related("product").order_by("pk")):
        attribute = row.attribute
        product_id = row.product_id if row.product_id in product_ids else row.product.parent_id
        said = product_id, attribute.code, attribute.name
        if attribute.type == "multi_option":
            several.append((row.pk, said))
        elif attribute.type == "option":
            if row.value_option is not None:
                yield *said, _option(row.value_option)
        elif attribute.type == "boolean":
            if row.value_boolean is not None:
                yield *said, _truth(row.value_boolean)
        elif row.value_text and len(text := " ".join(row.value_text.split())) <= LONGEST_TEXT:
            yield *said, FacetValue(slug=_slug(text), label=text)
    if several:
        through = oscar.ProductAttributeValue.value_multi_option.through.objects
        options: dict[int, list[Any]] = defaultdict(list)
        for link in through.filter(
            productattributevalue__in=[pk for pk, _said in several]
        ).select_related("attributeoption"):
            options[link.productattributevalue_id].append(link.attributeoption)
        for pk, said in several:
            for option in options[pk]:
                yield *said, _option(option)


def _option(option: Any) -> FacetValue:
    return FacetValue(
        slug=_slug(option.option),
        label=option.option,
        swatch=option.swatch,
        position=min(option.pk, FacetValue.LAST),
    )


def _truth(value: bool) -> FacetValue:
    if value:
        return FacetValue(slug="yes", label=_("Yes"), position=0)
    return FacetValue(slug="no", label=_("No"), position=1)


def _slug(text: str) -> str:
    """What names a value in an address; words without letters or digits get a name all the same."""
    return (
        slugify(text, allow_unicode=True)[:100]
        or hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
    )


def _value_ids(facets: dict[str, str], values: dict[Any, FacetValue]) -> dict[tuple[str, str], int]:
    """The keys of these values, which are written where they are new or look different by now."""
    known = {facet.code: facet for facet in Facet.objects.filter(code__in=facets)} if facets else {}
    fresh = [Facet(code=code, name=name) for code, name in facets.items() if code not in known]
    if fresh:
        Facet.objects.bulk_create(fresh, ignore_conflicts=True)
        known = {facet.code: facet for facet in Facet.objects.filter(code__in=facets)}
    there = _known_values(known.values())
    new, changed = [], []
    for (code, slug), value in values.items():
        old = there.get((code, slug))
        if old is None:
            value.facet = known[code]
            new.append(value)
        elif _looks(value) != _looks(old) and _rank(value) <= _rank(old):
            old.label, old.swatch, old.position = _looks(value)
            changed.append(old)
    if new:
        FacetValue.objects.bulk_create(new, ignore_conflicts=True)
        there = _known_values(known.values())
    FacetValue.objects.bulk_update(changed, ["label", "swatch", "position"])
    if changed:
        page_cache.forget(sources.FACETS)
    return {key: value.pk for key, value in there.items()}


def _looks(value: FacetValue) -> tuple[str, str, int]:
    return value.label, value.swatch, value.position


def _rank(value: FacetValue) -> tuple[int, bool]:
    """An option speaks before a text of the same words, an older one before a younger one."""
    return value.position, not value.swatch


def _known_values(facets: Iterable[Facet]) -> dict[tuple[str, str], FacetValue]:
    rows = FacetValue.objects.filter(facet__in=list(facets)).select_related("facet")
    return {(row.facet.code, row.slug): row for row in rows}


def write_offered(product_ids: Collection[int]) -> int:
    """In which of the ranges that site offers reduce the products are."""
    wanted = {
        (top, marked.pk)
        for marked in marking_ranges()
        for pk, top in _tops(marked.product_queryset)
        .filter(pk__in=_family(product_ids))
        .values_list("pk", "top")
    }
    return _write(OfferedProduct, "range_id", product_ids, wanted)


def write_range(range_id: int) -> int:
    """All products of a range that changed, or of one that an offer began or ceased to reduce."""
    marked = next((one for one in marking_ranges() if one.pk == range_id), None)
    wanted: set[int] = set()
    if marked is not None:
        listed = ListedProduct.objects.values("pk")
        tops = _tops(marked.product_queryset).filter(top__in=listed).order_by()
        wanted = set(tops.values_list("top", flat=True))
    stands = OfferedProduct.objects.filter(range=range_id)
    there = dict(stands.values_list("product_id", "pk"))
    gone = [pk for product_id, pk in there.items() if product_id not in wanted]
    for start in range(0, len(gone), 1000):
        OfferedProduct.objects.filter(pk__in=gone[start : start + 1000]).delete()
    new = wanted - there.keys()
    OfferedProduct.objects.bulk_create(
        (OfferedProduct(range_id=range_id, product_id=pk) for pk in sorted(new)),
        batch_size=2000,
        ignore_conflicts=True,
    )
    if gone or new:
        page_cache.forget(sources.OFFERS)
    return len(gone) + len(new)


def marking_ranges() -> list[Any]:
    """The ranges that site offers take something off, but for those of everything. One query."""
    Range = get_model("offer", "Range")
    return list(
        Range.objects.filter(
            includes_all_products=False,
            proxy_class=None,
            benefit__offers__offer_type="Site",
        )
        .distinct()
        .order_by("pk")
    )


def _tops(products: Any) -> Any:
    return products.annotate(top=Coalesce("parent_id", "pk"))


def _family(product_ids: Collection[int]) -> set[int]:
    children = Product.objects.filter(parent__in=product_ids, is_public=True).order_by()
    return set(product_ids) | set(children.values_list("pk", flat=True))


def forget_unused_values() -> int:
    """Remove values that no product has any more, and facets without values."""
    used = ProductFacet.objects.values("value")
    gone = FacetValue.objects.exclude(pk__in=used).delete()[0]
    return gone + Facet.objects.exclude(pk__in=FacetValue.objects.values("facet")).delete()[0]


def _write(model: type[Model], column: str, product_ids: Collection[int], wanted: set[Pair]) -> int:
    """Make the rows of these products the wanted ones; returns how many were wrong."""
    manager = model._default_manager
    there = {
        (product_id, other): pk
        for pk, product_id, other in manager.filter(product__in=product_ids).values_list(
            "pk", "product_id", column
        )
    }
    gone = [pk for pair, pk in there.items() if pair not in wanted]
    if gone:
        manager.filter(pk__in=gone).delete()
    new = sorted(wanted - there.keys())
    manager.bulk_create(
        (model(product_id=product_id, **{column: other}) for product_id, other in new),
        batch_size=2000,
        ignore_conflicts=True,
    )
    changed = wanted ^ there.keys()
    if model is Placement:
        _tell_of({category_id for _product_id, category_id in changed}, shelves=True)
    else:
        _tell({product_id for product_id, _other in changed})
    return len(gone) + len(new)
