"""The cart of whoever asks: an account's open basket, or the one that a guest's token opens."""

from typing import Any

from django.utils.translation import gettext as _
from oscar.core.loading import get_model

from shop.api.problems import NotThere, Problem
from shop.api.tokens import HEADER, basket_id_of
from shop.basket.owners import account_baskets, join_baskets
from shop.basket.services import price_again

Basket = get_model("basket", "Basket")


def cart_of(request: Any) -> Any:
    """The cart, with offers applied; one that has no row yet is made when something goes into it.

    What a guest put in joins the account's, once, when both are named: after log-in. A guest's cart
    that has become an order, or has joined an account's, is followed by an empty one. Raises
    NotThere for a token that opens none.
    """
    guests = _guests(request)
    if request.user.is_authenticated:
        basket, _saved = account_baskets(request.user)
        if guests is not None:
            join_baskets(basket=basket, guests=guests)
    else:
        basket = guests or Basket()
    basket.strategy = request.strategy
    price_again(basket, request.user, request._request)
    return basket


def _guests(request: Any) -> Any:
    if not request.headers.get(HEADER):
        return None
    basket_id = basket_id_of(request)
    found = Basket.objects.filter(pk=basket_id, owner=None).first() if basket_id else None
    if found is None:
        raise NotThere(_("No cart has this token."), code="cart_not_found")
    return found if found.status == Basket.OPEN else None


def country_asked(asked: dict[str, Any], served: tuple[tuple[str, str], ...], home: str) -> str:
    """The country of delivery that was asked for, home by default. Raises Problem elsewhere."""
    country = asked.get("country") or home
    if country not in dict(served):
        raise Problem(
            _("We do not deliver there."),
            code="unknown_choice",
            errors=[("country", "unknown", country)],
        )
    return country
