"""Oscar's basket middleware, with a cheap look at the basket for the header."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from oscar.apps.basket.middleware import BasketMiddleware as OscarBasketMiddleware
from oscar.core.loading import get_model

from shop.core.http import ShopRequest


class BasketMiddleware(OscarBasketMiddleware):
    """Puts `request.basket` (offers applied) and `request.open_basket` (as stored), both lazy."""

    def __call__(self, request: ShopRequest) -> HttpResponse:
        request.open_basket = SimpleLazyObject(lambda: self.get_basket(request))
        return super().__call__(request)

    def get_basket(self, request: Any) -> Any:
        """The open basket of whoever asks; what a guest chose joins the account's, once.

        Oscar's, without its repair of two open baskets (the database refuses a second one), and
        with a message only where somebody finds more in the basket than they just put in.
        """
        if request._basket_cache is not None:
            return request._basket_cache
        baskets = get_model("basket", "Basket").open
        cookie_key = self.get_cookie_key(request)
        basket = self.get_cookie_basket(cookie_key, request, baskets)
        if request.user.is_authenticated:
            guests, (basket, _created) = basket, baskets.get_or_create(owner=request.user)
            basket.owner = request.user  # saves a query whenever it is asked
            if guests is not None:
                if not basket.is_empty and not guests.is_empty:
                    messages.info(
                        request, _("What you chose before logging in is in your basket as well.")
                    )
                self.merge_baskets(basket, guests)
                request.cookies_to_delete.append(cookie_key)
        elif basket is None:
            basket = baskets.model()
        request._basket_cache = basket
        return basket

    def merge_baskets(self, master: Any, slave: Any) -> None:
        """What a guest put in comes on top of what was there; Oscar keeps the larger number."""
        master.merge(slave, add_quantities=True)
