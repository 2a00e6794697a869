"""VAT: which rate a price contains, and how much that is. The rule: docs/adr (rounding)."""

from decimal import Decimal
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from oscar.core.prices import Price

from shop.core import page_cache
from shop.core.currency import round_money


class TaxClass(models.TextChoices):
    """What a product is to the tax office."""

    STANDARD = "standard", _("Standard rate")
    REDUCED = "reduced", _("Reduced rate")
    ZERO = "zero", _("Zero rate")


def rate_for(
    *, country: str, tax_class: str = TaxClass.STANDARD, but: str | None = None
) -> Decimal:
    """The VAT rate of a delivery to `country` (ISO 3166-1 alpha-2): 0.2 for 20%.

    A class without a rate of its own there pays the country's standard rate, and where that was
    not entered either, the highest that was. A country without any rate is one where the shop owes
    no VAT: goods that leave for it are exports, zero-rated at home (HMRC, VAT Notice 703), and
    whatever is due is due from who imports them. At home SHOP_VAT_RATE stands in for a standard
    rate that was not entered. With `but`, what would be due without the rate of that class. No
    query while the cache is warm, one otherwise.
    """
    rates = {name: rate for (at, name), rate in tax_rates().items() if at == country}
    if but is not None:
        rates.pop(str(but), None)
    if country == settings.SHOP_HOME_COUNTRY:
        rates.setdefault(TaxClass.STANDARD.value, Decimal(settings.SHOP_VAT_RATE))
    for name in (tax_class, TaxClass.STANDARD):
        if (rate := rates.get(str(name))) is not None:
            return rate
    return max(rates.values(), default=Decimal(0))


def tax_rates() -> dict[tuple[str, str], Decimal]:
    """All rates, as fractions, by country and tax class; kept in the cache."""
    return page_cache.remember("tax-rates", _read_tax_rates, page_cache.sources.TAX)


def _read_tax_rates() -> dict[tuple[str, str], Decimal]:
    rows = apps.get_model("partner", "TaxRate").objects.values_list("country", "tax_class", "rate")
    return {(country, tax_class): rate / 100 for country, tax_class, rate in rows}


def vat_in(amount_incl_vat: Decimal, *, rate: Decimal, currency: str = "") -> Decimal:
    """The VAT in a gross amount, rounded half up to what `currency` (or the shop's) is charged in.

    HMRC, VAT guide (Notice 700), section 7.3: the VAT fraction of a tax-inclusive
    price is rate / (1 + rate), a sixth at 20%.
    """
    return round_money(
        amount_incl_vat * rate / (1 + rate), currency or settings.OSCAR_DEFAULT_CURRENCY
    )


def in_percent(rate: Decimal | None) -> Decimal | None:
    """A rate as orders keep it: 20 for 0.2; none where a strategy of another kind named none."""
    return None if rate is None else (rate * 100).quantize(Decimal("0.001"))


def percent_text(rate: Decimal) -> str:
    """A rate as people read it: “5.5%” for 0.055."""
    return f"{number_format(f'{(rate * 100).normalize():f}')}%"


class DeliveryCharge(Price):
    """What delivery costs; `rate` is the VAT rate inside, as a fraction."""

    def __init__(self, *, rate: Decimal, **amounts: Any) -> None:
        super().__init__(**amounts)
        self.rate = rate


def delivery_charge(amount_incl_vat: Decimal, *, country: str, currency: str) -> DeliveryCharge:
    """A charge for delivery to a country, rounded, with that country's standard VAT inside."""
    rate = rate_for(country=country)
    gross = round_money(amount_incl_vat, currency)
    tax = vat_in(gross, rate=rate, currency=currency)
    return DeliveryCharge(
        rate=rate,
        currency=currency,
        excl_tax=gross - tax,
        incl_tax=gross,
        tax_code=TaxClass.STANDARD.value,
    )
