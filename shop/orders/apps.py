"""The order room: creation, statuses, fulfilment."""

from oscar.apps.order import apps


class OrderConfig(apps.OrderConfig):
    """Oscar's app under our roof; the label stays Oscar's, so its loader finds our classes."""

    name = "shop.orders"

    def ready(self) -> None:
        """Tell the outbox which messages this room sends."""
        super().ready()
        from shop.orders import emails

        emails.register_kinds()
