"""What a listing's address asks for. What makes no sense in it is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict

RESERVED = frozenset(
    {"page", "sort", "q", "price_from", "price_to", "rating", "available", "offer"}
)
RATINGS = (4, 3, 2)
MOST_FACETS, MOST_VALUES, LONGEST = 12, 40, 128
HIGHEST_PRICE = Decimal(10) ** 9

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Asked:
    """A page of a listing, in an order, under choices; `values` are slugs by the facet's code.

    Prices are in the shop's currency, VAT included. Empty means: not asked for.
    """

    page: int = 1
    sort: str = ""
    price_from: Decimal | None = None
    price_to: Decimal | None = None
    rating: int | None = None
    available: bool = False
    on_offer: bool = False
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_filtered(self) -> bool:
        """Whether there is any choice."""
        return bool(self.choices())

    def choices(self) -> Pairs:
        """The choices as they stand in an address, always in the same order."""
        pairs: Pairs = [
            (param_of(code), slug) for code, slugs in self.values.items() for slug in slugs
        ]
        for name, price in (("price_from", self.price_from), ("price_to", self.price_to)):
            if price is not None:
                pairs.append((name, f"{price:f}"))
        if self.rating:
            pairs.append(("rating", str(self.rating)))
        if self.available:
            pairs.append(("available", "1"))
        if self.on_offer:
            pairs.append(("offer", "1"))
        return pairs

    def without_value(self, code: str, slug: str) -> Asked:
        """The same but for one value of one facet, on the first page."""
        left = {
            c: tuple(s for s in slugs if (c, s) != (code, slug)) for c, slugs in self.values.items()
        }
        return replace(self, page=1, values={c: slugs for c, slugs in left.items() if slugs})


def read(query: QueryDict) -> Asked:
    """What the query string asks for; what no listing knows is looked up, and left out, later."""
    price_from, price_to = _price(query.get("price_from")), _price(query.get("price_to"))
    if price_from is not None and price_to is not None and price_from > price_to:
        price_from, price_to = price_to, price_from
    rating = _number(query.get("rating"))
    values: dict[str, tuple[str, ...]] = {}
    for name in query:
        code = name[:-1] if name[:-1] in RESERVED else name
        if name in RESERVED or not _fits(code) or len(values) >= MOST_FACETS:
            continue
        slugs = tuple(dict.fromkeys(filter(_fits, query.getlist(name))))[:MOST_VALUES]
        if slugs:
            values[code] = slugs
    return Asked(
        page=_number(query.get("page")) or 1,
        sort=query.get("sort") or "",
        price_from=price_from,
        price_to=price_to,
        rating=rating if rating in RATINGS else None,
        available=query.get("available") == "1",
        on_offer=query.get("offer") == "1",
        values=values,
    )


def honoured(query: QueryDict, listing: Any) -> Pairs:
    """Those parameters of a listing's address that it depends on, as they stand in it."""
    pairs = parse_qsl(listing.query, keep_blank_values=True)
    if query.get("page") == str(listing.page.number):
        pairs.append(("page", str(listing.page.number)))
    return pairs


def param_of(code: str) -> str:
    """A facet's name in addresses; one that has the name of something else gets a mark."""
    return f"{code}_" if code in RESERVED else code


def address(url: str, pairs: Iterable[tuple[str, str]]) -> str:
    """The address with this query string, if any."""
    query = urlencode(list(pairs))
    return f"{url}?{query}" if query else url


def _fits(text: str) -> bool:
    return 0 < len(text) <= LONGEST and "\x00" not in text


def _number(text: str | None) -> int | None:
    """A plain number. However long: a page that far is past the end."""
    return int(text[:18]) if text and text.isascii() and text.isdigit() else None


def _price(text: str | None) -> Decimal | None:
    """An amount as people type it, a comma for a point; nothing where it is none."""
    if not text or len(text) > 20:
        return None
    try:
        price = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    if not price.is_finite() or not 0 <= price <= HIGHEST_PRICE:
        return None
    return price.quantize(Decimal("0.01")) if price % 1 else price.quantize(Decimal(1))
