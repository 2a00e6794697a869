"""What changes a basket."""

from typing import Any

from django.db import transaction
from oscar.apps.basket.signals import voucher_addition


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
