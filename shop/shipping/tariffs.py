"""The delivery methods of the dashboard, as the checkout offers them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from oscar.apps.shipping.methods import Base
from oscar.core import prices

from shop.partner.tax import delivery_charge
from shop.shipping.dates import arrival_dates, dispatch_date
from shop.shipping.selectors import Tariff, tariffs_to
from shop.shipping.weights import basket_weight


class TariffMethod(Base):
    """A delivery method of the dashboard, to one country."""

    def __init__(self, tariff: Tariff, *, country: str) -> None:
        self.tariff = tariff
        self.country = country
        self.code, self.name = tariff.code, tariff.name
        self.description = tariff.description

    def takes(self, basket: Any) -> bool:
        """Whether the basket is not too heavy. Weighs it (a query) only where there are bands."""
        return not self.tariff.bands or self.tariff.takes(basket_weight(basket))

    def calculate(self, basket: Any) -> prices.Price:
        """The charge for this basket, with the VAT of the country that the parcel goes to.

        The threshold is what is paid for the goods, VAT included, after discounts. Weighs the
        basket (a query) only where there are bands.
        """
        tariff = self.tariff
        if tariff.free_from is not None and basket.total_incl_tax >= tariff.free_from:
            charge = Decimal("0.00")
        else:
            charge = tariff.charge_for(basket_weight(basket) if tariff.bands else Decimal(0))
        currency = basket.currency or settings.OSCAR_DEFAULT_CURRENCY
        return delivery_charge(charge, country=self.country, currency=currency)

    @property
    def free_from(self) -> Decimal | None:
        """From which sum of goods the method is free, VAT inside and after discounts; or never."""
        return self.tariff.free_from

    @property
    def days(self) -> tuple[int, int]:
        """How many working days it takes from the day the parcel leaves, at least and at most."""
        return self.tariff.days

    @property
    def holds_until(self) -> datetime:
        """The next cut-off: until then the arrival is what it is."""
        cut_off = self.tariff.cut_off
        leaves = dispatch_date(cut_off=cut_off)
        return timezone.make_aware(datetime.combine(leaves, cut_off))

    @property
    def arrival(self) -> tuple[date, date]:
        """The first and the last day on which an order placed now arrives."""
        return arrival_dates(*self.tariff.days, cut_off=self.tariff.cut_off, country=self.country)


def tariff_methods(*, basket: Any, shipping_addr: Any, request: Any) -> list[Any]:
    """The shop's delivery strategy: the dashboard's methods to the address's country.

    Without an address those to SHOP_HOME_COUNTRY; none that the basket is too heavy for. At most
    two queries, none while the cache is warm; one more where a method has weight bands.
    """
    country = shipping_addr.country_id if shipping_addr else settings.SHOP_HOME_COUNTRY
    methods = [TariffMethod(tariff, country=country) for tariff in tariffs_to(country)]
    return [method for method in methods if method.takes(basket)]
