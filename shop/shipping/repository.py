"""Which delivery methods a basket may choose from."""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from oscar.apps.shipping.repository import Repository as OscarRepository


class Repository(OscarRepository):
    """Oscar's, over the strategy that SHOP_DELIVERY_STRATEGY names.

    A strategy is a function: `basket`, `shipping_addr` (an address with `country_id`, or None
    before there is one) and `request` (or None) by name; it returns Oscar's shipping methods, the
    default first, or an empty list where nothing goes. A method may have an `arrival`, the first
    and the last date. It is asked several times a request, so it should keep what it fetches.
    """

    def get_available_shipping_methods(
        self, basket: Any, shipping_addr: Any = None, **kwargs: Any
    ) -> list[Any]:
        """The methods for this address, the default first."""
        strategy = import_string(settings.SHOP_DELIVERY_STRATEGY)
        return strategy(basket=basket, shipping_addr=shipping_addr, request=kwargs.get("request"))

    def get_default_shipping_method(
        self, basket: Any, shipping_addr: Any = None, **kwargs: Any
    ) -> Any:
        """The first method; None, where Oscar raises, when the basket cannot be sent there."""
        methods = self.get_shipping_methods(basket, shipping_addr=shipping_addr, **kwargs)
        return methods[0] if methods else None
