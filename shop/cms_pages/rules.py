"""Products that a rule picks, for rows and grids on pages: over the narrow tables, in one query."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from oscar.core.loading import get_model

from shop.core import oscar, page_cache
from shop.core.page_cache import sources
from shop.offers.shared import RangeRule, range_rules
from shop.search.listings.counting import made_from_offers, on_offer
from shop.search.models import ListedProduct, Placement

Range = get_model("offer", "Range")

NEWEST, BEST, SALE, WISHED, CATEGORY, OFFER = (
    "newest",
    "best-selling",
    "sale",
    "wished",
    "category",
    "offer",
)
#: How the products of a rule may stand; the last word is the key, so that they always stand alike.
ORDERS: dict[str, tuple[Any, ...]] = {
    "featured": ("-priority", "-added_at", "-pk"),
    "newest": ("-added_at", "-pk"),
    "best-selling": ("-sold", "-priority", "-pk"),
    "price": (F("price").asc(nulls_last=True), "-pk"),
    "-price": (F("price").desc(nulls_last=True), "-pk"),
}


def ruled_product_ids(
    rule: str,
    *,
    limit: int,
    order: str = "",
    category_id: int | None = None,
    offer_id: int | None = None,
    in_stock: bool = False,
) -> list[int]:
    """The first `limit` products that a rule picks and that are sold, in the order asked for.

    The rules: newest, best-selling (what was ever sold), sale (reduced, or by a site offer that is
    given now), wished (on most wish lists), category (below it too) and offer (its range, while it
    is given). A `category_id` narrows any of them. An unknown rule, a category that is not public
    and an offer that has ended pick nothing. One query, two for an
    offer.
    """
    shelf = order in ("", "featured", "newest") and not in_stock
    page_cache.made_from((sources.shelf if shelf else sources.listing)(category_id or 0))
    if rule == BEST or order == BEST:
        page_cache.made_from(sources.SALES)
    elif rule == WISHED:
        page_cache.made_from(sources.WISHES)
    elif rule in (SALE, OFFER):
        page_cache.made_from(sources.listing(category_id or 0))
        made_from_offers()
    found = ListedProduct.objects.all()
    natural: tuple[Any, ...] = ORDERS["newest"]
    if rule == BEST:
        found, natural = found.filter(sold__gt=0), ORDERS["best-selling"]
    elif rule == SALE:
        found = found.filter(on_offer())
    elif rule == WISHED:
        wished = Count("product__wishlists_lines", distinct=True) + Count(
            "product__children__wishlists_lines", distinct=True
        )
        found = found.alias(wishes=wished).filter(wishes__gt=0)
        natural = ("-wishes", "-priority", "-pk")
    elif rule == OFFER:
        given = _given_products(offer_id)
        if given is None:
            return []
        found, natural = found.filter(given), ORDERS["featured"]
    elif rule == CATEGORY:
        if category_id is None:
            return []
    elif rule != NEWEST:
        return []
    if category_id is not None:
        found = found.filter(
            pk__in=Placement.objects.filter(category=category_id).values("product")
        )
    if in_stock:
        found = found.filter(is_available=True)
    return list(found.order_by(*ORDERS.get(order, natural)).values_list("pk", flat=True)[:limit])


def _given_products(offer_id: int | None) -> Q | None:
    """What the offer takes something off, as a condition on listed products; None while it is not
    given, or its range is a class of somebody's own. One query while the ranges' cache is warm."""
    offers = oscar.ConditionalOffer.objects.select_related("benefit", "condition")
    offer = offers.filter(pk=offer_id).first()
    if offer is None or not offer.is_available(test_date=timezone.now()):
        return None
    range_id = offer.benefit.range_id or offer.condition.range_id
    if range_id is None:
        return Q()
    rule = range_rules().get(range_id)
    return _held_by(range_id, rule) if rule else None


def _held_by(range_id: int, rule: RangeRule) -> Q:
    """A range as a condition on listed products: a variant that it names brings its parent."""
    held = Q()
    if not rule.everything:
        held = Q(product__product_class__in=rule.by_class) | _placed(rule.within)
        if rule.lists:
            held |= Q(pk__in=_named(Range.included_products.through, range_id))
    if rule.without:
        held &= ~_placed(rule.without)
    if rule.excludes:
        excluded = Range.excluded_products.through.objects.filter(range=range_id)
        held &= ~Q(pk__in=excluded.values("product"))
    return held


def _placed(category_ids: Iterable[int]) -> Q:
    return Q(pk__in=Placement.objects.filter(category__in=category_ids).values("product"))


def _named(through: Any, range_id: int) -> QuerySet[Any]:
    rows = through.objects.filter(range=range_id)
    return rows.values_list(Coalesce("product__parent_id", "product_id"))
