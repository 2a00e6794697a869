"""Placing an order: one transaction from an open basket to an order that holds its stock."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from oscar.core.loading import get_class, get_model

from shop.basket.selectors import days_of
from shop.checkout.exceptions import AlreadyPlaced, BasketChanged
from shop.core.oscar import UserAddress
from shop.offers.exceptions import UsedUp
from shop.offers.services import hold_vouchers
from shop.orders.services import mark_paid
from shop.partner.tax import in_percent

OrderCreator = get_class("order.utils", "OrderCreator")
OrderNumberGenerator = get_class("order.utils", "OrderNumberGenerator")
OrderTotalCalculator = get_class("checkout.calculators", "OrderTotalCalculator")
Applicator = get_class("offer.applicator", "Applicator")
Order = get_model("order", "Order")


def place_order(
    *,
    basket: Any,
    user: Any,
    shipping_address: Any,
    shipping_method: Any,
    guest_email: str,
    expected_total: Decimal,
    billing_address: Any = None,
    request: Any = None,
) -> Any:
    """Turn an open basket into an order that awaits its payment; returns the order.

    One transaction: takes the basket's lock, prices it again, writes the order through Oscar's
    OrderCreator, allocates the stock in primary-key order, freezes the basket. The order holds
    its stock for SHOP_PAYMENT_WINDOW_MINUTES. `expected_total` (VAT inside) is what the shopper
    saw. An order of nothing is paid at once.

    Raises BasketChanged when the total is another now or an offer was used up, InsufficientStock
    when too little is left, AlreadyPlaced when the basket was submitted twice. In each case
    nothing is written.
    """
    try:
        with transaction.atomic():
            return _place(
                basket=basket,
                user=user,
                shipping_address=shipping_address,
                billing_address=billing_address,
                shipping_method=shipping_method,
                guest_email=guest_email,
                expected_total=expected_total,
                request=request,
            )
    except UsedUp:
        raise BasketChanged from None
    except IntegrityError:
        # The unique basket of an order decided against us; the winner's order is there now.
        if order := Order.objects.filter(basket_id=basket.pk).first():
            raise AlreadyPlaced(order) from None
        raise


def _place(
    *,
    basket: Any,
    user: Any,
    shipping_address: Any,
    billing_address: Any,
    shipping_method: Any,
    guest_email: str,
    expected_total: Decimal,
    request: Any,
) -> Any:
    locked = basket.lock()
    if locked.status != locked.OPEN:
        if order := Order.objects.filter(basket_id=locked.pk).first():
            raise AlreadyPlaced(order)
        raise BasketChanged
    basket.reset_offer_applications()
    if basket.is_empty:
        raise BasketChanged
    if shipping_address is not None:
        basket.deliver_to(shipping_address.country_id)
    hold_vouchers(basket=basket, user=user)
    Applicator().apply(basket, user, request)
    shipping_charge = shipping_method.calculate(basket)
    total = OrderTotalCalculator().calculate(basket, shipping_charge)
    if total.incl_tax != expected_total:
        raise BasketChanged

    if shipping_address is not None:
        shipping_address.save()
    if billing_address is not None:
        billing_address.save()
    order = OrderCreator().place_order(
        basket=basket,
        total=total,
        shipping_method=shipping_method,
        shipping_charge=shipping_charge,
        user=user,
        shipping_address=shipping_address,
        billing_address=billing_address,
        order_number=OrderNumberGenerator().order_number(basket),
        request=request,
        guest_email="" if user.is_authenticated else guest_email,
        expires_at=timezone.now() + timedelta(minutes=settings.SHOP_PAYMENT_WINDOW_MINUTES),
        shipping_tax_rate=in_percent(getattr(shipping_charge, "rate", None)),
        **_promised_days(shipping_method),
    )
    if user.is_authenticated and shipping_address is not None:
        _remember_address(user=user, shipping_address=shipping_address)
    basket.freeze()
    if total.incl_tax == 0:
        mark_paid(order=order)
    return order


def _promised_days(shipping_method: Any) -> dict[str, date]:
    """The days of arrival that the page showed, to be kept with the order."""
    arrival = days_of(shipping_method)
    return dict(zip(("arrives_from", "arrives_to"), arrival or (), strict=False))


def _remember_address(*, user: Any, shipping_address: Any) -> None:
    """Keep the address in the shopper's address book, once."""
    address = UserAddress(user=user)
    shipping_address.populate_alternative_model(address)
    known = user.addresses.filter(hash=address.generate_hash()).first()
    if known is None:
        address.is_default_for_shipping = not user.addresses.exists()
        known = address
    known.num_orders_as_shipping_address += 1
    known.save()
