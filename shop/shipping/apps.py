"""The shipping room: delivery methods and arrival dates."""

from django.core.checks import register
from oscar.apps.shipping import apps


class ShippingConfig(apps.ShippingConfig):
    """Oscar's app under our roof; the label stays Oscar's, so its loader finds our classes."""

    name = "shop.shipping"

    def ready(self) -> None:
        super().ready()
        from shop.shipping import signal_handlers
        from shop.shipping.checks import check_delivery_settings

        signal_handlers.connect()
        register(check_delivery_settings)
