"""The VAT rates as the dashboard's table shows them: a row a country, a column a tax class."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q

from shop.core.oscar import Country
from shop.partner.models import TaxRate
from shop.partner.tax import TaxClass, percent_text, rate_for


@dataclass(frozen=True)
class RateCell:
    """What a tax class bears in a country, such as “5.5%”; `pk` only where a rate was entered."""

    tax_class: str
    label: str
    percent: str
    pk: int | None


@dataclass(frozen=True)
class CountryRates:
    """A country's rates. `bears_vat` is false where none was entered and nothing is charged."""

    code: str
    name: str
    is_home: bool
    bears_vat: bool
    cells: tuple[RateCell, ...]


def vat_table() -> list[CountryRates]:
    """Home first, then every country that has a rate or is delivered to. Two or three queries."""
    entered: dict[str, dict[str, int]] = defaultdict(dict)
    for pk, country, tax_class in TaxRate.objects.values_list("pk", "country", "tax_class"):
        entered[country][tax_class] = pk
    home: str = settings.SHOP_HOME_COUNTRY
    names = country_names({home, *entered})
    return [
        CountryRates(
            code=code,
            name=name,
            is_home=code == home,
            bears_vat=code == home or code in entered,
            cells=tuple(
                RateCell(
                    tax_class=tax_class.value,
                    label=str(tax_class.label),
                    percent=percent_text(rate_for(country=code, tax_class=tax_class)),
                    pk=entered.get(code, {}).get(tax_class.value),
                )
                for tax_class in TaxClass
            ),
        )
        for code, name in sorted(
            names.items(), key=lambda pair: (pair[0] != home, pair[0] not in entered, pair[1])
        )
    ]


def country_names(codes: Iterable[str]) -> dict[str, str]:
    """These countries and those that parcels go to, by code. One query.

    A code that no country has is its own name.
    """
    wanted = set(codes)
    served = Q(is_shipping_country=True) | Q(delivery_methods__is_active=True)
    rows: Any = (
        Country.objects.filter(served | Q(pk__in=wanted))
        .values_list("pk", "printable_name")
        .distinct()
    )
    return {code: code for code in wanted} | dict(rows)
