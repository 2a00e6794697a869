"""Refunds at once: ours, those of somebody at the provider, and parcels that leave meanwhile."""

import secrets
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from oscar.apps.order.exceptions import InvalidOrderStatus
from oscar.core.loading import get_model

from shop.checkout.gateways.demo import DemoGateway
from shop.checkout.models import DemoCharge, Payment, Refund
from shop.checkout.refunds import (
    RefundRefused,
    reconcile_refunds,
    request_refund,
    send_refund,
)
from shop.communication.models import OutboundMessage
from shop.core.oscar import ShippingEventType
from shop.orders.services import ship_order
from tests.factories import add_to_basket, make_product, pay, place_order

pytestmark = [pytest.mark.postgres]

Order = get_model("order", "Order")


@pytest.fixture
def order(client: Client, request: pytest.FixtureRequest) -> Any:
    """Three mugs at £18.00 and delivery, £57.95, paid."""
    add_to_basket(client, make_product(price="18.00", stock=9), 3)
    pay(client, place_order(client).url)
    request.getfixturevalue("lost_queue")  # each test is its own worker
    return Order.objects.get()


def refund_elsewhere(amount: int) -> None:
    """In the provider's own dashboard, minor units; refused where too little is left."""
    DemoGateway().refund(
        reference=DemoCharge.objects.get().reference,
        amount=amount,
        idempotency_key=f"dashboard:{secrets.token_hex(12)}",
    )


def reserved() -> int:
    return sum(refund.amount for refund in Refund.objects.exclude(state="failed"))


def test_five_refunds_of_sixty_percent_are_one(order, at_once):
    """request_refund reserves under the order's lock; without it more goes back than was paid."""
    share = order.total_incl_tax * 6 / 10
    answers = at_once([lambda: request_refund(order=order, amount=share).key] * 5)
    refused = [answer for answer in answers if isinstance(answer, RefundRefused)]
    assert len(refused) == 4
    assert Refund.objects.count() == 1


def test_one_refund_key_five_times_at_once_goes_back_once(order, at_once):
    """request_refund's lock, and apply_refund's: without them the books are written twice."""
    refunds = at_once([lambda: request_refund(order=order, key="k").pk] * 5)
    assert len(set(refunds)) == 1
    states = at_once([lambda: send_refund(refund_id=refunds[0]).state] * 5)
    assert set(states) == {"succeeded"}
    assert DemoCharge.objects.get().refunded == Payment.objects.get().amount
    assert OutboundMessage.objects.filter(kind="order_refunded").count() == 1
    source = order.sources.get()
    assert source.amount_refunded == order.total_incl_tax
    assert source.transactions.filter(txn_type="Refund").count() == 1


def test_a_refund_from_elsewhere_that_is_told_eight_times_at_once_is_written_once(order, at_once):
    """reconcile_refunds looks and writes under the order's lock; the unique reference is behind."""
    refund_elsewhere(2000)
    payment = Payment.objects.get()
    assert at_once([lambda: reconcile_refunds(payment=payment)] * 8) == [None] * 8
    assert Refund.objects.get().state == "succeeded"
    assert order.sources.get().amount_refunded == 20
    assert OutboundMessage.objects.filter(kind="order_refunded").count() == 1


def test_ours_and_somebody_elses_at_once_never_reserve_more_than_was_paid(order, at_once):
    """reconcile_refunds and request_refund share the order's lock; sixty percent each, ten times.

    The provider gives back one of the two, or both where they fit; our books say the same.
    """
    payment = Payment.objects.get()
    share = order.total_incl_tax * 6 / 10

    def ours() -> str:
        refund = request_refund(order=order, amount=share)
        return send_refund(refund_id=refund.pk).state

    def theirs() -> None:
        refund_elsewhere(3477)
        reconcile_refunds(payment=payment)

    answers = at_once([theirs, *([ours] * 4), lambda: reconcile_refunds(payment=payment)])
    problems = [a for a in answers if isinstance(a, Exception) and not isinstance(a, RefundRefused)]
    assert not problems
    reconcile_refunds(payment=payment)
    assert reserved() == DemoCharge.objects.get().refunded <= payment.amount
    assert order.sources.get().amount_refunded * 100 == reserved()


def test_our_refund_is_told_while_its_answer_is_on_the_way(order, at_once):
    """Its row is found by our key under the order's lock: one refund, one mail, ten times."""
    payment = Payment.objects.get()
    for _turn in range(10):
        refund = request_refund(order=order, amount=Decimal("0.58"))
        tell = [lambda: reconcile_refunds(payment=payment)] * 3
        at_once([lambda refund=refund: send_refund(refund_id=refund.pk), *tell])
    assert not Refund.objects.filter(made_at_provider=True).exists()
    assert set(Refund.objects.values_list("state", flat=True)) == {"succeeded"}
    assert OutboundMessage.objects.filter(kind="order_refunded").count() == 10
    assert DemoCharge.objects.get().refunded == reserved() == 580


def test_five_presses_on_ship_are_one_parcel(order, at_once):
    """ship_order takes the order's lock; without it the stock's constraint stops the others."""
    # The first parcel of a shop makes the event's type, whose unique code would queue them up.
    ShippingEventType.objects.create(code="shipped", name="Shipped")
    answers = at_once([lambda: ship_order(order=order)] * 5)
    assert sum(isinstance(answer, InvalidOrderStatus) for answer in answers) == 4
    assert sum(isinstance(answer, Exception) for answer in answers) == 4
    record = order.lines.get().stockrecord
    assert (record.num_in_stock, record.num_allocated) == (6, 0)
    assert order.shipping_events.count() == 1
    assert OutboundMessage.objects.filter(kind="order_shipped").count() == 1


def test_a_parcel_that_leaves_while_its_refund_arrives_is_counted_once(client, at_once, lost_queue):
    """ship_order and apply_refund share the order's lock: never sent and put back, ten times."""
    product = make_product(price="18.00", stock=90)
    for _turn in range(10):
        add_to_basket(client, product, 3)
        pay(client, place_order(client).url)
        order = Order.objects.latest("pk")
        before = product.stockrecords.get().num_in_stock
        refund = request_refund(order=order, restock=True)
        sending, refunding = at_once(
            [
                lambda order=order: ship_order(order=order),
                lambda refund=refund: send_refund(refund_id=refund.pk).state,
            ]
        )
        assert refunding == "succeeded"
        assert isinstance(sending, InvalidOrderStatus) or not isinstance(sending, Exception)
        record = product.stockrecords.get()
        sent = 3 * order.shipping_events.count()
        assert (record.num_in_stock, record.num_allocated) == (before - sent, 0)


def test_a_demo_refund_with_one_key_at_once_moves_money_once(order, at_once):
    """The demo provider's own books, on which the races above stand."""
    reference = Payment.objects.get().reference

    def ask() -> str:
        return DemoGateway().refund(reference=reference, amount=5795, idempotency_key="k").reference

    assert len(set(at_once([ask] * 5))) == 1
    assert DemoCharge.objects.get().refunded == 5795
