"""Delivery methods: a price with its VAT, and the days on which a parcel arrives."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from oscar.apps.shipping.methods import *  # noqa: F403
from oscar.apps.shipping.methods import Base
from oscar.core import prices

from shop.partner.tax import vat_in
from shop.shipping.dates import arrival_dates


@dataclass(frozen=True)
class Tariff:
    """What a method costs in some countries, in the shop's currency, VAT included."""

    charge: Decimal
    free_from: Decimal | None
    days: tuple[int, int]


class TariffMethod(Base):
    """A method with a tariff for the parcel's country; free from a basket value on."""

    tariff: Tariff

    def __init__(self, tariff: Tariff) -> None:
        self.tariff = tariff

    def calculate(self, basket: Any) -> prices.Price:
        """The charge for this basket, VAT included. The threshold is what is paid for goods."""
        goods = basket.total_incl_tax
        free = self.tariff.free_from is not None and goods >= self.tariff.free_from
        charge = Decimal("0.00") if free else self.tariff.charge
        tax = vat_in(charge, rate=Decimal(settings.SHOP_VAT_RATE))
        return prices.Price(
            currency=basket.currency or settings.OSCAR_DEFAULT_CURRENCY,
            excl_tax=charge - tax,
            incl_tax=charge,
        )

    @property
    def arrival(self) -> tuple[date, date]:
        """The first and the last day on which an order placed now arrives."""
        return arrival_dates(*self.tariff.days)


class Standard(TariffMethod):
    """The method most people take."""

    code = "standard"
    name = _("Standard delivery")


class Express(TariffMethod):
    """Faster and dearer."""

    code = "express"
    name = _("Express delivery")


HOME = "GB"
STANDARD_HOME = Tariff(Decimal("3.95"), free_from=Decimal("60.00"), days=(2, 3))
STANDARD_ABROAD = Tariff(Decimal("12.50"), free_from=Decimal("180.00"), days=(4, 7))
EXPRESS_HOME = Tariff(Decimal("7.50"), free_from=None, days=(1, 1))


def methods_to(country_code: str) -> list[TariffMethod]:
    """The methods that go to a country (ISO 3166-1 alpha-2), the usual one first."""
    if country_code == HOME:
        return [Standard(STANDARD_HOME), Express(EXPRESS_HOME)]
    return [Standard(STANDARD_ABROAD)]
