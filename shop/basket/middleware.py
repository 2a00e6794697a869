"""Oscar's basket middleware, with a cheap look at the basket, and what is saved for later."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import HttpResponse
from django.utils.functional import SimpleLazyObject, empty
from django.utils.translation import gettext as _
from oscar.apps.basket.middleware import BasketMiddleware as OscarBasketMiddleware
from oscar.core.loading import get_model

from shop.basket.owners import account_baskets, join_baskets

# A guest's saved basket; what Oscar's cookie is for the open one.
SAVED_COOKIE = "oscar_saved_basket"


class BasketMiddleware(OscarBasketMiddleware):
    """Puts three lazy baskets on the request.

    `basket` has its offers applied, `open_basket` is the same as stored, and `saved_basket` holds
    what is kept for later. One that has no row yet is made when something goes into it.
    """

    def __call__(self, request: Any) -> HttpResponse:
        request._saved_cache = None
        request.open_basket = SimpleLazyObject(lambda: self.get_basket(request))
        request.saved_basket = SimpleLazyObject(lambda: self.get_saved_basket(request))
        return super().__call__(request)

    def get_basket(self, request: Any) -> Any:
        """The open basket of whoever asks; what a guest chose joins the account's, once.

        Oscar's, without its repair of two open baskets (the database refuses a second one), and
        with a message only where somebody finds more in the basket than they just put in. What a
        guest saved for later joins what the account has saved. One query, one more for each cookie.
        """
        if request._basket_cache is not None:
            return request._basket_cache
        Basket = get_model("basket", "Basket")
        cookie_key = self.get_cookie_key(request)
        basket = self.get_cookie_basket(cookie_key, request, Basket.open)
        if request.user.is_authenticated:
            guests, basket = basket, self._account_basket(request)
            if guests is not None:
                if not basket.is_empty and not guests.is_empty:
                    messages.info(
                        request, _("What you chose before logging in is in your basket as well.")
                    )
                self.merge_baskets(basket, guests)
                request.cookies_to_delete.append(cookie_key)
        elif basket is None:
            basket = Basket()
        request._basket_cache = basket
        return basket

    def get_saved_basket(self, request: Any) -> Any:
        """What this person keeps for later: of the account, or of the cookie. See `get_basket`."""
        if request.user.is_authenticated:
            self.get_basket(request)
        if request._saved_cache is None:
            Basket = get_model("basket", "Basket")
            owner = request.user if request.user.is_authenticated else None
            found = None
            if owner is None:
                found = self.get_cookie_basket(SAVED_COOKIE, request, Basket.saved)
            request._saved_cache = found or Basket(owner=owner, status=Basket.SAVED)
        return request._saved_cache

    def get_cookie_basket(self, cookie_key: str, request: Any, manager: Any) -> Any:
        """The guest's basket that the cookie names, of the manager's kind; Oscar's looks for open
        ones alone."""
        if cookie_key not in request.COOKIES:
            return None
        try:
            pk = Signer().unsign(request.COOKIES[cookie_key])
            return manager.get(pk=pk, owner=None)
        except (BadSignature, manager.model.DoesNotExist):
            request.cookies_to_delete.append(cookie_key)
            return None

    def merge_baskets(self, master: Any, slave: Any) -> None:
        """See `join_baskets`."""
        join_baskets(basket=master, guests=slave)

    def process_response(self, request: Any, response: HttpResponse) -> HttpResponse:
        """Oscar's, and the cookie of a guest who has saved something for the first time."""
        key, basket = self.get_cookie_key(request), getattr(request, "_basket_cache", None)
        named = request.COOKIES.get(key)
        if (
            basket is not None
            and basket.id
            and named not in (None, self.get_basket_hash(basket.id))
        ):
            request.cookies_to_delete.append(key)  # so that Oscar names the one that it is now
        response = super().process_response(request, response)
        saved = getattr(request, "saved_basket", None)
        if saved is None or (isinstance(saved, SimpleLazyObject) and saved._wrapped is empty):
            return response
        known = SAVED_COOKIE in request.COOKIES and SAVED_COOKIE not in request.cookies_to_delete
        if saved.id and not known and not request.user.is_authenticated:
            response.set_cookie(
                SAVED_COOKIE,
                self.get_basket_hash(saved.id),
                max_age=settings.OSCAR_BASKET_COOKIE_LIFETIME,
                secure=settings.OSCAR_BASKET_COOKIE_SECURE,  # type: ignore[misc]
                httponly=True,
                samesite="Lax",
            )
        return response

    def _account_basket(self, request: Any) -> Any:
        """The account's open basket, made where there is none; its saved one goes to the cache."""
        Basket = get_model("basket", "Basket")
        basket, saved = account_baskets(request.user)
        guests = self.get_cookie_basket(SAVED_COOKIE, request, Basket.saved)
        if guests is not None:
            saved = saved or Basket.saved.get_or_create(owner=request.user)[0]
            self.merge_baskets(saved, guests)
            saved.owner = request.user  # saves a query whenever it is asked
            request.cookies_to_delete.append(SAVED_COOKIE)
        request._saved_cache = saved
        return basket
