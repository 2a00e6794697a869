"""How many products each choice leads to, under the other choices: SQL over the narrow tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone
from oscar.core.loading import get_model

from shop.core import page_cache
from shop.core.page_cache import sources
from shop.search.listings.asked import RATINGS, Asked
from shop.search.models import FacetValue, ListedProduct, OfferedProduct, ProductFacet

PRICE, RATING, AVAILABLE, OFFER = "price", "rating", "available", "offer"
SCOPE = "scope"
#: The choices that every listing has, whatever its products.
FIXED = (PRICE, RATING, AVAILABLE, OFFER)

Ids = QuerySet[Any, Any] | Sequence[int]


@dataclass(frozen=True)
class Value:
    """A value of a facet and how many products have it, under the other facets' choices."""

    pk: int
    code: str
    facet: str
    slug: str
    label: str
    swatch: str
    position: int
    count: int


@dataclass(frozen=True)
class Counts:
    """What a listing's choices lead to. `count` products are found under all of them.

    `lowest` and `highest` are prices, VAT included; `ratings` counts by the least rating.
    `sells` says whether any of the products was ever sold.
    """

    count: int
    lowest: Decimal | None
    highest: Decimal | None
    available: int
    on_offer: int
    ratings: Mapping[int, int]
    sells: bool
    values: tuple[Value, ...]


class Choices:
    """The choices of an address that exist, as conditions on listed products.

    `scope` are the ids of the products that are listed without any choice, all by default. One
    query where values are asked for.
    """

    def __init__(self, asked: Asked, scope: Ids | None = None) -> None:
        page_cache.made_from(sources.FACETS, sources.SALES)
        self.values = _known(asked.values)
        # By kind, what is said of a product's id; and what is said of its row.
        self._ids: dict[str, Ids] = {} if scope is None else {SCOPE: scope}
        self._conditions: dict[str, Q] = {}
        by_facet: dict[str, list[int]] = {}
        for value in self.values:
            by_facet.setdefault(value.facet.code, []).append(value.pk)
        for code, pks in by_facet.items():
            having = ProductFacet.objects.filter(value__in=pks)
            self._ids[f"facet {code}"] = having.values("product")
        price = Q()
        if asked.price_from is not None:
            price &= Q(price__gte=asked.price_from)
        if asked.price_to is not None:
            price &= Q(price__lte=asked.price_to)
        if price:
            self._conditions[PRICE] = price
        if asked.rating:
            self._conditions[RATING] = Q(rating__gte=asked.rating)
        if asked.available:
            self._conditions[AVAILABLE] = Q(is_available=True)
        if asked.on_offer:
            self._conditions[OFFER] = on_offer()

    @property
    def facets(self) -> set[str]:
        """The codes of the facets of which something is chosen."""
        return {value.facet.code for value in self.values}

    def products(self, *, but: str = "") -> QuerySet[ListedProduct]:
        """What is listed under all choices, or under all but those of one kind."""
        found = self._listed(but)
        for kind, ids in self._ids.items():
            if kind != but:
                found = found.filter(pk__in=ids)
        return found

    def _listed(self, but: str) -> QuerySet[ListedProduct]:
        found = ListedProduct.objects.all()
        for kind, condition in self._conditions.items():
            if kind != but:
                found = found.filter(condition)
        return found

    def _rows(self, *, but: str = "") -> QuerySet[ProductFacet]:
        """The values of what is listed. Listed products are asked only where their rows matter:
        only they have values."""
        rows = ProductFacet.objects.all()
        for kind, ids in self._ids.items():
            if kind != but:
                rows = rows.filter(product__in=ids)
        if self._conditions.keys() - {but}:
            rows = rows.filter(product__in=self._listed(but).values("pk"))
        return rows

    def counts(self) -> Counts:
        """All counts: two queries, and one for each kind of choice that was made."""
        sums = self._sums(*FIXED)
        for kind in FIXED:
            if kind in self._conditions:
                sums |= {
                    name: value
                    for name, value in self._sums(kind, but=kind).items()
                    if name != "count"
                }
        values = [v for v in _counted(self._rows()) if v.code not in self.facets]
        for code in sorted(self.facets):
            values += _counted(self._rows(but=f"facet {code}"), facet=code)
        return Counts(
            count=sums["count"],
            lowest=sums["lowest"],
            highest=sums["highest"],
            available=sums["available"],
            on_offer=sums["on_offer"],
            ratings={rating: sums[f"rated_{rating}"] for rating in RATINGS},
            sells=bool(sums["most_sold"]),
            values=tuple(values),
        )

    def _sums(self, *kinds: str, but: str = "") -> dict[str, Any]:
        sums: dict[str, Any] = {"count": Count("pk")}
        if OFFER in kinds:
            made_from_offers()
        if PRICE in kinds:
            sums |= {"lowest": Min("price"), "highest": Max("price"), "most_sold": Max("sold")}
        if RATING in kinds:
            sums |= {
                f"rated_{least}": Count("pk", filter=Q(rating__gte=least)) for least in RATINGS
            }
        if AVAILABLE in kinds:
            sums["available"] = Count("pk", filter=Q(is_available=True))
        if OFFER in kinds:
            sums["on_offer"] = Count("pk", filter=on_offer())
            sums["reduced"] = Min("reduced_at", filter=Q(reduced_at__gt=_reduced_since()))
        found = self.products(but=but).aggregate(**sums)
        if reduced := found.pop("reduced", None):
            page_cache.until(reduced + timedelta(days=settings.SHOP_REDUCTION_DAYS))
        return found


def _reduced_since() -> datetime:
    return timezone.now() - timedelta(days=settings.SHOP_REDUCTION_DAYS)


def made_from_offers() -> None:
    """Note that the page shows which site offers are given now: until one of them begins or ends.

    No query while the cache is warm, else one.
    """
    now = timezone.now()
    turns = page_cache.remember("turns of offers", _turns, sources.OFFERS)
    page_cache.until(min((turn for turn in turns if turn > now), default=None))


def _turns() -> tuple[datetime, ...]:
    ConditionalOffer = get_model("offer", "ConditionalOffer")
    rows = ConditionalOffer.objects.filter(offer_type=ConditionalOffer.SITE).order_by()
    return tuple(
        turn for row in rows.values_list("start_datetime", "end_datetime") for turn in row if turn
    )


def on_offer() -> Q:
    """What is reduced, or what a site offer that is given now takes something off."""
    reduced = OfferedProduct.objects.filter(live_offers("range__benefit__offers__"))
    return Q(reduced_at__gt=_reduced_since()) | Q(pk__in=reduced.values("product"))


def live_offers(prefix: str = "") -> Q:
    """The site offers that are given at this moment."""
    ConditionalOffer = get_model("offer", "ConditionalOffer")
    now = timezone.now()
    said = {"offer_type": ConditionalOffer.SITE, "status": ConditionalOffer.OPEN}
    begun = Q(**{f"{prefix}start_datetime": None}) | Q(**{f"{prefix}start_datetime__lte": now})
    lasts = Q(**{f"{prefix}end_datetime": None}) | Q(**{f"{prefix}end_datetime__gte": now})
    return Q(**{f"{prefix}{name}": value for name, value in said.items()}) & begun & lasts


def offer_names(product_ids: Collection[int]) -> dict[int, str]:
    """By product, the first of the offers that are given on it now. One query."""
    if not product_ids:
        return {}
    made_from_offers()
    prefix = "range__benefit__offers__"
    rows = OfferedProduct.objects.filter(live_offers(prefix), product__in=product_ids)
    names: dict[int, str] = {}
    for product_id, name in rows.order_by(f"-{prefix}priority", f"{prefix}pk").values_list(
        "product_id", f"{prefix}name"
    ):
        names.setdefault(product_id, name)
    return names


def _known(values: Mapping[str, Iterable[str]]) -> list[FacetValue]:
    if not values:
        return []
    asked = Q()
    for code, slugs in values.items():
        asked |= Q(facet__code=code, slug__in=slugs)
    found = FacetValue.objects.filter(asked).select_related("facet")
    return list(found.order_by("position", "label"))


def _counted(rows: QuerySet[ProductFacet], *, facet: str = "") -> list[Value]:
    """How many of the rows have each value. One query.

    Counted before the values' words are joined: the database then groups numbers alone, and finds
    all of them in an index.
    """
    if facet:
        rows = rows.filter(value__in=FacetValue.objects.filter(facet__code=facet).values("pk"))
    counted = rows.order_by().values("value_id").annotate(count=Count("*"))
    sql, params = counted.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT value.id, facet.code, facet.name, value.slug, value.label, value.swatch,
                value.position, counted.count
            FROM ({sql}) AS counted
            JOIN search_facetvalue AS value ON value.id = counted.value_id
            JOIN search_facet AS facet ON facet.id = value.facet_id
            """,
            params,
        )
        return [Value(*row) for row in cursor.fetchall()]
