"""Offers and ranges as shared data: read once, kept in the cache, forgotten when one changes.

What is kept holds no counters that decide anything: how often a limited offer was given is asked
for on every use. Products are not kept either: a range may have as many as the shop.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Value
from oscar.core.loading import get_model

from shop.core import oscar, page_cache

Pairs = set[tuple[int, int]]


@dataclass(frozen=True)
class RangeRule:
    """What a range says of itself; primary keys throughout."""

    everything: bool
    by_class: frozenset[int]
    within: frozenset[int]  # categories, with all below them
    without: frozenset[int]  # the same
    lists: bool  # whether it names products
    excludes: bool  # whether it excludes products


def forget_offers() -> None:
    """Let everybody read offers and ranges again, once the transaction is committed."""
    page_cache.forget(page_cache.sources.OFFERS)


def site_offers() -> list[Any]:
    """The open site offers, of any date, with condition, benefit and their ranges.

    No query while the cache is warm, else one. The instances are the caller's own.
    """
    return _kept("site", _load_site_offers)


def range_rules() -> dict[int, RangeRule]:
    """Every range that is no custom class, by primary key. No query while the cache is warm."""
    return _kept("ranges", _load_range_rules)


def combinations() -> dict[int, frozenset[int]]:
    """With which offers an offer may be combined, where it says so. Cached like the ranges."""
    return _kept("combinations", _load_combinations)


def ranges_of(products: Iterable[Any], ranges: Iterable[int]) -> dict[int, dict[int, bool]]:
    """By range and product, whether the range holds the product: what Oscar asks one by one.

    At most two queries however many ranges and products; none for ranges of everything.
    `products` come with their parents loaded. Ranges of a custom class are left out.
    """
    wanted = set(ranges)
    rules = {pk: rule for pk, rule in range_rules().items() if pk in wanted} if wanted else {}
    products = list(products)
    kin = {p.pk: {p.pk, p.parent_id} - {None} for p in products}
    anyone = set().union(*kin.values()) if kin else set()
    named, refused = _pairs(rules, anyone)
    categories = _categories(rules.values(), anyone)
    classes = {
        p.pk: {p.product_class_id, p.parent.product_class_id if p.parent_id else None}
        for p in products
    }
    held: dict[int, dict[int, bool]] = {}
    for pk, rule in rules.items():
        held[pk] = {}
        for product, family in kin.items():
            branches = set().union(*(categories[one] for one in family))
            if rule.everything:
                # As Oscar has it: the product's own exclusion alone, but the parent's categories.
                inside = (pk, product) not in refused and not branches & rule.without
            else:
                inside = bool(
                    any((pk, one) in named for one in family)
                    or classes[product] & rule.by_class
                    or branches & rule.within
                ) and not any((pk, one) in refused for one in family)
            held[pk][product] = inside
    return held


def _pairs(rules: dict[int, RangeRule], products: set[int]) -> tuple[Pairs, Pairs]:
    """Range and product, of the products that are named, and of those that are excluded."""
    Range = get_model("offer", "Range")
    naming = [pk for pk, rule in rules.items() if rule.lists]
    refusing = [pk for pk, rule in rules.items() if rule.excludes]
    queries = [
        through.objects.filter(range_id__in=ranges, product_id__in=products)
        .annotate(named=Value(named))
        .order_by()
        .values_list("named", "range_id", "product_id")
        for named, ranges, through in (
            (1, naming, Range.included_products.through),
            (0, refusing, Range.excluded_products.through),
        )
        if ranges
    ]
    rows = list(queries[0].union(*queries[1:], all=True)) if queries else []
    return (
        {(pk, product) for named, pk, product in rows if named},
        {(pk, product) for named, pk, product in rows if not named},
    )


def _categories(rules: Iterable[RangeRule], products: set[int]) -> dict[int, set[int]]:
    """By product, those of the rules' categories that it lies in or below."""
    asked = set().union(*((rule.within | rule.without) for rule in rules))
    lies_in: dict[int, set[int]] = defaultdict(set)
    if not asked:
        return lies_in
    paths = [(path, pk) for path, pk in _kept("categories", _load_category_paths) if pk in asked]
    rows = oscar.ProductCategory.objects.filter(product_id__in=products)
    for product, path in rows.values_list("product_id", "category__path"):
        lies_in[product] |= {pk for above, pk in paths if path.startswith(above)}
    return lies_in


def _kept(name: str, load: Callable[[], Any]) -> Any:
    return page_cache.remember(f"offers: {name}", load, page_cache.sources.OFFERS)


def _load_site_offers() -> list[Any]:
    offers = oscar.ConditionalOffer.objects.filter(
        offer_type=oscar.ConditionalOffer.SITE,
        status__in=(oscar.ConditionalOffer.OPEN, oscar.ConditionalOffer.CONSUMED),
    )
    return list(offers.select_related("condition__range", "benefit__range"))


def _load_category_paths() -> list[tuple[str, int]]:
    rules = range_rules().values()
    asked = set().union(*((rule.within | rule.without) for rule in rules))
    Category = get_model("catalogue", "Category")
    return list(Category.objects.filter(pk__in=asked).values_list("path", "pk"))


def _load_combinations() -> dict[int, frozenset[int]]:
    through = oscar.ConditionalOffer.combinations.through
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in through.objects.values_list(
        "from_conditionaloffer_id", "to_conditionaloffer_id"
    ):
        found[one].add(other)
    return {pk: frozenset(others) for pk, others in found.items()}


def _load_range_rules() -> dict[int, RangeRule]:
    Range = get_model("offer", "Range")

    def by_range(relation: str, column: str) -> dict[int, frozenset[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for pk, other in getattr(Range, relation).through.objects.values_list("range_id", column):
            found[pk].add(other)
        return defaultdict(frozenset, {pk: frozenset(ids) for pk, ids in found.items()})

    def those_with(relation: str) -> set[int]:
        through = getattr(Range, relation).through
        return set(through.objects.order_by().values_list("range_id", flat=True).distinct())

    classes = by_range("classes", "productclass_id")
    within = by_range("included_categories", "category_id")
    without = by_range("excluded_categories", "category_id")
    lists, excludes = those_with("included_products"), those_with("excluded_products")
    return {
        pk: RangeRule(
            everything=everything,
            by_class=classes[pk],
            within=within[pk],
            without=without[pk],
            lists=pk in lists,
            excludes=pk in excludes,
        )
        for pk, everything in Range.objects.filter(proxy_class=None).values_list(
            "pk", "includes_all_products"
        )
    }
