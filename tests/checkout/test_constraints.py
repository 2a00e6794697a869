"""What the database itself refuses, whatever the code above it believes.

Each constraint stands behind a lock; with the lock in place no race would show that it is missing.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from oscar.core.loading import get_model

from shop.checkout.models import Payment, WebhookEvent
from shop.checkout.payments import start_payment
from tests.factories import add_to_basket, countries, make_product, place_order

pytestmark = pytest.mark.django_db

Order = get_model("order", "Order")


@pytest.fixture
def payment(client):
    """The live payment of an order, known to the provider."""
    countries()
    add_to_basket(client, make_product())
    place_order(client)
    return start_payment(order=Order.objects.get())


def copy(instance, **changes):
    """Save the same row once more, under another primary key."""
    instance.pk = None
    for name, value in changes.items():
        setattr(instance, name, value)
    with transaction.atomic():
        instance.save(force_insert=True)


@pytest.mark.parametrize("state", Payment.LIVE_STATES)
def test_an_order_has_one_live_payment(payment, state):
    with pytest.raises(IntegrityError):
        copy(payment, idempotency_key="other", reference="other", state=state)
    assert Payment.objects.count() == 1


def test_an_order_may_have_a_payment_after_one_that_was_cancelled(payment):
    Payment.objects.update(state=Payment.State.CANCELLED)
    copy(payment, idempotency_key="other", reference="other")
    assert Payment.objects.count() == 2


def test_a_payment_key_is_used_once(payment):
    with pytest.raises(IntegrityError):
        copy(payment, reference="other", state=Payment.State.CANCELLED)


def test_a_payment_of_the_provider_is_one_payment_of_ours(payment):
    with pytest.raises(IntegrityError):
        copy(payment, idempotency_key="other", state=Payment.State.CANCELLED)


def test_a_refund_is_written_down_once(payment):
    payment.refunds.create(amount=1, key="a", reference="r")
    with pytest.raises(IntegrityError), transaction.atomic():
        payment.refunds.create(amount=1, key="b", reference="r")


def test_a_refund_key_is_used_once(payment):
    payment.refunds.create(amount=1, key="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        payment.refunds.create(amount=1, key="a")


def test_a_basket_becomes_one_order(payment):
    with pytest.raises(IntegrityError):
        copy(payment.order, number="other", key="other")


def test_an_event_is_stored_once(payment):
    event = WebhookEvent.objects.create(gateway="demo", event_id="e", kind="k", reference="r")
    with pytest.raises(IntegrityError):
        copy(event, received_at=timezone.now() + timedelta(days=1))


def test_no_unit_is_held_less_than_not_at_all(payment):
    record = payment.order.lines.get().stockrecord
    with pytest.raises(IntegrityError), transaction.atomic():
        type(record).objects.filter(pk=record.pk).update(num_allocated=-1)
