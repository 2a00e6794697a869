"""Where the shop lives and where it delivers to."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sites.models import Site as DjangoSite
from oscar.core.loading import get_model
from wagtail.models import Site as WagtailSite

SHOP_NAME = "Tarn & Weald"

# ISO codes, number, common name, official name; the first stands on top of the list.
COUNTRIES = (
    (
        "GB",
        "GBR",
        "826",
        "United Kingdom",
        "United Kingdom of Great Britain and Northern Ireland",
    ),
    ("IE", "IRL", "372", "Ireland", "Ireland"),
    ("AT", "AUT", "040", "Austria", "Republic of Austria"),
    ("BE", "BEL", "056", "Belgium", "Kingdom of Belgium"),
    ("DK", "DNK", "208", "Denmark", "Kingdom of Denmark"),
    ("FI", "FIN", "246", "Finland", "Republic of Finland"),
    ("FR", "FRA", "250", "France", "French Republic"),
    ("DE", "DEU", "276", "Germany", "Federal Republic of Germany"),
    ("IT", "ITA", "380", "Italy", "Italian Republic"),
    ("NL", "NLD", "528", "Netherlands", "Kingdom of the Netherlands"),
    ("PT", "PRT", "620", "Portugal", "Portuguese Republic"),
    ("ES", "ESP", "724", "Spain", "Kingdom of Spain"),
    ("SE", "SWE", "752", "Sweden", "Kingdom of Sweden"),
)

# Standard VAT rates in percent: https://taxation-customs.ec.europa.eu/tedb (European Commission,
# Taxes in Europe Database), read through
# https://europa.eu/youreurope/business/taxation/vat/vat-rules-rates/index_en.htm; the home
# country's are in the data migration of shop.partner.
VAT_RATES = {
    "AT": "20",
    "BE": "21",
    "DE": "19",
    "DK": "25",
    "ES": "21",
    "FI": "25.5",
    "FR": "20",
    "IE": "23",
    "IT": "22",
    "NL": "21",
    "PT": "23",
    "SE": "25",
}


def load_vat_rates() -> None:
    """Write the standard rates of the countries the shop delivers to; those that exist stay."""
    TaxRate = get_model("partner", "TaxRate")
    for country, rate in VAT_RATES.items():
        TaxRate.objects.get_or_create(
            country=country, tax_class="standard", defaults={"rate": Decimal(rate)}
        )


HOME = "GB"

# Code, name, working days, free from, charges up to so many kilograms, whether it is for home.
Delivery = tuple[str, str, tuple[int, int], str | None, tuple[tuple[str | None, str], ...], bool]
DELIVERY: tuple[Delivery, ...] = (
    (
        "standard",
        "Standard delivery",
        (2, 3),
        "60.00",
        (("10", "3.95"), (None, "9.95")),
        True,
    ),
    ("express", "Express delivery", (1, 1), None, (("10", "7.50"), (None, "14.50")), True),
    (
        "standard",
        "Standard delivery",
        (4, 7),
        "180.00",
        (("10", "12.50"), ("30", "24.00"), (None, "48.00")),
        False,
    ),
)


def load_countries() -> None:
    """Create the countries the shop delivers to; those that exist stay as they are."""
    Country = get_model("address", "Country")
    there = set(Country.objects.values_list("pk", flat=True))
    Country.objects.bulk_create(
        Country(
            iso_3166_1_a2=code,
            iso_3166_1_a3=code3,
            iso_3166_1_numeric=number,
            printable_name=name,
            name=official,
            display_order=1 if position == 0 else 0,
            is_shipping_country=True,
        )
        for position, (code, code3, number, name, official) in enumerate(COUNTRIES)
        if code not in there
    )


def load_delivery(*, reset: bool = False) -> None:
    """Make the ways of delivery, in place of the two home that a migrated shop has.

    Those of a shop that delivers abroad are somebody's work, or ours: they stay, unless ``reset``.
    """
    DeliveryMethod = get_model("shipping", "DeliveryMethod")
    abroad = [code for code, *_ in COUNTRIES if code != HOME]
    if DeliveryMethod.objects.filter(countries__in=abroad).exists() and not reset:
        return
    DeliveryMethod.objects.all().delete()
    for position, (code, name, days, free_from, charges, home) in enumerate(DELIVERY, start=1):
        method = DeliveryMethod.objects.create(
            code=code,
            name=name,
            charge=Decimal(charges[0][1]),
            free_from=free_from and Decimal(free_from),
            min_days=days[0],
            max_days=days[1],
            display_order=position * 10,
        )
        method.countries.set([HOME] if home else abroad)
        for limit, charge in charges:
            method.bands.create(up_to_kg=limit and Decimal(limit), charge=Decimal(charge))


def name_sites() -> None:
    """Give Django's and Wagtail's site the shop's name and the address in ``SITE_URL``."""
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    DjangoSite.objects.update_or_create(
        pk=settings.SITE_ID, defaults={"domain": address.netloc, "name": SHOP_NAME}
    )
    DjangoSite.objects.clear_cache()
    site = WagtailSite.objects.filter(is_default_site=True).first()
    if site is not None and (site.hostname, site.port, site.site_name) != (
        address.hostname,
        port,
        SHOP_NAME,
    ):
        site.hostname, site.port, site.site_name = address.hostname, port, SHOP_NAME
        site.save()
