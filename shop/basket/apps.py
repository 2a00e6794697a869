"""The basket room: adding, changing, and the personal part of the header."""

from oscar.apps.basket import apps


class BasketConfig(apps.BasketConfig):
    """Oscar's app under our roof; the label stays Oscar's, so its loader finds our classes."""

    name = "shop.basket"
