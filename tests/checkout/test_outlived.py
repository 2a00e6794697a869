"""A payment that was started while its order was being given up, and whose webhook was lost."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from oscar.core.loading import get_model

from shop.checkout.events import sweep_payments
from shop.checkout.models import DemoCharge, Payment
from shop.checkout.payments import start_payment
from shop.checkout.refunds import sweep_refunds
from shop.orders.services import cancel_order
from tests.factories import add_to_basket, countries, make_product, place_order

pytestmark = pytest.mark.django_db

Order = get_model("order", "Order")


@pytest.fixture
def payment() -> Payment:
    """Live, though its order is cancelled; nobody has heard of it for long."""
    countries()
    client = Client()
    add_to_basket(client, make_product())
    place_order(client)
    payment = start_payment(order=Order.objects.get())
    cancel_order(order=payment.order)
    _age()
    return payment


def _age() -> None:
    Payment.objects.update(updated_at=timezone.now() - timedelta(minutes=10))


def test_the_sweep_ends_it_at_the_provider(payment):
    sweep_payments()
    payment.refresh_from_db()
    assert payment.state == Payment.State.CANCELLED
    assert DemoCharge.objects.get().state == Payment.State.CANCELLED


def test_money_that_nobody_told_of_goes_back(payment):
    DemoCharge.objects.update(state=Payment.State.SUCCEEDED)
    sweep_payments()
    payment.refunds.update(updated_at=timezone.now() - timedelta(minutes=10))
    sweep_refunds()
    charge = DemoCharge.objects.get()
    assert charge.refunded == charge.amount
    payment.refresh_from_db()
    assert payment.state == Payment.State.SUCCEEDED
    assert Order.objects.get().status == "Cancelled"
