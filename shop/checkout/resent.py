"""A checkout form that arrives again: by a double click, or because its answer was lost."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils import timezone
from oscar.core.loading import get_model

from shop.core.http import ShopRequest
from shop.orders.statuses import CANCELLED


def order_of_resent_form(request: ShopRequest) -> Any:
    """The order that this browser's basket has become; None where it became none.

    The basket may have been ordered since this request read it, or before: then the signed cookie
    proves a guest's basket, and an account's is its newest order while that could still wait for
    its payment. An order that was cancelled is none. Two queries at most.
    """
    orders = get_model("order", "Order").objects.exclude(status=CANCELLED).order_by("-pk")
    basket = request.basket
    if basket.id and (order := orders.filter(basket_id=basket.id).first()):
        return order
    if not basket.is_empty:
        return None
    if request.user.is_authenticated:
        window = timedelta(minutes=settings.SHOP_PAYMENT_WINDOW_MINUTES)
        return orders.filter(user=request.user, date_placed__gt=timezone.now() - window).first()
    cookie: str = settings.OSCAR_BASKET_COOKIE_OPEN  # type: ignore[misc]  # Oscar's own default
    try:
        basket_id = Signer().unsign(request.COOKIES.get(cookie, ""))
    except BadSignature:
        return None
    return orders.filter(basket_id=basket_id, user=None).first()
