"""Wish lists: what is put on them, and from there into the basket."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.basket.forms import AddToBasketForm
from shop.catalogue.models import Product
from shop.core.oscar import WishList


class NotAddable(Exception):
    """The basket does not take it; the message is for the shopper."""


def keep_on_list(*, user: User, product: Product, key: str = "") -> Any:
    """Put `product` on one of the user's lists; on it already, it stays there once.

    Without a `key` it is the newest list, and a first one is made. Returns the list. Raises
    WishList.DoesNotExist for a key that is not the user's. Locks the user's row, so that two
    presses at once make one list and one line.
    """
    with transaction.atomic():
        User.objects.select_for_update().only("pk").get(pk=user.pk)
        lists = WishList.objects.filter(owner=user)
        if key:
            wishlist = lists.get(key=key)
        else:
            wishlist = lists.order_by("-date_created", "-pk").first() or lists.create(
                owner=user, name=_("My wish list")
            )
        wishlist.lines.get_or_create(product=product, defaults={"title": product.get_title()})
    return wishlist


def keep_after_login(*, user: User, target: int) -> str:
    """The wish that waited for a log-in; what to tell the shopper."""
    product = Product.objects.filter(pk=target, is_public=True).first()
    if product is None:
        return ""
    return kept_message(product, keep_on_list(user=user, product=product))


def kept_message(product: Product, wishlist: Any) -> str:
    """What to say when it is on the list."""
    names = {"title": product.get_title(), "list": wishlist.name}
    return _("“%(title)s” is on the list “%(list)s”.") % names


def move_to_basket(*, line: Any, basket: Any) -> Product:
    """Put one unit of a wish list's line into the basket and take the line off the list.

    Returns the product. Raises NotAddable with the reason, such as that it is sold out; the list
    is then as it was. Locks the basket.
    """
    product = line.product
    if product is None or not product.is_public or product.is_parent:
        raise NotAddable(_("Please choose on the product’s page."))
    sold_as = product.parent if product.is_child else product
    data = {"quantity": "1", **({"child_id": str(product.pk)} if product.is_child else {})}
    form = AddToBasketForm(basket, sold_as, data=data)
    if not form.is_valid():
        raise NotAddable(next(iter(error for errors in form.errors.values() for error in errors)))
    with transaction.atomic():
        basket.add_product(form.product, 1)
        line.delete()
    return form.product
