"""What a checkout shows before anything is placed: ways of delivery, the sums, what is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from oscar.core.loading import get_class

from shop.basket.selectors import DeliveryChoice, Totals, basket_totals, delivery_choice
from shop.core.oscar import ShippingAddress

Repository = get_class("shipping.repository", "Repository")


@dataclass(frozen=True)
class Quote:
    """Delivery of a basket to `country` (ISO 3166-1 alpha-2) and what all of it comes to.

    `chosen` is Oscar's method that the totals reckon with; None where nothing goes there.
    """

    country: str
    methods: Sequence[Any]
    chosen: Any
    choices: tuple[DeliveryChoice, ...]
    totals: Totals


@dataclass(frozen=True)
class LineProblem:
    """Why a line of the basket cannot be bought as it stands."""

    line_id: int
    title: str
    reason: str


def delivery_methods(basket: Any, *, country: str, request: Any = None) -> list[Any]:
    """Oscar's methods to a country, home without one; the default first."""
    address = ShippingAddress(country_id=country or settings.SHOP_HOME_COUNTRY)
    return Repository().get_shipping_methods(basket=basket, shipping_addr=address, request=request)


def quote(basket: Any, *, country: str, method_code: str = "", request: Any = None) -> Quote:
    """The methods and the totals, with the method of that code or else the first.

    The basket reckons with the country's VAT from now on. Queries where a method weighs it.
    """
    basket.deliver_to(country)
    methods = delivery_methods(basket, country=country, request=request)
    chosen = next((m for m in methods if m.code == method_code), methods[0] if methods else None)
    return Quote(
        country=country,
        methods=methods,
        chosen=chosen,
        choices=tuple(delivery_choice(m, basket, chosen=m is chosen) for m in methods),
        totals=basket_totals(basket, shipping_method=chosen),
    )


def line_problems(basket: Any) -> list[LineProblem]:
    """The lines that cannot be bought as they stand. No query beyond the basket's own."""
    problems = []
    for line in basket.all_lines():
        permitted, reason = line.purchase_info.availability.is_purchase_permitted(line.quantity)
        if not permitted:
            problems.append(LineProblem(line.pk, line.product.get_title(), str(reason)))
    return problems
