"""Why an order could not be placed; Oscar's exceptions and ours."""

from typing import Any

from oscar.apps.checkout.exceptions import *  # noqa: F403


class BasketChanged(Exception):
    """The basket is not what the shopper saw: another tab, a price, an offer."""


class AlreadyPlaced(Exception):
    """This basket is an order already; the loser of a double submit is led to it."""

    def __init__(self, order: Any) -> None:
        self.order = order
        super().__init__(order.number)
