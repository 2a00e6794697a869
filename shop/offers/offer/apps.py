"""Oscar's offers under our roof."""

from oscar.apps.offer import apps


class OfferConfig(apps.OfferConfig):
    """Oscar's app under our roof; the label stays Oscar's, so its loader finds our classes."""

    name = "shop.offers.offer"

    def ready(self) -> None:
        """Oscar's receivers, and ours that forget what is kept of offers."""
        super().ready()
        from shop.offers.offer.signal_handlers import connect

        connect()
