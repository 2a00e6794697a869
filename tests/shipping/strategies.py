"""A delivery strategy as another shop might write it."""

from decimal import Decimal
from typing import Any

from oscar.apps.shipping.methods import FixedPrice

from shop.shipping.tariffs import tariff_methods


def with_collection(*, basket: Any, shipping_addr: Any, request: Any) -> list[Any]:
    """Collection from the shop for two pounds before the dashboard's methods."""
    collection = FixedPrice(charge_excl_tax=Decimal("2.00"), charge_incl_tax=Decimal("2.00"))
    collection.code, collection.name = "collect", "Collect from the shop"
    others = tariff_methods(basket=basket, shipping_addr=shipping_addr, request=request)
    return [collection, *others]
