"""Whose basket it is: an account's own, and what a guest brings along when they log in."""

from typing import Any

from oscar.core.loading import get_model


def account_baskets(user: Any) -> tuple[Any, Any]:
    """The account's open basket, made where there is none, and what it saved for later, or None.

    One query where there is one.
    """
    Basket = get_model("basket", "Basket")
    mine = Basket.objects.filter(owner=user, status__in=(Basket.OPEN, Basket.SAVED))
    found = {basket.status: basket for basket in mine}
    basket = found.get(Basket.OPEN) or Basket.open.get_or_create(owner=user)[0]
    saved = found.get(Basket.SAVED)
    for each in (basket, saved):
        if each is not None:
            each.owner = user  # saves a query whenever it is asked
    return basket, saved


def join_baskets(*, basket: Any, guests: Any) -> None:
    """What a guest put in comes on top of what was there; Oscar keeps the larger number.

    Whole, once, and under the locks of both.
    """
    basket.merge(guests, add_quantities=True)
