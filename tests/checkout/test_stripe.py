"""The Stripe gateway against a stub of Stripe's HTTP side: what it sends, what it understands."""

import json
from decimal import Decimal
from urllib.parse import parse_qs

import pytest
import stripe
from django.test import Client
from oscar.core.loading import get_model

from shop.checkout.events import process_event
from shop.checkout.gateways import GatewayUnavailable
from shop.checkout.gateways.demo import PAYS
from shop.checkout.gateways.signing import signature_of
from shop.checkout.gateways.stripe_gateway import StripeGateway
from shop.checkout.models import Payment, Refund, WebhookEvent
from shop.checkout.payments import give_up_order
from shop.checkout.refunds import refundable, request_refund, send_refund
from shop.communication.models import OutboundMessage
from tests.factories import add_to_basket, countries, make_product, place_order

SECRET = "whsec_for_tests"


class StubbedStripe(stripe.HTTPClient):
    """Stripe's side of the wire: answers in turn, and remembers what was asked."""

    name = "stub"

    def __init__(self, *answers):
        super().__init__()
        self.answers = list(answers)
        self.requests = []

    def request(self, method, url, headers, post_data=None, **kwargs):
        self.requests.append((method, url, dict(headers), parse_qs(post_data or "")))
        status, body = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(body, Exception):
            raise body
        return json.dumps(body), status, {"request-id": "req_1"}

    def _sleep_time_seconds(self, num_retries, response=None):
        return 0

    def close(self):
        pass


def intent(**changes):
    return {
        "id": "pi_1",
        "object": "payment_intent",
        "amount": 2195,
        "amount_received": 0,
        "currency": "gbp",
        "status": "requires_payment_method",
        "client_secret": "pi_1_secret",
        "last_payment_error": None,
        "metadata": {},
        **changes,
    }


def stripe_refund(**changes):
    return {
        "id": "re_1",
        "object": "refund",
        "amount": 500,
        "currency": "gbp",
        "status": "succeeded",
        "payment_intent": "pi_1",
        "metadata": {},
        **changes,
    }


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    settings.STRIPE_PUBLISHABLE_KEY = "pk_test_x"
    settings.STRIPE_WEBHOOK_SECRET = SECRET


def test_creating_sends_amount_currency_and_key():
    stub = StubbedStripe((200, intent()))
    snapshot = StripeGateway(stub).create(amount=2195, currency="GBP", idempotency_key="pi:A:1")
    ((method, url, headers, body),) = stub.requests
    assert (method, url.rsplit("/v1/", 1)[1]) == ("post", "payment_intents")
    assert (body["amount"], body["currency"]) == (["2195"], ["gbp"])
    assert body["automatic_payment_methods[enabled]"] == ["true"]
    assert body["metadata[payment_key]"] == ["pi:A:1"]
    assert headers["Idempotency-Key"] == "pi:A:1"
    assert headers["Stripe-Version"] == stripe.api_version
    assert (snapshot.reference, snapshot.state) == ("pi_1", "requires_action")
    assert snapshot.client_secret == "pi_1_secret"


def test_a_retry_keeps_its_key():
    stub = StubbedStripe((500, {"error": {"type": "api_error"}}), (200, intent()))
    StripeGateway(stub).create(amount=2195, currency="GBP", idempotency_key="pi:A:1")
    assert [request[2]["Idempotency-Key"] for request in stub.requests] == ["pi:A:1", "pi:A:1"]


@pytest.mark.parametrize(
    "answer",
    [
        (500, {"error": {"type": "api_error", "message": "down"}}),
        (429, {"error": {"type": "rate_limit", "message": "slow down"}}),
        (401, {"error": {"type": "authentication_error", "message": "who?"}}),
        (200, stripe.APIConnectionError("no route")),
    ],
)
def test_a_provider_that_does_not_answer_is_said_to_be_away(answer):
    with pytest.raises(GatewayUnavailable):
        StripeGateway(StubbedStripe(answer)).retrieve(reference="pi_1")


def test_what_stripe_should_not_refuse_waits_as_an_outage_does(caplog):
    refusal = {"error": {"type": "invalid_request_error", "message": "Amount too small"}}
    stripe_refuses = StripeGateway(StubbedStripe((400, refusal)))
    with pytest.raises(GatewayUnavailable):
        stripe_refuses.create(amount=1, currency="GBP", idempotency_key="pi:A:1")
    with pytest.raises(GatewayUnavailable):
        stripe_refuses.retrieve(reference="pi_1")
    with pytest.raises(GatewayUnavailable):
        stripe_refuses.retrieve_refund(reference="re_1")
    assert "Amount too small" in caplog.text


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"status": "requires_action"}, "requires_action"),
        ({"status": "processing"}, "processing"),
        ({"status": "canceled"}, "cancelled"),
        ({"status": "succeeded", "amount_received": 2195}, "succeeded"),
        ({"last_payment_error": {"message": "Your card was declined."}}, "declined"),
        ({"status": "something_new"}, "requires_action"),
    ],
)
def test_stripes_states_are_ours(changes, state):
    snapshot = StripeGateway(StubbedStripe((200, intent(**changes)))).retrieve(reference="pi_1")
    assert (snapshot.state, snapshot.amount, snapshot.currency) == (state, 2195, "GBP")


def test_cancelling_what_succeeded_says_that_it_succeeded():
    refusal = {"error": {"type": "invalid_request_error", "message": "already succeeded"}}
    paid = intent(status="succeeded", amount_received=2195)
    snapshot = StripeGateway(StubbedStripe((400, refusal), (200, paid))).cancel(reference="pi_1")
    assert snapshot.state == "succeeded"


def test_a_refund_names_intent_amount_and_key():
    stub = StubbedStripe((200, stripe_refund(status="pending")))
    refund = StripeGateway(stub).refund(reference="pi_1", amount=500, idempotency_key="re:7")
    ((_method, url, headers, body),) = stub.requests
    assert url.endswith("/v1/refunds")
    assert (body["payment_intent"], body["amount"]) == (["pi_1"], ["500"])
    assert headers["Idempotency-Key"] == "re:7"
    assert body["metadata[refund_key]"] == ["re:7"]
    assert (refund.reference, refund.state, refund.amount) == ("re_1", "pending", 500)


def test_all_refunds_of_a_payment_are_listed_with_our_key_page_by_page():
    ours = stripe_refund(metadata={"refund_key": "re:7"})
    pages = [
        {"object": "list", "url": "/v1/refunds", "has_more": more, "data": [refund]}
        for more, refund in ((True, ours), (False, stripe_refund(id="re_2", status="failed")))
    ]
    stub = StubbedStripe(*((200, page) for page in pages))
    listed = StripeGateway(stub).refunds(reference="pi_1")
    assert [(r.reference, r.key, r.state, r.amount) for r in listed] == [
        ("re_1", "re:7", "succeeded", 500),
        ("re_2", "", "failed", 500),
    ]
    first, second = (url for _method, url, _headers, _body in stub.requests)
    assert "payment_intent=pi_1" in first
    assert "starting_after=re_1" in second


def a_paid_order(client, monkeypatch, *answers):
    """An order paid with Stripe, which gives `answers` from then on; the stub remembers all."""
    stub = StubbedStripe((200, intent()))
    monkeypatch.setattr(stripe, "RequestsClient", lambda **kwargs: stub)
    countries()
    add_to_basket(client, make_product())
    url = place_order(client).url
    client.get(url)
    stub.answers = [(200, intent(status="succeeded", amount_received=2195))]
    client.get(url)
    stub.requests, stub.answers = [], list(answers)
    return get_model("order", "Order").objects.get(status="Paid"), stub


def listing(*refunds):
    return 200, {"object": "list", "url": "/v1/refunds", "has_more": False, "data": list(refunds)}


@pytest.mark.django_db
def test_a_refund_asked_for_again_after_stripe_forgot_its_key_goes_back_once(client, monkeypatch):
    """The first answer is lost, with all of the SDK's own retries; the next time it is listed."""
    lost = (200, stripe.APIConnectionError("no answer", should_retry=False))
    order, stub = a_paid_order(client, monkeypatch, lost)
    refund = request_refund(order=order, amount=Decimal("5.00"))
    with pytest.raises(GatewayUnavailable):
        send_refund(refund_id=refund.pk)
    stub.answers = [listing(stripe_refund(metadata={"refund_key": f"re:{refund.pk}"}))]
    assert send_refund(refund_id=refund.pk).state == "succeeded"
    asked = [method for method, url, _headers, _body in stub.requests if "refunds" in url]
    assert asked == ["post", "get"]
    assert Refund.objects.get().reference == "re_1"


@pytest.mark.django_db
def test_a_refund_that_stripe_does_not_have_is_asked_for_again_with_its_key(client, monkeypatch):
    order, stub = a_paid_order(client, monkeypatch, (503, {"error": {"type": "api_error"}}))
    refund = request_refund(order=order, amount=Decimal("5.00"))
    with pytest.raises(GatewayUnavailable):
        send_refund(refund_id=refund.pk)
    stub.answers = [listing(), (200, stripe_refund())]
    assert send_refund(refund_id=refund.pk).state == "succeeded"
    keys = {
        headers.get("Idempotency-Key")
        for method, _, headers, _ in stub.requests
        if method == "post"
    }
    assert keys == {f"re:{refund.pk}"}


@pytest.mark.django_db
def test_a_refund_through_an_outage_that_the_bank_sends_back_in_the_end(client, monkeypatch):
    order, stub = a_paid_order(client, monkeypatch, (500, {"error": {"type": "api_error"}}))
    refund = request_refund(order=order, amount=Decimal("5.00"))
    with pytest.raises(GatewayUnavailable):
        send_refund(refund_id=refund.pk)
    stub.answers = [listing(), (200, stripe_refund(status="pending"))]
    assert send_refund(refund_id=refund.pk).state == "pending"
    assert refundable(order).amount == Decimal("16.95")
    assert not OutboundMessage.objects.filter(kind="order_refunded").exists()
    stub.answers = [listing(stripe_refund(status="failed", failure_reason="lost_or_stolen_card"))]
    about = {"object": "refund", "id": "re_1", "payment_intent": "pi_1"}
    tell(event(type="refund.failed", data={"object": about}))
    process_event(event_id=WebhookEvent.objects.get().pk)
    refund.refresh_from_db()
    assert (refund.state, refund.last_error) == ("failed", "lost_or_stolen_card")
    assert refundable(order).amount == Decimal("21.95")
    assert not OutboundMessage.objects.filter(kind="order_refunded").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "about"),
    [
        ("refund.created", {"object": "refund", "id": "re_9", "payment_intent": "pi_1"}),
        ("refund.updated", {"object": "refund", "id": "re_9", "payment_intent": "pi_1"}),
        ("charge.refunded", {"object": "charge", "id": "ch_1", "payment_intent": "pi_1"}),
    ],
)
def test_a_refund_made_in_stripes_dashboard_is_written_down(client, monkeypatch, kind, about):
    order, _stub = a_paid_order(client, monkeypatch, listing(stripe_refund(id="re_9")))
    assert tell(event(type=kind, data={"object": about})).status_code == 200
    process_event(event_id=WebhookEvent.objects.get().pk)
    refund = Refund.objects.get()
    assert (refund.reference, refund.amount, refund.made_at_provider) == ("re_9", 500, True)
    assert order.sources.get().amount_refunded == Decimal("5.00")


def test_a_refund_that_stripe_refuses_has_failed():
    refusal = {"error": {"type": "invalid_request_error", "message": "greater than unrefunded"}}
    refund = StripeGateway(StubbedStripe((400, refusal))).refund(
        reference="pi_1", amount=500, idempotency_key="re:7"
    )
    assert (refund.state, refund.error) == ("failed", "greater than unrefunded")


def event(**changes):
    return json.dumps(
        {
            "id": "evt_1",
            "object": "event",
            "type": "payment_intent.succeeded",
            "livemode": False,
            "data": {"object": intent(metadata={"payment_key": "pi:A:1"})},
            **changes,
        }
    )


def tell(body, secret=SECRET):
    return Client().post(
        "/stripe/webhook/",
        body,
        content_type="application/json",
        headers={"Stripe-Signature": signature_of(body, secret=secret)},
    )


@pytest.mark.django_db
def test_a_signed_event_is_stored_with_what_it_is_about():
    assert tell(event()).status_code == 200
    stored = WebhookEvent.objects.get()
    assert (stored.gateway, stored.event_id, stored.reference) == ("stripe", "evt_1", "pi_1")
    assert stored.payment_key == "pi:A:1"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [
        event(livemode=True),
        event(data={"object": {"object": "customer", "id": "cus_1"}}),
        event(data={}),
        "[]",
    ],
)
def test_events_of_other_environments_and_things_are_answered_and_ignored(body):
    assert tell(body).status_code == 200
    assert not WebhookEvent.objects.exists()


@pytest.mark.django_db
def test_an_event_with_anothers_signature_is_refused(settings):
    assert tell(event(), secret="whsec_other").status_code == 400
    settings.STRIPE_WEBHOOK_SECRET = ""
    assert tell(event(), secret="x").status_code == 400


@pytest.mark.django_db
def test_the_payment_page_holds_stripes_element_and_no_secret_key(client, monkeypatch):
    monkeypatch.setattr(
        stripe, "RequestsClient", lambda **kwargs: StubbedStripe((200, intent(amount=2195)))
    )
    countries()
    add_to_basket(client, make_product())
    url = place_order(client).url
    page = client.get(url).content.decode()
    assert 'data-secret="pi_1_secret"' in page
    assert 'data-key="pk_test_x"' in page
    assert "sk_test_x" not in page
    assert Payment.objects.get().gateway == "stripe"


@pytest.mark.django_db
def test_coming_back_from_stripe_trusts_stripe_alone(client, monkeypatch):
    answers = [intent(amount=2195)]
    monkeypatch.setattr(
        stripe, "RequestsClient", lambda **kwargs: StubbedStripe((200, answers[-1]))
    )
    countries()
    add_to_basket(client, make_product())
    url = place_order(client).url
    client.get(url)
    back = f"{url}?payment_intent=pi_1&redirect_status=succeeded"
    assert client.get(back).status_code == 200
    assert get_model("order", "Order").objects.get().status == "Awaiting payment"
    answers.append(intent(status="succeeded", amount=2195, amount_received=2195))
    assert client.get(back).url == "/checkout/thank-you/"
    assert get_model("order", "Order").objects.get().status == "Paid"


@pytest.mark.django_db
def test_a_demo_card_typed_into_an_old_page_is_not_shown_to_stripe(client, monkeypatch):
    monkeypatch.setattr(
        stripe, "RequestsClient", lambda **kwargs: StubbedStripe((200, intent(amount=2195)))
    )
    countries()
    add_to_basket(client, make_product())
    placed = place_order(client, card_number=PAYS, expiry="11/39", security_code="123")
    assert placed.url.startswith("/checkout/pay/")
    assert not Payment.objects.exists()


@pytest.mark.django_db
def test_a_bank_at_work_keeps_the_order_from_being_given_up(client, monkeypatch):
    refusal = {"error": {"type": "invalid_request_error", "message": "it is processing"}}
    answers = [(200, intent())]
    monkeypatch.setattr(stripe, "RequestsClient", lambda **kwargs: StubbedStripe(*answers))
    countries()
    add_to_basket(client, make_product())
    client.get(place_order(client).url)
    answers[:] = [(400, refusal), (200, intent(status="processing"))]
    order = get_model("order", "Order").objects.get()
    assert not give_up_order(order=order)
    assert order.status == "Awaiting payment"
    assert Payment.objects.get().state == "processing"
