"""What changes a basket."""

import json
from collections.abc import Iterable
from typing import Any

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from oscar.apps.basket.signals import basket_addition, voucher_addition, voucher_removal
from oscar.core.loading import get_class, get_model

from shop.core.oscar import Line, Voucher
from shop.offers.exceptions import VoucherRefused
from shop.offers.selectors import basket_problem, voucher_problem, vouchers_given
from shop.partner.models import StockRecord

Applicator = get_class("offer.applicator", "Applicator")
Basket = get_model("basket", "Basket")

UNDO_SALT = "shop.basket.undo"
UNDO_SECONDS = 60 * 60 * 24
# What makes a line the one that it was; its id is its place among the others.
KEPT = (
    "id",
    "basket_id",
    "line_reference",
    "product_id",
    "stockrecord_id",
    "quantity",
    "price_currency",
    "price_excl_tax",
    "price_incl_tax",
    "tax_code",
)


class QuantityRefused(Exception):
    """The wanted quantity cannot be had; the message is for the shopper, next to the field."""


class NothingToRestore(Exception):
    """A removed line that cannot be put back, or is back already."""


def add_from_form(*, form: Any, user: Any, request: Any) -> Any:
    """Put in what a valid AddToBasketForm asks for, under the basket's lock; returns the line."""
    line, _created = form.basket.add_product(
        form.product, form.cleaned_data["quantity"], form.cleaned_options()
    )
    basket_addition.send(sender=add_from_form, product=form.product, user=user, request=request)
    return line


def change_line_quantity(*, basket: Any, line_id: int, quantity: int) -> None:
    """Set a line's quantity; zero removes it. Under the basket's lock.

    Today's price becomes the one that the shopper knows. Raises QuantityRefused when the stock does
    not allow it, and the line's `DoesNotExist` for one that is not in the basket, or where the
    basket has become an order meanwhile; the basket is then unchanged.
    """
    with transaction.atomic():
        line = _locked_line(basket, line_id)
        if quantity == 0:
            line.delete()
        else:
            permitted, reason = line.purchase_info.availability.is_purchase_permitted(quantity)
            if not permitted:
                raise QuantityRefused(reason)
            line.quantity = quantity
            line.note_price()
            line.save()
    basket.reset_offer_applications()


def remove_line(*, basket: Any, line_id: int) -> tuple[Any, str]:
    """Take a line out, under the basket's lock; returns its product and the way back.

    The way back is a token for `restore_line`, signed, so that a page may keep it.

    Raises the line's `DoesNotExist` as `change_line_quantity` does.
    """
    with transaction.atomic():
        line = _locked_line(basket, line_id)
        kept = {name: getattr(line, name) for name in KEPT}
        kept["attributes"] = list(line.attributes.values_list("option_id", "value"))
        product = line.product
        line.delete()
    basket.reset_offer_applications()
    token = signing.dumps(json.dumps(kept, cls=DjangoJSONEncoder), salt=UNDO_SALT, compress=True)
    return product, token


def restore_line(*, baskets: Iterable[Any], token: str) -> Any:
    """Put a removed line back as it was: place, quantity, options, the price that was known.

    `baskets` are those of whoever asks; the line goes into the one that it came from. What the
    stock says of it now, the line says by itself. Raises NothingToRestore for a token that is not
    ours, too old, used already, of another basket, or of a product that is no longer there.
    """
    try:
        kept = json.loads(signing.loads(token, salt=UNDO_SALT, max_age=UNDO_SECONDS))
    except signing.BadSignature as error:
        raise NothingToRestore from error
    basket = next((one for one in baskets if one.id == kept["basket_id"]), None)
    if basket is None:
        raise NothingToRestore
    attributes = kept.pop("attributes")
    known = StockRecord.objects.filter(pk=kept["stockrecord_id"], product_id=kept["product_id"])
    try:
        with transaction.atomic():
            locked = basket.lock()
            there = basket.lines.filter(line_reference=kept["line_reference"])
            if not locked.can_be_edited or there.exists() or not known.exists():
                raise NothingToRestore
            line = Line(**kept)
            line.basket = basket
            line.save(force_insert=True)
            for option_id, value in attributes:
                line.attributes.create(option_id=option_id, value=value)
    except IntegrityError as error:  # the key or an option was taken or lost meanwhile
        raise NothingToRestore from error
    basket.reset_offer_applications()
    return basket.lines.select_related("product__parent").get(pk=line.pk)


def save_for_later(*, basket: Any, saved: Any, line_id: int) -> Any:
    """Move a line from the basket to what is saved for later; returns its product.

    Units of the same thing that are saved already are added. A first saved basket is made here.
    Under the locks of both. Raises the line's `DoesNotExist` as `change_line_quantity` does.
    """
    with transaction.atomic():
        if saved.id is None and saved.owner_id:
            saved.pk = Basket.saved.get_or_create(owner=saved.owner)[0].pk
        elif saved.id is None:
            saved.save()
        line = _locked_line(basket, line_id, saved)
        product = line.product
        saved.merge_line(line)
    basket.reset_offer_applications()
    return product


def move_to_basket(*, basket: Any, saved: Any, line_id: int) -> tuple[Any, int, int]:
    """Put what was saved for later into the basket, as many units as can be bought.

    Returns the product, how many went over, and how many stay saved because no more are left. A
    first open basket is made here. Under the locks of both. Raises QuantityRefused when not one
    unit can be bought, and the line's `DoesNotExist` for one that is not among the saved.
    """
    if saved.id is None:
        raise Line.DoesNotExist
    if basket.id is None:
        basket.save()
    saved.strategy = basket.strategy
    with transaction.atomic():
        line = _locked_line(saved, line_id, basket)
        inside = basket.product_quantity(line.product)
        availability = line.purchase_info.availability
        left = getattr(availability, "num_available", None)
        units = line.quantity if left is None else min(line.quantity, left - inside)
        if units < 1 and inside and availability.is_available_to_buy:
            raise QuantityRefused(_("All that is left of it is in your basket already."))
        permitted, reason = availability.is_purchase_permitted(inside + max(units, 1))
        if not permitted:
            raise QuantityRefused(reason)
        rest = line.quantity - units
        attributes = list(line.attributes.values_list("option_id", "value"))
        line.quantity = units
        line.note_price()
        product = line.product
        basket.merge_line(line)
        if rest:
            kept = {name: getattr(line, name) for name in KEPT if name != "id"}
            again = saved.lines.create(**{**kept, "basket_id": saved.id, "quantity": rest})
            for option_id, value in attributes:
                again.attributes.create(option_id=option_id, value=value)
    basket.reset_offer_applications()
    saved.reset_offer_applications()
    return product, units, rest


def _locked_line(basket: Any, line_id: int, *others: Any) -> Any:
    """The line as it is now, in its basket, under the lock; inside a transaction."""
    if not basket.lock(*others).can_be_edited:
        raise Line.DoesNotExist
    lines = basket.lines.select_related(
        "product__parent__product_class", "product__product_class", "stockrecord"
    )
    line = lines.get(pk=line_id)
    line.basket = basket
    return line


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
            price_again(basket, user, request)
            if voucher.pk not in vouchers_given(basket):
                raise VoucherRefused(basket_problem(voucher, basket=basket))
            voucher_addition.send(sender=apply_voucher, basket=basket, voucher=voucher)
    except VoucherRefused:
        price_again(basket, user, request)
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
    price_again(basket, user, request)
    return voucher


def price_again(basket: Any, user: Any, request: Any = None) -> None:
    """Read the lines again and apply the offers to them, as on a fresh request."""
    basket.reset_offer_applications()
    if not basket.is_empty:
        Applicator().apply(basket, user, request)
