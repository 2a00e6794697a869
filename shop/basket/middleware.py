"""Oscar's basket middleware, with a cheap look at the basket for the header."""

from typing import Any

from django.http import HttpResponse
from django.utils.functional import SimpleLazyObject
from oscar.apps.basket.middleware import BasketMiddleware as OscarBasketMiddleware

from shop.core.http import ShopRequest


class BasketMiddleware(OscarBasketMiddleware):
    """Puts `request.basket` (offers applied) and `request.open_basket` (as stored), both lazy."""

    def __call__(self, request: ShopRequest) -> HttpResponse:
        request.open_basket = SimpleLazyObject(lambda: self.get_basket(request))
        return super().__call__(request)

    def merge_baskets(self, master: Any, slave: Any) -> None:
        """What a guest put in comes on top of what was there; Oscar keeps the larger number."""
        master.merge(slave, add_quantities=True)
