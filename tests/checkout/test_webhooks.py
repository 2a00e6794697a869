"""Payment events: signed, stored once, processed by the provider's present word, swept."""

import json
import time
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from oscar.core.loading import get_model

from shop.checkout.events import process_event, sweep_payments
from shop.checkout.gateways.demo import (
    ASKS,
    PAYS,
    TAKES_ITS_TIME,
    DemoGateway,
    demo_event,
)
from shop.checkout.gateways.signing import signature_of
from shop.checkout.models import DemoCharge, Payment, WebhookEvent
from shop.checkout.payments import cancel_expired_orders
from shop.communication.models import OutboundMessage
from tests.factories import add_to_basket, countries, make_product, pay, place_order

pytestmark = pytest.mark.django_db

Order = get_model("order", "Order")


@pytest.fixture
def payment(client):
    """A payment that is known to the provider and waits for its card."""
    countries()
    add_to_basket(client, make_product())
    client.get(place_order(client).url)
    return Payment.objects.get()


def tell(body, signature):
    """The provider's call, from outside: no cookie, no token."""
    return Client(enforce_csrf_checks=True).post(
        "/stripe/webhook/",
        body,
        content_type="application/json",
        headers={"Stripe-Signature": signature},
    )


def process_all():
    """What the worker does with what is stored."""
    for event in WebhookEvent.objects.order_by("pk"):
        process_event(event_id=event.pk)


def test_a_signed_event_pays_the_order_without_the_shopper(payment):
    DemoGateway().pay(reference=payment.reference, card_number=PAYS)
    assert tell(*demo_event(reference=payment.reference)).status_code == 200
    assert Order.objects.get().status == "Awaiting payment"
    process_all()
    assert Order.objects.get().status == "Paid"
    assert OutboundMessage.objects.count() == 1


def test_an_event_told_ten_times_is_stored_and_counts_once(payment):
    DemoGateway().pay(reference=payment.reference, card_number=PAYS)
    body, signature = demo_event(reference=payment.reference)
    assert {tell(body, signature).status_code for _ in range(10)} == {200}
    process_all()
    process_all()
    assert WebhookEvent.objects.count() == 1
    assert Order.objects.get().sources.count() == 1
    assert OutboundMessage.objects.count() == 1


@pytest.mark.parametrize("signature", ["", "t=1,v1=00", "nonsense", "t=,v1=", "v1=abc"])
def test_an_event_that_nobody_signed_is_refused(payment, signature):
    body, _ = demo_event(reference=payment.reference)
    assert tell(body, signature).status_code == 400
    assert not WebhookEvent.objects.exists()


def test_a_changed_body_and_an_old_signature_are_refused(payment):
    from shop.checkout.gateways.demo import _secret

    body, signature = demo_event(reference=payment.reference)
    assert tell(body.replace(payment.reference, "demo_other"), signature).status_code == 400
    old = signature_of(body, secret=_secret(), timestamp=int(time.time()) - 3600)
    assert tell(body, old).status_code == 400


@pytest.mark.parametrize("body", ["[]", "{}", '"x"', "no json", '{"id": 1}'])
def test_a_signed_body_that_is_no_event_is_refused(body):
    from shop.checkout.gateways.demo import _secret

    assert tell(body, signature_of(body, secret=_secret())).status_code == 400


def test_reading_the_webhook_is_not_allowed(client):
    assert client.get("/stripe/webhook/").status_code == 405


def test_an_event_of_nothing_we_know_is_answered_and_left(payment):
    from shop.checkout.gateways.demo import _secret

    body = json.dumps({"id": "e", "type": "x", "reference": "demo_none", "payment_key": "none"})
    assert tell(body, signature_of(body, secret=_secret())).status_code == 200
    process_all()
    assert WebhookEvent.objects.get().processed_at is not None
    assert Order.objects.get().status == "Awaiting payment"


def test_what_counts_is_the_provider_now_not_the_events_order(payment):
    provider = DemoGateway()
    provider.pay(reference=payment.reference, card_number="4000 0000 0000 0002")
    declined = demo_event(reference=payment.reference)
    provider.pay(reference=payment.reference, card_number=PAYS)
    paid = demo_event(reference=payment.reference)
    tell(*paid)
    process_all()
    tell(*declined)
    process_all()
    payment.refresh_from_db()
    assert payment.state == "succeeded"
    assert Order.objects.get().status == "Paid"


def test_an_event_that_overtook_our_own_request_finds_its_payment(payment):
    """The answer to our create was lost: the reference is unknown here, our key comes back."""
    reference = payment.reference
    DemoGateway().pay(reference=reference, card_number=PAYS)
    Payment.objects.update(reference="")
    tell(*demo_event(reference=reference))
    process_all()
    payment.refresh_from_db()
    assert (payment.reference, payment.state) == (reference, "succeeded")


def test_the_sweep_processes_what_a_lost_worker_left(payment):
    DemoGateway().pay(reference=payment.reference, card_number=PAYS)
    tell(*demo_event(reference=payment.reference))
    assert sweep_payments() == 0  # young events are the worker's own business
    WebhookEvent.objects.update(received_at=timezone.now() - timedelta(minutes=2))
    assert sweep_payments() == 1
    assert Order.objects.get().status == "Paid"
    assert sweep_payments() == 0


def test_the_sweep_asks_about_payments_that_nobody_heard_of(payment):
    """The shopper paid and closed the browser, and the webhook was lost."""
    DemoGateway().pay(reference=payment.reference, card_number=PAYS)
    Payment.objects.update(updated_at=timezone.now() - timedelta(minutes=5))
    assert sweep_payments() == 1
    assert Order.objects.get().status == "Paid"


def test_a_dispute_is_flagged_once_and_changes_nothing_else(payment):
    DemoGateway().pay(reference=payment.reference, card_number=PAYS)
    tell(*demo_event(reference=payment.reference))
    for _ in range(2):
        tell(*demo_event(reference=payment.reference, kind="charge.dispute.created"))
    process_all()
    payment.refresh_from_db()
    order = Order.objects.get()
    assert payment.disputed_at is not None
    assert (payment.state, order.status) == ("succeeded", "Paid")
    assert order.notes.filter(message__contains="disputed").count() == 1


def test_a_database_that_fails_while_applying_heals_with_the_next_telling(payment, monkeypatch):
    """The event is stored and stays unprocessed; nothing is half written."""
    DemoGateway().pay(reference=payment.reference, card_number=PAYS)
    tell(*demo_event(reference=payment.reference))

    def fail(*args, **kwargs):
        raise DatabaseError("gone")

    with monkeypatch.context() as broken:
        broken.setattr(Order, "set_status", fail)
        with pytest.raises(DatabaseError):
            process_all()
    payment.refresh_from_db()
    assert payment.state == "requires_action"
    assert not Order.objects.get().sources.exists()
    process_all()
    assert Order.objects.get().status == "Paid"


def test_a_posted_amount_is_ignored(client, payment):
    url = f"/checkout/pay/{payment.order.number}/{payment.order.key}/"
    pay(client, url, amount="1", total="0.01")
    assert Payment.objects.get().amount == 2195
    assert DemoCharge.objects.get().amount == 2195


def test_a_guest_may_pay_in_another_session(payment):
    url = f"/checkout/pay/{payment.order.number}/{payment.order.key}/"
    assert pay(Client(), url).url == payment.order.get_absolute_url()
    assert Order.objects.get().status == "Paid"


def test_the_bank_asks_and_the_shopper_agrees(client, payment):
    url = f"/checkout/pay/{payment.order.number}/{payment.order.key}/"
    page = pay(client, url, card_number=ASKS).content.decode()
    assert "Your bank asks" in page
    assert Order.objects.get().status == "Awaiting payment"
    assert client.post(url, {"bank_answer": "approve"}).url == "/checkout/thank-you/"
    assert Order.objects.get().status == "Paid"


def test_the_bank_asks_and_the_shopper_does_not_agree(client, payment):
    url = f"/checkout/pay/{payment.order.number}/{payment.order.key}/"
    pay(client, url, card_number=ASKS)
    refused = client.post(url, {"bank_answer": "refuse"})
    assert refused.status_code == 422
    assert "did not agree" in refused.content.decode()
    assert pay(client, url).url == "/checkout/thank-you/"


def test_a_question_of_the_bank_that_nobody_answers_expires_with_its_order(client, payment):
    url = f"/checkout/pay/{payment.order.number}/{payment.order.key}/"
    pay(client, url, card_number=ASKS)
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert cancel_expired_orders() == 1
    assert client.post(url, {"bank_answer": "approve"}).status_code == 302
    payment.refresh_from_db()
    assert (payment.state, DemoCharge.objects.get().state) == ("cancelled", "cancelled")
    order = Order.objects.get()
    assert (order.status, order.lines.get().stockrecord.num_allocated) == ("Cancelled", 0)


def test_an_answer_that_the_bank_did_not_ask_for_pays_nothing(client, payment):
    url = f"/checkout/pay/{payment.order.number}/{payment.order.key}/"
    client.post(url, {"bank_answer": "approve"})
    assert Order.objects.get().status == "Awaiting payment"


def test_a_slow_bank_holds_the_order_beyond_its_time_and_then_pays(client, payment):
    url = f"/checkout/pay/{payment.order.number}/{payment.order.key}/"
    page = pay(client, url, card_number=TAKES_ITS_TIME).content.decode()
    assert "Waiting for your bank" in page
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert cancel_expired_orders() == 0
    DemoGateway().settle(reference=payment.reference)
    looked = client.get(url, headers={"HX-Request": "true"})
    assert looked["HX-Redirect"] == "/checkout/thank-you/"
    assert Order.objects.get().status == "Paid"


def test_a_payment_that_cannot_be_healed_does_not_stand_before_the_others(client, payment):
    other = Client()
    add_to_basket(other, make_product("Bowl"))
    other.get(place_order(other).url)
    healthy = Payment.objects.exclude(pk=payment.pk).get()
    DemoCharge.objects.filter(reference=payment.reference).delete()
    DemoGateway().pay(reference=healthy.reference, card_number=PAYS)
    Payment.objects.filter(pk=payment.pk).update(updated_at=timezone.now() - timedelta(hours=2))
    Payment.objects.filter(pk=healthy.pk).update(updated_at=timezone.now() - timedelta(hours=1))
    assert sweep_payments() == 1
    healthy.refresh_from_db()
    assert healthy.state == "succeeded"


def test_a_sweep_ends_in_time_however_slow_the_provider_is(payment, monkeypatch):
    Payment.objects.update(updated_at=timezone.now() - timedelta(hours=2))
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    clock = iter(range(0, 1000, 60))
    for room in ("events", "payments"):
        monkeypatch.setattr(f"shop.checkout.{room}.monotonic", lambda: next(clock))
    assert sweep_payments() == 0
    assert cancel_expired_orders() == 0
