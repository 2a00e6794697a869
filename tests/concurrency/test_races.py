"""Races that a shop loses money by. Each names the lock without which it fails."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from oscar.core.loading import get_model

from shop.checkout.events import process_event
from shop.checkout.gateways.demo import PAYS, DemoGateway, demo_event
from shop.checkout.models import DemoCharge, Payment, WebhookEvent
from shop.checkout.payments import (
    cancel_expired_orders,
    give_up_order,
    refresh_payment,
    start_payment,
)
from shop.communication.models import OutboundMessage
from tests.factories import add_to_basket, make_product, make_user, place_order
from tests.factories.shopping import CARD

pytestmark = [pytest.mark.postgres]

Order = get_model("order", "Order")
Basket = get_model("basket", "Basket")


def pay_at_once(client: Client) -> str:
    """Send the whole checkout, card and all; returns where it leads."""
    return place_order(client, **CARD).url


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
    """place_order takes the basket's lock; the unique basket of an order stands behind it.

    Either suffices for one order; without both there are several. All five land on its payment.
    """
    product = make_product(stock=10)
    add_to_basket(client, product, 2)
    tabs = [same_browser(client) for _ in range(5)]
    answers = at_once([lambda tab=tab: place_order(tab).url for tab in tabs])
    order = Order.objects.get()
    assert answers == [f"/checkout/pay/{order.number}/{order.key}/"] * 5
    assert product.stockrecords.get().num_allocated == 2


def test_five_clicks_with_the_card_charge_once_and_lead_to_the_confirmation(client, at_once):
    """The same, with start_payment's and apply_snapshot's lock on the order behind it."""
    product = make_product(stock=10)
    add_to_basket(client, product, 2)
    tabs = [same_browser(client) for _ in range(5)]
    answers = at_once([lambda tab=tab: pay_at_once(tab) for tab in tabs])
    order = Order.objects.get()
    on_the_way = f"/checkout/pay/{order.number}/{order.key}/"
    assert set(answers) <= {on_the_way, "/checkout/thank-you/"}
    assert order.status == "Paid"
    for tab, answer in zip(tabs, answers, strict=True):
        if answer == on_the_way:  # the payment's page leads on
            answer = tab.get(answer).headers["Location"]
        assert answer in ("/checkout/thank-you/", order.get_absolute_url())
    assert DemoCharge.objects.get().state == "succeeded"
    assert order.sources.count() == 1
    assert OutboundMessage.objects.count() == 1


def test_an_account_that_fills_its_first_basket_in_eight_tabs_has_one(at_once):
    """The unique open basket of an owner decides; without it each tab gets one of its own."""
    user, product = make_user(), make_product(stock=100)
    tabs = [Client() for _ in range(8)]
    for tab in tabs:
        tab.force_login(user)
    answers = at_once([lambda tab=tab: add_to_basket(tab, product).status_code for tab in tabs])
    assert answers == [302] * 8
    assert Basket.objects.get().lines.get().quantity == 8


def test_what_a_guest_chose_joins_the_account_once(at_once):
    """Basket.merge takes both baskets' locks; without them the guest's units come several times."""
    user, product = make_user(), make_product(stock=100)
    for turn in range(1, 11):
        guest = Client()
        add_to_basket(guest, product, 2)
        tabs = [same_browser(guest) for _ in range(6)]
        for tab in tabs:
            tab.force_login(user)
        answers = at_once([lambda tab=tab: tab.get("/basket/").status_code for tab in tabs])
        assert answers == [200] * 6
        assert Basket.open.get(owner=user).lines.get().quantity == 2 * turn


def test_baskets_in_either_order_lock_nobody_out(at_once):
    """Oscar's OrderCreator and cancel_order take stock in primary-key order; else a deadlock."""
    first, second = make_product("Mug", stock=1000), make_product("Vase", stock=1000)

    def shopper(number: int) -> Client:
        client = Client()
        for product in (first, second) if number % 2 else (second, first):
            add_to_basket(client, product)
        return client

    for client in [shopper(number) for number in range(8)]:
        place_order(client)
    orders = list(Order.objects.all())
    more = [shopper(number) for number in range(8)]
    answers = at_once(
        [lambda order=order: give_up_order(order=order) for order in orders]
        + [lambda client=client: place_order(client).status_code for client in more]
    )
    assert answers == [True] * 8 + [302] * 8
    assert [p.stockrecords.get().num_allocated for p in (first, second)] == [8, 8]


def test_eight_starts_are_one_payment(client, at_once):
    """start_payment takes the order's lock; the partial unique constraint stands behind it."""
    add_to_basket(client, make_product())
    place_order(client)
    order = Order.objects.get()
    payments = at_once([lambda: start_payment(order=order).pk for _ in range(8)])
    assert set(payments) == {Payment.objects.get().pk}


def test_fifty_shoppers_and_one_unit_are_one_order_and_forty_nine_uncharged(at_once):
    """StockRecord.allocate again, with a crowd; who came too late has no payment and is told so."""
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
    """The provider decides, and apply_snapshot acts under the order's lock: never both.

    Without the lock whoever looks second writes Oscar's books again.
    """
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

        answers = at_once([pay, cancel_expired_orders])
        assert not [answer for answer in answers if isinstance(answer, Exception)]
        refresh_payment(payment=payment)
        order.refresh_from_db()
        payment.refresh_from_db()
        outcome = (
            order.status,
            payment.state,
            product.stockrecords.get().num_allocated,
            OutboundMessage.objects.filter(context__order_id=order.pk).count(),
            order.sources.count(),
        )
        assert outcome in [("Paid", "succeeded", 2, 1, 1), ("Cancelled", "cancelled", 0, 0, 0)]


def test_ten_webhooks_at_once_pay_once(client, at_once, lost_queue):
    """The event's unique id makes them one; apply_snapshot's locks let five workers pay once."""
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
