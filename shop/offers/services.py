"""Using offers and vouchers, and giving their use back.

Locks, in this order everywhere: vouchers by primary key, then (the partner room's) stock records,
then offers by primary key. Offers come last because a sale is on every order of the shop.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from django.db.models import F, Sum
from django.db.models.functions import Greatest
from oscar.core.loading import get_model

from shop.core.oscar import ConditionalOffer, Voucher
from shop.offers.exceptions import UsedUp

SHIPPING = "Shipping"  # OrderDiscount's category of a discount on the delivery


def hold_vouchers(*, basket: Any, user: Any) -> None:
    """Lock the basket's vouchers and take out those that cannot be used (any more).

    To be called in the transaction that places the order, before the basket is priced: what the
    price says of the vouchers is then true until the commit.
    """
    vouchers = Voucher.objects.select_for_update(of=("self",)).filter(basket=basket)
    for voucher in vouchers.order_by("pk"):
        if not (voucher.is_active() and voucher.is_available_to_user(user)[0]):
            basket.vouchers.remove(voucher)


def record_offers(*, order: Any) -> None:
    """Count a new order's use of its offers, under the offers' locks.

    In the transaction that places the order. Raises UsedUp when a limit was reached between the
    pricing and now; the transaction must then be given up.
    """
    discounts = list(order.discounts.filter(frequency__gt=0).order_by("offer_id"))
    offers = _lock_offers(discounts)
    for discount in discounts:
        offer = offers.get(discount.offer_id)
        if offer is None:
            raise UsedUp(discount.offer_name or "")
        offer.record_usage(
            {
                "freq": discount.frequency,
                "discount": discount.amount,
                "shipping": discount.category == SHIPPING,
            }
        )
        limit = offer.max_user_applications if order.user_id else None
        # This order's own row is among those counted.
        if limit and offer.get_num_user_applications(order.user) > limit:
            raise UsedUp(offer.name)


@contextmanager
def release_usage(*, order: Any) -> Iterator[None]:
    """Undo an order's use of vouchers and offers, around the block that releases its stock.

    The shopper can use the vouchers again, and the offers get their uses and budget back. In a
    transaction that holds the order's lock. Idempotent: vouchers are known by their applications,
    offers by the frequency of the order's discounts, and a release leaves neither. A context
    manager because the stock's locks are taken between those of vouchers and offers.
    """
    _release_vouchers(order)
    yield
    _release_offers(order)


def _release_vouchers(order: Any) -> None:
    applications = get_model("voucher", "VoucherApplication").objects.filter(order=order)
    used = list(applications.order_by("voucher_id").values_list("voucher_id", flat=True))
    if not used:
        return
    given = dict(
        order.discounts.filter(voucher_id__in=used)
        .order_by()
        .values("voucher_id")
        .annotate(sum=Sum("amount"))
        .values_list("voucher_id", "sum")
    )
    applications.delete()
    for pk in used:
        Voucher.objects.filter(pk=pk).update(
            num_orders=Greatest(F("num_orders") - 1, 0),
            num_basket_additions=Greatest(F("num_basket_additions") - 1, 0),
            total_discount=F("total_discount") - given.get(pk, Decimal("0.00")),
        )


def _release_offers(order: Any) -> None:
    discounts = list(order.discounts.filter(frequency__gt=0).order_by("offer_id"))
    offers = _lock_offers(discounts)
    for discount in discounts:
        if offer := offers.get(discount.offer_id):
            offer.release_usage(applications=discount.frequency, amount=discount.amount)
    if discounts:
        # The amounts stay for the order's page; what no longer counts is how often.
        order.discounts.filter(frequency__gt=0).update(frequency=0)


def _lock_offers(discounts: list[Any]) -> dict[int, Any]:
    ids = {discount.offer_id for discount in discounts if discount.offer_id}
    if not ids:
        return {}
    offers = ConditionalOffer.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return {offer.pk: offer for offer in offers}
