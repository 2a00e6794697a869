"""Races that a shop loses money by. Each names the lock without which it fails."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from oscar.core.loading import get_model

from shop.checkout.events import process_event
from shop.checkout.gateways.demo import PAYS, DemoGateway, demo_event
from shop.checkout.models import DemoCharge, Payment, Refund, WebhookEvent
from shop.checkout.payments import cancel_expired_orders, refresh_payment, start_payment
from shop.checkout.refunds import RefundRefused, request_refund, send_refund
from shop.communication.models import OutboundMessage
from tests.factories import add_to_basket, make_product, pay, place_order
from tests.factories.shopping import CARD

pytestmark = [pytest.mark.postgres]

Order = get_model("order", "Order")
Basket = get_model("basket", "Basket")


def pay_at_once(client: Client) -> str:
    """Send the whole checkout, card and all; returns where it leads."""
    return place_order(client, **CARD).url


def paid_order(client: Client) -> Any:
    """An order of £54.00 and delivery, paid."""
    add_to_basket(client, make_product(price="18.00", stock=9), 3)
    pay(client, place_order(client).url)
    return Order.objects.get()


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


def test_fifty_shoppers_and_one_unit_are_one_order_and_forty_nine_uncharged(at_once):
    """As above with a crowd; who came too late has no payment and is told so."""
    product = make_product(stock=1)
    shoppers = [Client() for _ in range(50)]
    for shopper in shoppers:
        add_to_basket(shopper, product)
    answers = at_once([lambda c=shopper: pay_at_once(c) for shopper in shoppers])
    assert answers.count("/checkout/thank-you/") == 1
    assert answers.count("/basket/") == 49
    assert Order.objects.get().status == "Paid"
    assert Payment.objects.count() == 1


def test_payment_against_expiry_has_one_winner_sixty_times(at_once):
    """The provider decides, and apply_snapshot acts under the order's lock: never both."""
    for _turn in range(60):
        product = make_product(stock=5)
        shopper = Client()
        add_to_basket(shopper, product, 2)
        place_order(shopper)
        order = Order.objects.latest("pk")
        payment = start_payment(order=order)
        Order.objects.filter(pk=order.pk).update(expires_at=timezone.now() - timedelta(minutes=1))

        def pay(payment=payment) -> str:
            DemoGateway().pay(reference=payment.reference, card_number=PAYS)
            return refresh_payment(payment=payment).state

        at_once([pay, cancel_expired_orders])
        refresh_payment(payment=payment)
        order.refresh_from_db()
        payment.refresh_from_db()
        outcome = (
            order.status,
            payment.state,
            product.stockrecords.get().num_allocated,
            OutboundMessage.objects.filter(context__order_id=order.pk).count(),
        )
        assert outcome in [("Paid", "succeeded", 2, 1), ("Cancelled", "cancelled", 0, 0)]


def test_five_refunds_of_sixty_percent_are_one(client, at_once):
    """request_refund reserves under the order's lock; without it more goes back than was paid."""
    order = paid_order(client)
    share = order.total_incl_tax * 6 / 10

    def refund() -> str:
        return request_refund(order=order, amount=share).key

    answers = at_once([refund] * 5)
    refused = [answer for answer in answers if isinstance(answer, RefundRefused)]
    assert len(refused) == 4
    assert Refund.objects.count() == 1


def test_one_refund_key_five_times_at_once_goes_back_once(client, at_once):
    """The same lock, and the unique key behind it; the provider's own idempotency behind that."""
    order = paid_order(client)
    refunds = at_once([lambda: request_refund(order=order, key="k").pk for _ in range(5)])
    assert len(set(refunds)) == 1
    at_once([lambda: send_refund(refund_id=refunds[0]).state for _ in range(5)])
    assert DemoCharge.objects.get().refunded == Payment.objects.get().amount
    assert OutboundMessage.objects.filter(kind="order_refunded").count() == 1


def test_ten_webhooks_at_once_pay_once(client, at_once):
    """The event's unique id, and apply_snapshot's lock behind it."""
    add_to_basket(client, make_product())
    place_order(client)
    payment = start_payment(order=Order.objects.get())
    DemoGateway().pay(reference=payment.reference, card_number=PAYS)
    body, signature = demo_event(reference=payment.reference)

    def tell() -> int:
        return (
            Client()
            .post(
                "/stripe/webhook/",
                body,
                content_type="application/json",
                headers={"Stripe-Signature": signature},
            )
            .status_code
        )

    assert at_once([tell] * 10) == [200] * 10
    event = WebhookEvent.objects.get()
    at_once([lambda: process_event(event_id=event.pk) for _ in range(5)])
    assert Order.objects.get().sources.count() == 1
    assert OutboundMessage.objects.filter(kind="order_confirmation").count() == 1


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
