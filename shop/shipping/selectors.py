"""The delivery methods as plain data, kept in the cache."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Any

from django.db.models import F

from shop.core import oscar, page_cache
from shop.shipping.models import DeliveryBand, DeliveryMethod


@dataclass(frozen=True)
class Band:
    """A charge up to a weight in kilograms; without one, however heavy."""

    up_to_kg: Decimal | None
    charge: Decimal

    def takes(self, weight: Decimal) -> bool:
        """Whether a parcel of `weight` kg falls into the band; the limit itself does."""
        return self.up_to_kg is None or weight <= self.up_to_kg


@dataclass(frozen=True)
class Tariff:
    """An active DeliveryMethod: amounts in the shop's currency, VAT inside; bands by weight."""

    code: str
    name: str
    description: str
    charge: Decimal
    free_from: Decimal | None
    days: tuple[int, int]
    cut_off: time
    countries: frozenset[str]
    bands: tuple[Band, ...] = ()

    def takes(self, weight: Decimal) -> bool:
        """Whether a parcel of `weight` kg can go this way."""
        return not self.bands or any(band.takes(weight) for band in self.bands)

    def charge_for(self, weight: Decimal) -> Decimal:
        """The charge for `weight` kg; beyond the heaviest band still that band's."""
        if not self.bands:
            return self.charge
        return next((band for band in self.bands if band.takes(weight)), self.bands[-1]).charge


def tariffs_to(country: str) -> list[Tariff]:
    """The tariffs to a country (ISO 3166-1 alpha-2), the default first, one of each code.

    No query while the cache is warm, two otherwise.
    """
    found: dict[str, Tariff] = {}
    for tariff in tariffs():
        if country in tariff.countries:
            found.setdefault(tariff.code, tariff)
    return list(found.values())


def tariffs() -> tuple[Tariff, ...]:
    """All active methods in their order. No query while the cache is warm, two otherwise."""
    return page_cache.remember("tariffs", _read_tariffs, page_cache.sources.TARIFFS)


def countries_served() -> tuple[tuple[str, str], ...]:
    """Where a parcel may go: (ISO 3166-1 alpha-2, name) in the order of Oscar's address forms.

    No query while the cache is warm, one otherwise.
    """
    return page_cache.remember("countries", _read_countries, page_cache.sources.TARIFFS)


def _read_countries() -> tuple[tuple[str, str], ...]:
    rows = oscar.Country.objects.filter(is_shipping_country=True)
    return tuple(rows.values_list("iso_3166_1_a2", "printable_name"))


def _read_tariffs() -> tuple[Tariff, ...]:
    rows = list(
        DeliveryMethod.objects.filter(is_active=True)
        .annotate(country=F("countries"))
        .order_by("display_order", "name", "pk")
    )
    countries: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        countries[row.pk].add(row.country)
    bands: dict[int, list[Band]] = defaultdict(list)
    for band in DeliveryBand.objects.filter(method__is_active=True):
        bands[band.method_id].append(Band(band.up_to_kg, band.charge))
    return tuple(
        Tariff(
            code=row.code,
            name=row.name,
            description=row.description,
            charge=row.charge,
            free_from=row.free_from,
            days=(row.min_days, row.max_days),
            cut_off=row.cut_off,
            countries=frozenset(countries[row.pk]),
            bands=tuple(bands[row.pk]),
        )
        for row in {row.pk: row for row in rows}.values()
    )


def methods_that_clash(
    *, code: str, countries: Iterable[Any], but: int | None = None
) -> dict[str, list[str]]:
    """Active methods of that code to those countries: names of the countries by method name.

    `but` is the id of a method that is left out of the search: the one that is being edited.
    """
    found: dict[str, list[str]] = defaultdict(list)
    others = DeliveryMethod.objects.filter(is_active=True, code=code)
    if but is not None:
        others = others.exclude(pk=but)
    rows = (
        others.filter(countries__in=list(countries))
        .values_list("name", "countries__printable_name")
        .order_by("name", "countries__printable_name")
    )
    for name, country in rows:
        found[name].append(country)
    return dict(found)
