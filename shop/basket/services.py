"""What changes a basket."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from oscar.apps.basket.signals import voucher_addition, voucher_removal
from oscar.core.loading import get_class

from shop.core.oscar import Voucher
from shop.offers.exceptions import VoucherRefused
from shop.offers.selectors import basket_problem, voucher_problem, vouchers_given

Applicator = get_class("offer.applicator", "Applicator")


class QuantityRefused(Exception):
    """The wanted quantity cannot be had; the message is for the shopper, next to the field."""


def change_line_quantity(*, basket: Any, line_id: int, quantity: int) -> None:
    """Set a line's quantity; zero removes it. Under the basket's lock.

    Raises QuantityRefused when the stock does not allow it, and the basket's
    `DoesNotExist` for a line that is not in it; the basket is then unchanged.
    """
    with transaction.atomic():
        basket.lock()
        line = basket.lines.select_related("product", "stockrecord").get(pk=line_id)
        if quantity == 0:
            line.delete()
        else:
            info = basket.strategy.fetch_for_product(line.product, line.stockrecord)
            permitted, reason = info.availability.is_purchase_permitted(quantity)
            if not permitted:
                raise QuantityRefused(reason)
            line.quantity = quantity
            line.save(update_fields=["quantity", "date_updated"])
        basket.reset_offer_applications()


def copy_lines(*, source: Any, target: Any) -> None:
    """Put the lines of `source` into the open basket `target`, as many units as can be bought.

    Its vouchers come along while they can be used. For the way back from an order: the frozen
    basket stays with its order.
    """
    for line in source.lines.select_related("product__parent__product_class").order_by("pk"):
        info = target.strategy.fetch_for_product(line.product)
        left = getattr(info.availability, "num_available", line.quantity)
        wanted = min(line.quantity, max(left - target.product_quantity(line.product), 0))
        if wanted and info.availability.is_available_to_buy:
            target.add_product(line.product, wanted)
    known = set(target.vouchers.values_list("pk", flat=True)) if target.id else set()
    for voucher in source.vouchers.all() if target.id else ():
        usable = voucher.is_active() and voucher.is_available_to_user(target.owner)[0]
        if usable and voucher.pk not in known:
            target.vouchers.add(voucher)
            voucher_addition.send(sender=copy_lines, basket=target, voucher=voucher)


def apply_voucher(*, basket: Any, user: Any, code: str, request: Any = None) -> Any:
    """Put the voucher with this code into the basket and price it again; returns the voucher.

    Upper and lower case are the same. Raises VoucherRefused, with what to tell the shopper, when
    it is unknown, cannot be used or gives nothing here; the basket is then as it was.
    """
    code = code.strip().upper()
    if basket.is_empty:
        raise VoucherRefused(_("Your basket is empty. Please put something in it first."))
    voucher = Voucher.objects.filter(code=code).first()
    if voucher is None:
        raise VoucherRefused(
            _("We do not know the code “%(code)s”. Please check how it is spelt.") % {"code": code}
        )
    if basket.vouchers.filter(pk=voucher.pk).exists():
        raise VoucherRefused(_("“%(code)s” is in your basket already.") % {"code": code})
    if problem := voucher_problem(voucher, user=user):
        raise VoucherRefused(problem)
    try:
        with transaction.atomic():
            basket.vouchers.add(voucher)
            _price_again(basket, user, request)
            if voucher.pk not in vouchers_given(basket):
                raise VoucherRefused(basket_problem(voucher, basket=basket))
            voucher_addition.send(sender=apply_voucher, basket=basket, voucher=voucher)
    except VoucherRefused:
        _price_again(basket, user, request)
        raise
    return voucher


def remove_voucher(*, basket: Any, user: Any, voucher_id: int, request: Any = None) -> Any:
    """Take a voucher out of the basket and price it again; returns it, None if it was not there."""
    voucher = basket.vouchers.filter(pk=voucher_id).first() if basket.id else None
    if voucher is None:
        return None
    with transaction.atomic():
        basket.vouchers.remove(voucher)
        voucher_removal.send(sender=remove_voucher, basket=basket, voucher=voucher)
    _price_again(basket, user, request)
    return voucher


def _price_again(basket: Any, user: Any, request: Any) -> None:
    basket.reset_offer_applications()
    if not basket.is_empty:
        Applicator().apply(basket, user, request)
