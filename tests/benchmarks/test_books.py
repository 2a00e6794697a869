"""The stress run's audit: silent where the books agree, and it names what does not."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db.models import F
from django.test import Client
from django.utils import timezone
from oscar.core.loading import get_model

from benchmarks.stress_checkout.books import Books, audit, most_at_once
from benchmarks.stress_checkout.browser import Tally
from benchmarks.stress_checkout.report import report
from shop.checkout.models import DemoCharge, Payment
from shop.checkout.payments import cancel_expired_orders, refresh_payment, start_payment
from shop.communication.models import OutboundMessage
from tests.factories import add_to_basket, countries, make_product, pay, place_order

pytestmark = pytest.mark.django_db(transaction=True)

Order = get_model("order", "Order")
StockRecord = get_model("partner", "StockRecord")


@pytest.fixture
def shop() -> dict[int, int]:
    """One paid order of two units, one that expired unpaid; returns the stock at first."""
    countries()
    product = make_product(stock=5)
    for number, units in enumerate((2, 1)):
        client = Client()
        add_to_basket(client, product, units)
        placed = place_order(client, email=f"guest-{number}@example.com")
        if number == 0:
            pay(client, placed.url)
    Order.objects.filter(status="Awaiting payment").update(
        expires_at=timezone.now() - timedelta(minutes=1)
    )
    assert cancel_expired_orders() == 1
    return {product.stockrecords.get().pk: 5}


def look(shop: dict[int, int], confirmed: frozenset[str] = frozenset()) -> Books:
    mails = Counter(str(message.extra_headers["Message-ID"]) for message in mail.outbox)
    return audit(in_stock=shop, mails=mails, confirmed=set(confirmed))


def paid() -> Any:
    return Order.objects.get(status="Paid")


def test_books_that_agree_are_counted_and_nothing_is_said(shop):
    books = look(shop, frozenset({paid().number}))
    assert books.problems == []
    assert books.orders == {"Paid": 1, "Cancelled": 1}
    assert (books.money_in, books.owed, books.confirmations, books.mails) == (3995, 3995, 1, 1)
    (shelf,) = books.shelves
    assert (shelf.in_stock, shelf.allocated, shelf.paid, shelf.cancelled) == (5, 2, 2, 1)
    assert shelf.most == 2  # the cancelled one was given back at once


def test_late_money_that_went_back_agrees_too(shop):
    order = Order.objects.get(status="Cancelled")
    order.status = "Awaiting payment"
    order.save()
    payment = start_payment(order=order)
    Order.objects.filter(pk=order.pk).update(status="Cancelled")
    DemoCharge.objects.filter(reference=payment.reference).update(state="succeeded")
    refresh_payment(payment=payment)
    books = look(shop)
    assert books.problems == []
    assert (books.taken, books.given_back, books.money_in, books.refunds) == (6190, 2195, 3995, 1)


def test_more_units_sold_than_there_are(shop):
    StockRecord.objects.update(num_in_stock=1)
    assert "oversold: 2 of 1 Stoneware Mug" in look(shop).problems


def test_more_units_held_for_a_while_than_there_are():
    def at(seconds: int) -> datetime:
        return datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(seconds=seconds)

    assert most_at_once([(at(0), at(60), 3), (at(30), None, 2), (at(70), None, 4)]) == 6
    assert most_at_once([(at(0), at(60), 3), (at(20), at(90), 4)]) == 7
    # Given back and taken again at the same moment, whatever the clocks say.
    assert most_at_once([(at(0), at(60), 3), (at(55), None, 3)]) == 3
    assert most_at_once([]) == 0


def test_stock_that_no_order_holds(shop):
    StockRecord.objects.update(num_allocated=F("num_allocated") + 1)
    assert look(shop).problems == ["stock of Stoneware Mug: 3 allocated, 2 in orders"]


def test_money_kept_for_a_cancelled_order(shop):
    paid().lines.update(num_allocated=0)
    StockRecord.objects.update(num_allocated=0)
    number = paid().number
    Order.objects.update(status="Cancelled", paid_at=None)
    problems = look(shop).problems
    assert f"cancelled order {number} keeps 3995" in problems
    assert "money in 3995, money owed 0" in problems


def test_money_without_an_order(shop):
    DemoCharge.objects.create(
        reference="demo_x", idempotency_key="x", amount=700, currency="GBP", state="succeeded"
    )
    assert "money without an order: demo_x" in look(shop).problems


def test_a_paid_order_without_its_money(shop):
    Payment.objects.filter(state="succeeded").update(state="cancelled")
    DemoCharge.objects.filter(state="succeeded").update(state="cancelled")
    assert f"paid order {paid().number} has 0 payments and 0 charges" in look(shop).problems


def test_an_order_that_is_not_the_sum_of_its_parts(shop):
    paid().lines.update(line_price_incl_tax=F("line_price_incl_tax") - 1)
    assert f"order {paid().number}: 39.95 is not 38.95, the sum of its parts" in look(shop).problems


def test_mail_that_is_missing_or_told_twice(shop):
    message = OutboundMessage.objects.get()
    mail.outbox.append(mail.outbox[0])
    assert look(shop).problems == [f"mail {message.key}: 2 copies of 1 attempts"]
    mail.outbox.clear()
    assert look(shop).problems == [f"mail {message.key} is “sent” and was not delivered"]


def test_what_is_left_undone_is_not_settled(shop):
    OutboundMessage.objects.update(state="pending")
    assert "not settled: 1 messages not sent" in look(shop).problems


def test_the_same_shopper_paying_twice(shop):
    Order.objects.update(guest_email="rowan@example.com", paid_at=timezone.now())
    assert "rowan@example.com paid 2 times" in look(shop).problems


def test_what_a_shopper_was_shown_must_be_true(shop):
    assert look(shop, frozenset({"W-1"})).problems == ["shown as paid and is not: W-1"]


def test_the_table_says_how_many_inconsistencies(shop):
    StockRecord.objects.update(num_allocated=3)
    table = report(look(shop), Tally(), {"shoppers": "2"})
    assert "stock of Stoneware Mug: 3 allocated, 2 in orders" in table
    assert table.endswith("inconsistencies         1")
