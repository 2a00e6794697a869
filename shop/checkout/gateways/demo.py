"""A provider without a provider: takes demo cards, keeps its own ledger, moves no money.

It behaves as a real one: it is idempotent by key, it tells of changes by signed webhooks, and its
bank may ask the shopper (3-D Secure) or take its time.
"""

import json
import secrets
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from shop.checkout.gateways.base import (
    BadSignature,
    PaymentSnapshot,
    ProviderEvent,
    RefundSnapshot,
)
from shop.checkout.gateways.signing import signature_of, verify
from shop.checkout.models import DemoCharge, DemoRefund, Payment, Refund
from shop.core import jobs

# What a card does; the numbers are those that developers know from Stripe's test cards.
PAYS = "4242424242424242"
DECLINES = "4000000000000002"
ASKS = "4000002760003184"
TAKES_ITS_TIME = "4000000000000077"

OUTCOMES = {
    PAYS: Payment.State.SUCCEEDED,
    ASKS: Payment.State.REQUIRES_ACTION,
    TAKES_ITS_TIME: Payment.State.PROCESSING,
}
# How long the slow bank takes, in seconds.
DELAY = 10


class DemoGateway:
    """The seam's behaviour on a table of our own, which stands for the provider's books.

    Idempotent by key as a real provider is. Its transitions are conditional updates, so a
    payment and a cancellation at the same moment have one winner.
    """

    code = "demo"

    def create(self, *, amount: int, currency: str, idempotency_key: str) -> PaymentSnapshot:
        charge, _created = DemoCharge.objects.get_or_create(
            idempotency_key=idempotency_key,
            defaults={
                "reference": f"demo_{secrets.token_hex(12)}",
                "amount": amount,
                "currency": currency,
                "state": Payment.State.REQUIRES_ACTION,
            },
        )
        return _snapshot(charge)

    def retrieve(self, *, reference: str) -> PaymentSnapshot:
        return _snapshot(DemoCharge.objects.get(reference=reference))

    def cancel(self, *, reference: str) -> PaymentSnapshot:
        DemoCharge.objects.filter(reference=reference).exclude(
            state=Payment.State.SUCCEEDED
        ).update(state=Payment.State.CANCELLED)
        return self.retrieve(reference=reference)

    def refund(self, *, reference: str, amount: int, idempotency_key: str) -> RefundSnapshot:
        with transaction.atomic():
            charge = DemoCharge.objects.select_for_update().get(reference=reference)
            known = DemoRefund.objects.filter(idempotency_key=idempotency_key).first()
            if known is None:
                left = charge.amount - charge.refunded
                if charge.state != Payment.State.SUCCEEDED or amount > left:
                    return RefundSnapshot("", Refund.State.FAILED, "more than was paid")
                DemoCharge.objects.filter(pk=charge.pk).update(refunded=F("refunded") + amount)
                known = DemoRefund.objects.create(
                    charge=charge,
                    reference=f"demo_re_{secrets.token_hex(12)}",
                    idempotency_key=idempotency_key,
                    amount=amount,
                )
        return _refund_snapshot(known)

    def retrieve_refund(self, *, reference: str) -> RefundSnapshot:
        return _refund_snapshot(DemoRefund.objects.get(reference=reference))

    def refunds(self, *, reference: str) -> list[RefundSnapshot]:
        made = DemoRefund.objects.filter(charge__reference=reference)
        return [_refund_snapshot(refund) for refund in made.order_by("pk")]

    def parse_webhook(self, *, body: bytes, signature: str) -> ProviderEvent:
        verify(body, signature, secret=_secret())
        try:
            event: dict[str, Any] = json.loads(body)
            return ProviderEvent(
                event_id=str(event["id"]),
                kind=str(event["type"]),
                reference=str(event["reference"]),
                payment_key=str(event["payment_key"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise BadSignature("not an event of the demo provider") from error

    def pay(self, *, reference: str, card_number: str) -> PaymentSnapshot:
        """What the card's bank says to it; an unknown card is declined."""
        state = OUTCOMES.get(card_number, Payment.State.DECLINED)
        self._move(reference, state, waits_for_bank=state == Payment.State.REQUIRES_ACTION)
        if state == Payment.State.PROCESSING:
            jobs.enqueue("shop.tasks.payments.settle_demo_charge", reference, countdown=DELAY)
        return self.retrieve(reference=reference)

    def confirm(self, *, reference: str, approved: bool) -> PaymentSnapshot:
        """What the shopper answered the bank (3-D Secure)."""
        state = Payment.State.SUCCEEDED if approved else Payment.State.DECLINED
        if DemoCharge.objects.filter(reference=reference, waits_for_bank=True).exists():
            self._move(reference, state)
        return self.retrieve(reference=reference)

    def settle(self, *, reference: str) -> None:
        """The slow bank has made up its mind: it pays."""
        if DemoCharge.objects.filter(reference=reference, state=Payment.State.PROCESSING).exists():
            self._move(reference, Payment.State.SUCCEEDED)

    def waits_for_bank(self, *, reference: str) -> bool:
        """Whether the bank has asked the shopper and waits for the answer."""
        return DemoCharge.objects.filter(reference=reference, waits_for_bank=True).exists()

    def _move(self, reference: str, state: str, *, waits_for_bank: bool = False) -> None:
        moved = (
            DemoCharge.objects.filter(reference=reference)
            .exclude(state__in=[Payment.State.SUCCEEDED, Payment.State.CANCELLED])
            .update(
                state=state,
                waits_for_bank=waits_for_bank,
                error="declined" if state == Payment.State.DECLINED else "",
            )
        )
        if moved:
            jobs.enqueue("shop.tasks.payments.post_demo_event", reference)


def demo_event(*, reference: str, kind: str = "") -> tuple[str, str]:
    """A webhook about a charge, by default about its present state: raw body and signature."""
    charge = DemoCharge.objects.get(reference=reference)
    body = json.dumps(
        {
            "id": f"evt_{secrets.token_hex(12)}",
            "type": kind or f"payment.{charge.state}",
            "reference": charge.reference,
            "payment_key": charge.idempotency_key,
        }
    )
    return body, signature_of(body, secret=_secret())


def _secret() -> str:
    """The demo provider's signing secret, derived from the shop's own."""
    return salted_hmac("shop.checkout.gateways.demo", "webhook").hexdigest()


def _refund_snapshot(refund: DemoRefund) -> RefundSnapshot:
    failed = refund.failed
    return RefundSnapshot(
        reference=refund.reference,
        state=Refund.State.FAILED if failed else Refund.State.SUCCEEDED,
        error="the bank sent it back" if failed else "",
        amount=refund.amount,
        key=refund.idempotency_key,
    )


def _snapshot(charge: DemoCharge) -> PaymentSnapshot:
    return PaymentSnapshot(
        reference=charge.reference,
        state=charge.state,
        amount=charge.amount,
        currency=charge.currency,
        error=charge.error,
    )
