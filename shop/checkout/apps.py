"""The checkout room: from basket to paid order."""

from oscar.apps.checkout import apps


class CheckoutConfig(apps.CheckoutConfig):
    """Oscar's app under our roof; the label stays Oscar's, so its loader finds our classes."""

    name = "shop.checkout"
