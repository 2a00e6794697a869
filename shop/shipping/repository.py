"""Which delivery methods a basket may choose from."""

from typing import Any

from oscar.apps.shipping.repository import Repository as OscarRepository

from shop.shipping.methods import HOME, TariffMethod, methods_to


class Repository(OscarRepository):
    """Methods by the country of the address; without one, those for home."""

    def get_available_shipping_methods(
        self, basket: Any, shipping_addr: Any = None, **kwargs: Any
    ) -> list[TariffMethod]:
        """The methods for this address, the default first. Queries nothing."""
        return methods_to(shipping_addr.country_id if shipping_addr else HOME)
