"""Money that goes back: whole, by line, by amount; reserved, sent once, told."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from oscar.core.loading import get_model

from shop.checkout.events import process_event
from shop.checkout.gateways import PaymentSnapshot
from shop.checkout.gateways.demo import PAYS, DemoGateway, demo_event
from shop.checkout.models import DemoCharge, DemoRefund, Payment, Refund, WebhookEvent
from shop.checkout.payments import apply_snapshot, refresh_payment
from shop.checkout.refunds import (
    RefundRefused,
    refundable,
    request_refund,
    send_refund,
    sweep_refunds,
)
from shop.communication.models import OutboundMessage
from shop.orders.services import cancel_order, ship_order
from tests.factories import add_to_basket, countries, make_product, pay, place_order

pytestmark = pytest.mark.django_db

Order = get_model("order", "Order")


@pytest.fixture
def order(client):
    """Three mugs at £10.00 and a vase at £25.00, delivery £3.95: £58.95, paid."""
    countries()
    add_to_basket(client, make_product("Mug", price="10.00", stock=10), 3)
    add_to_basket(client, make_product("Vase", price="25.00", stock=10), 1)
    pay(client, place_order(client).url)
    return Order.objects.get()


def lines(order):
    return list(order.lines.order_by("pk"))


def stock(order):
    return [
        (line.stockrecord.num_in_stock, line.stockrecord.num_allocated) for line in lines(order)
    ]


def test_a_whole_refund_cancels_what_was_not_sent_and_frees_the_stock(order):
    send_refund(refund_id=request_refund(order=order, restock=True).pk)
    order.refresh_from_db()
    assert order.status == "Cancelled"
    assert stock(order) == [(10, 0), (10, 0)]
    assert order.sources.get().amount_refunded == Decimal("58.95")
    assert DemoCharge.objects.get().refunded == 5895
    message = OutboundMessage.objects.get(kind="order_refunded")
    assert message.context["amount"] == "58.95"


def test_the_orders_page_tells_what_went_back(client, order):
    send_refund(refund_id=request_refund(order=order, amount=Decimal("20.00")).pk)
    assert "£20.00 refunded" in client.get(order.get_absolute_url()).content.decode()


def test_a_whole_refund_of_a_sent_order_says_refunded_and_takes_returns_back(order):
    ship_order(order=order)
    assert stock(order) == [(7, 0), (9, 0)]
    send_refund(refund_id=request_refund(order=order, restock=True).pk)
    order.refresh_from_db()
    assert order.status == "Refunded"
    assert stock(order) == [(10, 0), (10, 0)]


def test_units_that_leave_while_their_refund_is_on_its_way_are_not_put_back(order):
    refund = request_refund(order=order, restock=True)
    ship_order(order=order)
    send_refund(refund_id=refund.pk)
    assert stock(order) == [(7, 0), (9, 0)]


def test_without_restock_the_stock_stays(order):
    ship_order(order=order)
    send_refund(refund_id=request_refund(order=order).pk)
    assert stock(order) == [(7, 0), (9, 0)]


def test_lines_are_worth_what_was_paid_for_them(order):
    mug, _vase = lines(order)
    refund = send_refund(refund_id=request_refund(order=order, quantities={mug.pk: 2}).pk)
    assert refund.amount == 2000
    order.refresh_from_db()
    assert order.status == "Paid"
    left = refundable(order)
    assert (left.amount, left.units[mug.pk]) == (Decimal("38.95"), 1)


def test_thirds_of_an_uneven_line_sum_up_to_its_price(client):
    countries()
    add_to_basket(client, make_product(price="10.00", stock=9), 3)
    pay(client, place_order(client).url)
    order = Order.objects.get()
    order.lines.update(line_price_incl_tax=Decimal("10.00"))
    line = order.lines.get()
    amounts = [request_refund(order=order, quantities={line.pk: 1}).amount for _ in range(3)]
    assert sum(amounts) == 1000


def test_an_amount_goes_back_without_units(order):
    refund = send_refund(refund_id=request_refund(order=order, amount=Decimal("5.00")).pk)
    assert (refund.state, refund.amount, refund.lines.count()) == ("succeeded", 500, 0)


@pytest.mark.parametrize("amount", ["58.96", "0.00", "-1.00", "1.005"])
def test_an_amount_that_cannot_go_back_is_refused(order, amount):
    with pytest.raises(RefundRefused):
        request_refund(order=order, amount=Decimal(amount))
    assert not Refund.objects.exists()


def test_more_units_than_were_bought_and_others_lines_are_refused(order):
    mug, _vase = lines(order)
    for quantities in ({mug.pk: 4}, {mug.pk: -1}, {mug.pk + 1000: 1}):
        with pytest.raises(RefundRefused):
            request_refund(order=order, quantities=quantities)
    assert not Refund.objects.exists()


def test_what_is_asked_for_is_reserved_before_it_is_sent(order):
    request_refund(order=order, amount=Decimal("40.00"))
    with pytest.raises(RefundRefused, match=r"18\.95"):
        request_refund(order=order, amount=Decimal("40.00"))


def test_the_same_request_five_times_is_one_refund(order):
    refunds = {request_refund(order=order, amount=Decimal("5.00"), key="k").pk for _ in range(5)}
    (refund_id,) = refunds
    for _ in range(5):
        send_refund(refund_id=refund_id)
    assert DemoCharge.objects.get().refunded == 500
    assert OutboundMessage.objects.filter(kind="order_refunded").count() == 1


def test_a_refund_that_fails_frees_what_was_reserved_and_is_noted(order):
    refund = request_refund(order=order, amount=Decimal("50.00"))
    DemoCharge.objects.update(refunded=5000)  # given back at the provider, past us
    assert send_refund(refund_id=refund.pk).state == "failed"
    assert order.notes.filter(message__contains="failed").exists()
    assert refundable(order).amount == Decimal("58.95")
    assert not OutboundMessage.objects.filter(kind="order_refunded").exists()


def test_a_refund_that_the_bank_sends_back_later_is_taken_out_of_the_books(client, order):
    refund = send_refund(refund_id=request_refund(order=order, amount=Decimal("5.00")).pk)
    DemoRefund.objects.update(failed=True)
    body, signature = demo_event(reference=refund.payment.reference, kind="refund.failed")
    Client().post(
        "/stripe/webhook/",
        body,
        content_type="application/json",
        headers={"Stripe-Signature": signature},
    )
    process_event(event_id=WebhookEvent.objects.get().pk)
    refund.refresh_from_db()
    assert refund.state == "failed"
    assert order.sources.get().amount_refunded == Decimal("0.00")
    assert refundable(order).amount == Decimal("58.95")
    assert "£5.00 refunded" not in client.get(order.get_absolute_url()).content.decode()


def test_a_refund_that_a_lost_worker_left_is_swept(order, settings):
    refund = request_refund(order=order, amount=Decimal("5.00"))
    assert sweep_refunds() == 0
    Refund.objects.update(updated_at=timezone.now() - timedelta(minutes=5))
    settings.PAYMENTS_ALLOW_DEMO = False
    assert sweep_refunds() == 0  # the provider is away: it waits
    settings.PAYMENTS_ALLOW_DEMO = True
    assert sweep_refunds() == 1
    refund.refresh_from_db()
    assert refund.state == "succeeded"


def test_an_unpaid_order_has_nothing_to_refund(client):
    countries()
    add_to_basket(client, make_product())
    place_order(client)
    order = Order.objects.get()
    assert refundable(order).amount == Decimal("0.00")
    with pytest.raises(RefundRefused):
        request_refund(order=order)


def test_money_for_a_cancelled_order_goes_back_by_itself(client):
    countries()
    add_to_basket(client, make_product())
    client.get(place_order(client).url)
    payment = Payment.objects.get()
    DemoGateway().pay(reference=payment.reference, card_number=PAYS)
    cancel_order(order=Order.objects.get())
    refresh_payment(payment=payment)
    refresh_payment(payment=payment)
    refund = Refund.objects.get()
    send_refund(refund_id=refund.pk)
    assert DemoCharge.objects.get().refunded == payment.amount
    assert Order.objects.get().status == "Cancelled"
    assert not OutboundMessage.objects.filter(kind="order_confirmation").exists()


def test_a_snapshot_that_comes_late_changes_nothing_that_is_settled(order):
    payment = Payment.objects.get()
    apply_snapshot(
        payment_id=payment.pk,
        snapshot=PaymentSnapshot(payment.reference, "declined", payment.amount, "GBP", "late"),
    )
    payment.refresh_from_db()
    assert payment.state == "succeeded"
    assert Order.objects.get().status == "Paid"


def test_what_was_refunded_and_put_back_is_not_sent_any_more(order):
    mugs, vase = lines(order)
    refund = request_refund(order=order, quantities={mugs.pk: 2, vase.pk: 1}, restock=True)
    send_refund(refund_id=refund.pk)
    event = ship_order(order=order)
    assert [(row.line_id, row.quantity) for row in event.line_quantities.all()] == [(mugs.pk, 1)]
    order.refresh_from_db()
    assert order.status == "Shipped"
    assert stock(order) == [(9, 0), (10, 0)]
