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
