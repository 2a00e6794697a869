"""Races that a shop loses money by. Each names the lock without which it fails."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from oscar.core.loading import get_model

from shop.checkout.gateways.demo import PAYS, DemoGateway
from shop.checkout.models import Payment
from shop.checkout.payments import cancel_expired_orders, refresh_payment, start_payment
from shop.communication.models import OutboundMessage
from tests.factories import add_to_basket, make_product, place_order

pytestmark = [pytest.mark.postgres]

Order = get_model("order", "Order")
Basket = get_model("basket", "Basket")


def same_browser(client: Client) -> Client:
    """A second tab: another connection with the same cookies."""
    tab = Client()
    tab.cookies.update(client.cookies)
    return tab


def test_twenty_simultaneous_adds_to_one_are_twenty_one(client, at_once):
    """Basket.add_product takes the basket's row lock; without it adds are lost."""
    product = make_product(stock=100)
    add_to_basket(client, product)
    tabs = [same_browser(client) for _ in range(20)]
    answers = at_once([lambda tab=tab: add_to_basket(tab, product).status_code for tab in tabs])
    assert answers == [302] * 20
    assert Basket.objects.get().lines.get().quantity == 21


def test_the_last_unit_is_sold_once(at_once):
    """StockRecord.allocate compares in its UPDATE; without that every shopper gets an order."""
    product = make_product(stock=1)
    shoppers = [Client() for _ in range(8)]
    for shopper in shoppers:
        add_to_basket(shopper, product)
    answers = at_once([lambda c=shopper: place_order(c).url for shopper in shoppers])
    assert sum(url.startswith("/checkout/pay/") for url in answers) == 1
    assert answers.count("/basket/") == 7
    assert Order.objects.count() == 1
    assert product.stockrecords.get().net_stock_level == 0


def test_five_clicks_on_one_basket_are_one_order(client, at_once):
    """place_order takes the basket's lock; the unique basket of an order stands behind it."""
    product = make_product(stock=10)
    add_to_basket(client, product, 2)
    tabs = [same_browser(client) for _ in range(5)]
    answers = at_once([lambda tab=tab: place_order(tab).url for tab in tabs])
    order = Order.objects.get()
    payment_url = f"/checkout/pay/{order.number}/{order.key}/"
    assert payment_url in answers
    assert set(answers) <= {payment_url, "/basket/"}
    assert product.stockrecords.get().num_allocated == 2


def test_eight_starts_are_one_payment(client, at_once):
    """start_payment takes the order's lock; the partial unique constraint stands behind it."""
    add_to_basket(client, make_product())
    place_order(client)
    order = Order.objects.get()
    payments = at_once([lambda: start_payment(order=order).pk for _ in range(8)])
    assert set(payments) == {Payment.objects.get().pk}


@pytest.mark.parametrize("_turn", range(10))
def test_payment_against_expiry_has_one_winner(client, at_once, _turn):
    """The provider decides, and apply_snapshot acts under the order's lock: never both."""
    product = make_product(stock=5)
    add_to_basket(client, product, 2)
    place_order(client)
    order = Order.objects.get()
    payment = start_payment(order=order)
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    def pay() -> str:
        DemoGateway().pay(reference=payment.reference, card_number=PAYS)
        return refresh_payment(payment=payment).state

    at_once([pay, cancel_expired_orders])
    refresh_payment(payment=payment)
    order.refresh_from_db()
    payment.refresh_from_db()
    allocated = product.stockrecords.get().num_allocated
    outcome = (order.status, payment.state, allocated, OutboundMessage.objects.count())
    assert outcome in [("Paid", "succeeded", 2, 1), ("Cancelled", "cancelled", 0, 0)]


def test_ten_looks_at_a_success_pay_once(client, at_once):
    """apply_snapshot locks order, then payment; without it Oscar's books are written twice."""
    add_to_basket(client, make_product())
    place_order(client)
    order = Order.objects.get()
    payment = start_payment(order=order)
    DemoGateway().pay(reference=payment.reference, card_number=PAYS)
    answers = at_once([lambda: refresh_payment(payment=payment).state for _ in range(10)])
    assert set(answers) == {"succeeded"}
    assert order.sources.count() == 1
    assert OutboundMessage.objects.count() == 1
