"""Oscar's order creation, with numbers that tell nothing."""

from typing import Any

from oscar.apps.order.utils import *  # noqa: F403
from oscar.apps.order.utils import OrderCreator as OscarOrderCreator
from oscar.apps.order.utils import OrderNumberGenerator as OscarOrderNumberGenerator

from shop.orders.numbers import random_order_number


class OrderNumberGenerator(OscarOrderNumberGenerator):
    """Oscar counts (100000 + basket id), which lets anybody count our orders."""

    def order_number(self, basket: Any) -> str:
        """A random number; the unique column is what makes it the only one."""
        return random_order_number()


class OrderCreator(OscarOrderCreator):
    """Oscar's, without asking again for products that the basket has at hand."""

    def update_stock_records(self, line: Any) -> None:
        """Allocate the line's stock; raises InsufficientStock (see StockRecord.allocate)."""
        line.stockrecord.product = line.product
        super().update_stock_records(line)
