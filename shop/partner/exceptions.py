"""What can go wrong with stock."""

from typing import Any


class InsufficientStock(Exception):
    """Fewer units are left than were asked for."""

    def __init__(self, stockrecord: Any, *, wanted: int) -> None:
        self.stockrecord = stockrecord
        self.wanted = wanted
        self.left = max(stockrecord.net_stock_level, 0)
        super().__init__(f"{stockrecord.partner_sku}: {wanted} wanted, {self.left} left")
