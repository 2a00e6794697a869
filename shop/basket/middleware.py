"""Oscar's basket middleware, with a cheap look at the basket for the header."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from oscar.apps.basket.middleware import BasketMiddleware as OscarBasketMiddleware


class BasketMiddleware(OscarBasketMiddleware):
    """Puts `request.basket` (offers applied) and `request.open_basket` (as stored); both are lazy."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.open_basket = SimpleLazyObject(lambda: self.get_basket(request))  # type: ignore[attr-defined]
        return super().__call__(request)

    def merge_baskets(self, master: Any, slave: Any) -> None:
        """What was put in as a guest comes on top of what was there; Oscar keeps the larger number."""
        master.merge(slave, add_quantities=True)
