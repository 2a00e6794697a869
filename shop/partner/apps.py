"""The partner room: prices, tax and stock that cannot be oversold."""

from oscar.apps.partner import apps


class PartnerConfig(apps.PartnerConfig):
    """Oscar's app under our roof; the label stays Oscar's, so its loader finds our classes."""

    name = "shop.partner"

    def ready(self) -> None:
        super().ready()
        from shop.partner import signal_handlers

        signal_handlers.connect()
