"""What delivery of a single product would cost and when it would arrive, by country."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from oscar.core.loading import get_class

from shop.core import oscar, page_cache
from shop.core.days import end_of_day
from shop.partner.prices import shown_amount
from shop.shipping.dates import arrival_text
from shop.shipping.selectors import countries_served
from shop.shipping.weights import parse_weight

Repository = get_class("shipping.repository", "Repository")

# How long an answer holds of a method that does not say so itself.
HOLDS = timedelta(minutes=5)


@dataclass(frozen=True)
class DeliveryWay:
    """One method: `charge` as the shop shows it, in `currency`, for this product by itself.

    `free_from`: the sum of goods, VAT inside, from which it is free; None where it never is.
    `days`: how many working days it takes, at least and at most, where the method says so.
    """

    code: str
    name: str
    charge: Decimal
    currency: str
    free_from: Decimal | None
    arrival: tuple[date, date] | None
    days: tuple[int, int] | None

    @property
    def arrives(self) -> str:
        """“Arrives Tue 24 to Wed 25 Nov”."""
        return arrival_text(*self.arrival) if self.arrival else ""

    @property
    def is_free(self) -> bool:
        """Whether this product alone goes without a charge."""
        return not self.charge


@dataclass(frozen=True)
class ProductDelivery:
    """How a product gets to `country` (ISO 3166-1 alpha-2); no ways: it does not.

    `until` is the moment from which the dates are others.
    """

    country: str
    country_name: str
    countries: tuple[tuple[str, str], ...]
    ways: tuple[DeliveryWay, ...]
    until: datetime

    @property
    def ordered_by(self) -> str:
        """“Ordered by 14:00 today” or “Ordered by Mon 23 Nov, 14:00”."""
        moment = timezone.localtime(self.until)
        at = time_format(moment)
        if moment.date() == timezone.localdate():
            return _("Ordered by %(time)s today") % {"time": at}
        return _("Ordered by %(day)s, %(time)s") % {
            "day": date_format(moment, "D j M"),
            "time": at,
        }


@dataclass(frozen=True)
class _Product:
    pk: int
    parent_id: int | None
    is_shipping_required: bool = True


@dataclass(frozen=True)
class _Line:
    product: _Product
    quantity: int = 1

    @property
    def product_id(self) -> int:
        return self.product.pk


class SingleProduct:
    """As much of a basket as a delivery strategy asks for, with one unit of one product in it.

    Of the product its `pk`, its `parent_id` and `is_shipping_required`. `weight` is what its
    attribute says; None has it looked up (a query) where a method asks for it.
    """

    is_empty = False
    has_shipping_discounts = False

    def __init__(
        self,
        product_id: int,
        parent_id: int | None,
        *,
        price: Decimal,
        currency: str,
        weight: str | None,
    ) -> None:
        self.total_incl_tax = price
        self.currency = currency
        self._lines = [_Line(_Product(product_id, parent_id))]
        if weight is not None:
            # Where shop.shipping.weights keeps what it has weighed.
            default = Decimal(settings.SHOP_DEFAULT_WEIGHT_KG)
            self._weights = {product_id: parse_weight(weight) or default}

    def is_shipping_required(self) -> bool:
        """It is asked for because it goes by parcel."""
        return True

    def all_lines(self) -> list[_Line]:
        """The one line."""
        return self._lines


def product_delivery(
    product_id: int,
    *,
    price: Decimal,
    currency: str,
    parent_id: int | None = None,
    weight: str | None = None,
    country: str = "",
) -> ProductDelivery:
    """How one unit of a product gets to a country; home for one that is not served.

    `price` is what it costs with VAT, which decides whether delivery is free; `weight` is what its
    attribute says, None to have it looked up (a query). No other query while the shared data is
    warm, three otherwise.
    """
    countries = countries_served()
    names = dict(countries)
    if country not in names:
        country = settings.SHOP_HOME_COUNTRY
    basket = SingleProduct(product_id, parent_id, price=price, currency=currency, weight=weight)
    methods: list[Any] = Repository().get_shipping_methods(
        basket, shipping_addr=oscar.ShippingAddress(country_id=country)
    )
    ends = [getattr(method, "holds_until", None) for method in methods]
    until = min((end for end in ends if end), default=timezone.now() + HOLDS)
    page_cache.until(until)
    page_cache.until(end_of_day())  # “today” is another day then
    return ProductDelivery(
        country=country,
        country_name=names.get(country, country),
        countries=countries,
        ways=tuple(_way(method, basket) for method in methods),
        until=until,
    )


def _way(method: Any, basket: SingleProduct) -> DeliveryWay:
    charge = method.calculate(basket)
    shown = shown_amount(incl_tax=charge.incl_tax, excl_tax=charge.excl_tax)
    return DeliveryWay(
        code=method.code,
        name=str(method.name),
        charge=shown,
        currency=charge.currency,
        free_from=getattr(method, "free_from", None),
        arrival=getattr(method, "arrival", None),
        days=getattr(method, "days", None),
    )
