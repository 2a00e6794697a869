"""Stripe: PaymentIntents confirmed by the Payment Element in the shopper's browser.

https://docs.stripe.com/api/payment_intents. The SDK pins the API version. A StripeObject is no
dict: `.get()` raises, so fields are read as attributes.
"""

import json
import logging
from collections.abc import Callable
from typing import Any, TypeVar

import stripe
from django.conf import settings

from shop.checkout.gateways.base import (
    BadSignature,
    GatewayUnavailable,
    PaymentSnapshot,
    ProviderEvent,
    RefundSnapshot,
)
from shop.checkout.gateways.signing import verify
from shop.checkout.models import Payment, Refund

logger = logging.getLogger(__name__)

# Seconds for an answer; Stripe's own advice for servers is to stay well below a minute.
TIMEOUT = 10
RETRIES = 2
# The most that Stripe lists at once.
PAGE = 100

STATES = {
    "requires_payment_method": Payment.State.REQUIRES_ACTION,
    "requires_confirmation": Payment.State.REQUIRES_ACTION,
    "requires_action": Payment.State.REQUIRES_ACTION,
    "processing": Payment.State.PROCESSING,
    # Capture is automatic, so this is a step on the way.
    "requires_capture": Payment.State.PROCESSING,
    "succeeded": Payment.State.SUCCEEDED,
    "canceled": Payment.State.CANCELLED,
}
REFUND_STATES = {
    "succeeded": Refund.State.SUCCEEDED,
    "failed": Refund.State.FAILED,
    "canceled": Refund.State.FAILED,
}
Answer = TypeVar("Answer")


class StripeGateway:
    """The seam's behaviour on Stripe. Every method but `parse_webhook` talks to its network."""

    code = "stripe"

    def __init__(self, http_client: Any = None) -> None:
        self._client = stripe.StripeClient(
            settings.STRIPE_SECRET_KEY,
            http_client=http_client or stripe.RequestsClient(timeout=TIMEOUT),
            max_network_retries=RETRIES,
        )

    def create(self, *, amount: int, currency: str, idempotency_key: str) -> PaymentSnapshot:
        intent = _need(
            lambda: self._client.v1.payment_intents.create(
                {
                    "amount": amount,
                    "currency": currency.lower(),
                    "automatic_payment_methods": {"enabled": True},
                    "metadata": {"payment_key": idempotency_key},
                },
                {"idempotency_key": idempotency_key},
            )
        )
        return _snapshot(intent)

    def retrieve(self, *, reference: str) -> PaymentSnapshot:
        return _snapshot(_need(lambda: self._client.v1.payment_intents.retrieve(reference)))

    def cancel(self, *, reference: str) -> PaymentSnapshot:
        try:
            return _snapshot(_ask(lambda: self._client.v1.payment_intents.cancel(reference)))
        except stripe.InvalidRequestError:
            # Succeeded or cancelled already: the intent itself says which.
            return self.retrieve(reference=reference)

    def refund(self, *, reference: str, amount: int, idempotency_key: str) -> RefundSnapshot:
        try:
            refund = _ask(
                lambda: self._client.v1.refunds.create(
                    {
                        "payment_intent": reference,
                        "amount": amount,
                        "metadata": {"refund_key": idempotency_key},
                    },
                    {"idempotency_key": idempotency_key},
                )
            )
        except stripe.InvalidRequestError as error:
            return RefundSnapshot("", Refund.State.FAILED, str(error.user_message or error)[:255])
        return _refund_snapshot(refund)

    def retrieve_refund(self, *, reference: str) -> RefundSnapshot:
        return _refund_snapshot(_need(lambda: self._client.v1.refunds.retrieve(reference)))

    def refunds(self, *, reference: str) -> list[RefundSnapshot]:
        def every_page() -> list[Any]:
            first = self._client.v1.refunds.list({"payment_intent": reference, "limit": PAGE})
            return list(first.auto_paging_iter())

        return [_refund_snapshot(refund) for refund in _need(every_page)]

    def parse_webhook(self, *, body: bytes, signature: str) -> ProviderEvent:
        if not settings.STRIPE_WEBHOOK_SECRET:
            raise BadSignature("no webhook secret is set")
        verify(body, signature, secret=settings.STRIPE_WEBHOOK_SECRET)
        try:
            event = stripe.Event.construct_from(json.loads(body), None)
            thing = event.data.object
            kind = str(thing.object)
            reference = thing.id if kind == "payment_intent" else thing.payment_intent
        except (ValueError, AttributeError, KeyError, TypeError):
            return ProviderEvent("", "", "", is_ours=False)
        metadata = getattr(thing, "metadata", None)
        live_key = settings.STRIPE_SECRET_KEY.startswith(("sk_live_", "rk_live_"))
        return ProviderEvent(
            event_id=event.id,
            kind=event.type,
            reference=str(reference or ""),
            payment_key=getattr(metadata, "payment_key", "") if metadata else "",
            is_ours=bool(reference) and event.livemode == live_key,
        )


def _ask(question: Callable[[], Answer]) -> Answer:
    try:
        return question()
    except stripe.InvalidRequestError:
        raise  # the answer is no, which the caller may know what to do with
    except stripe.StripeError as error:
        raise GatewayUnavailable(str(error)) from error


def _need(question: Callable[[], Answer]) -> Answer:
    """The answer to what Stripe should not refuse; a refusal is logged and waits as an outage does.

    It refuses an amount below its least, and a payment of another account's keys.
    """
    try:
        return _ask(question)
    except stripe.InvalidRequestError as error:
        logger.error("Stripe refused: %s", error.user_message or error)
        raise GatewayUnavailable(str(error.user_message or error)) from error


def _refund_snapshot(refund: Any) -> RefundSnapshot:
    metadata = getattr(refund, "metadata", None)
    return RefundSnapshot(
        reference=refund.id,
        state=REFUND_STATES.get(refund.status or "", Refund.State.PENDING),
        error=getattr(refund, "failure_reason", None) or "",
        amount=refund.amount,
        key=getattr(metadata, "refund_key", "") if metadata else "",
    )


def _snapshot(intent: Any) -> PaymentSnapshot:
    state = STATES.get(intent.status, Payment.State.REQUIRES_ACTION)
    problem = getattr(intent, "last_payment_error", None)
    if problem is not None and intent.status == "requires_payment_method":
        state = Payment.State.DECLINED
    return PaymentSnapshot(
        reference=intent.id,
        state=state,
        amount=intent.amount_received if state == Payment.State.SUCCEEDED else intent.amount,
        currency=intent.currency.upper(),
        error=str(getattr(problem, "message", "") or "")[:255] if problem else "",
        client_secret=getattr(intent, "client_secret", "") or "",
    )
