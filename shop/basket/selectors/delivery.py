"""What delivery of a basket costs, when it arrives, and how far it is from being free."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from oscar.core.loading import get_class

from shop.core.oscar import ShippingAddress
from shop.core.templatetags.money import money
from shop.partner.prices import shown_amount, shows_vat_inside
from shop.shipping.dates import arrival_text
from shop.shipping.selectors import countries_served

Repository = get_class("shipping.repository", "Repository")


@dataclass(frozen=True)
class DeliveryChoice:
    """A delivery method for a basket; `price` as the shop shows it, `arrives` with the days.

    `days` are the first and the last of them, where the method promises any.
    """

    code: str
    name: str
    price: Decimal
    arrives: str
    chosen: bool = False
    days: tuple[date, date] | None = None


@dataclass(frozen=True)
class DeliveryEstimate:
    """What delivery to `country` (ISO 3166-1 alpha-2) comes to; the first choice is reckoned with.

    No choices: nothing of this goes there. `method` is Oscar's, for the totals.
    """

    country: str
    country_name: str
    countries: tuple[tuple[str, str], ...]
    choices: tuple[DeliveryChoice, ...]
    method: Any


@dataclass(frozen=True)
class FreeDelivery:
    """How far a basket is from free delivery: `text` says it, `value` of `most` is reached."""

    text: str
    value: Decimal
    most: Decimal
    is_free: bool


def delivery_estimate(basket: Any, *, country: str) -> DeliveryEstimate:
    """The methods to a country for this basket, which reckons with that country's VAT from now on.

    No query while the cache is warm; one where a method has weight bands.
    """
    countries = countries_served()
    basket.deliver_to(country)
    methods: Sequence[Any] = ()
    if not basket.is_empty:
        methods = Repository().get_shipping_methods(
            basket, shipping_addr=ShippingAddress(country_id=country)
        )
    return DeliveryEstimate(
        country=country,
        country_name=dict(countries).get(country, country),
        countries=countries,
        choices=tuple(delivery_choice(method, basket) for method in methods),
        method=methods[0] if methods else None,
    )


def free_delivery(basket: Any, *, method: Any) -> FreeDelivery | None:
    """How much more makes the method free; None where no amount does, or it is free anyway.

    No query beyond the basket's own.
    """
    free_from = getattr(getattr(method, "method", method), "free_from", None)
    if not free_from or basket.is_empty:
        return None
    reached = basket.total_incl_tax
    missing = free_from - reached
    if missing <= 0:
        return FreeDelivery(_("Delivery is free."), free_from, free_from, is_free=True)
    if method.calculate(basket).incl_tax == 0:
        return None
    # What counts is what is paid, so the sum is said with VAT however prices are shown.
    text = _("%(amount)s to free delivery.")
    if not shows_vat_inside():
        text = _("%(amount)s (incl. VAT) to free delivery.")
    amount = money(missing, basket.currency)
    return FreeDelivery(text % {"amount": amount}, reached, free_from, is_free=False)


def delivery_choice(method: Any, basket: Any, *, chosen: bool = False) -> DeliveryChoice:
    """One of Oscar's methods as pages offer it. Queries where the method weighs the basket."""
    charge = method.calculate(basket)
    return DeliveryChoice(
        code=method.code,
        name=str(method.name),
        price=shown_amount(incl_tax=charge.incl_tax, excl_tax=charge.excl_tax),
        arrives=arrival_of(method),
        chosen=chosen,
        days=days_of(method),
    )


def arrival_of(method: Any) -> str:
    """When it arrives, and what the shop adds to that: “Arrives Tue 24 Nov · Signed for”."""
    arrival = days_of(method)
    said = (arrival_text(*arrival) if arrival else "", str(method.description))
    return " · ".join(part for part in said if part)


def days_of(method: Any) -> tuple[date, date] | None:
    """The first and the last day of arrival, of a method that promises any.

    An offer on delivery wraps the method; one of another strategy may promise nothing.
    """
    return getattr(getattr(method, "method", method), "arrival", None)
