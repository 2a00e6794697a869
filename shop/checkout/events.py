"""Webhook events: stored once, processed by the worker, swept when a worker was lost."""

import logging
from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Any

from django.db.models import Q
from django.utils import timezone

from shop.checkout.gateways import GatewayUnavailable, ProviderEvent, gateway
from shop.checkout.models import Payment, WebhookEvent
from shop.checkout.payments import (
    apply_snapshot,
    close_payment,
    end_review,
    flag_dispute,
    refresh_payment,
)
from shop.checkout.refunds import reconcile_refunds
from shop.core import jobs
from shop.orders.services import AWAITING_PAYMENT

logger = logging.getLogger(__name__)

# An event younger than this is still the worker's own business (seconds).
PATIENCE = 30
# A live payment that nobody has heard of for so long is asked about (seconds).
STALE = 120
BATCH = 200
# No look is begun later than this, so that a slow provider does not keep the worker from e-mails.
SECONDS = 25


def store_event(*, gateway_code: str, event: ProviderEvent) -> WebhookEvent:
    """Keep an event, once by its id, and hand it to the worker. A repeated one changes nothing."""
    row, created = WebhookEvent.objects.get_or_create(
        gateway=gateway_code,
        event_id=event.event_id,
        defaults={
            "kind": event.kind,
            "reference": event.reference,
            "payment_key": event.payment_key,
        },
    )
    if created:
        jobs.enqueue("shop.tasks.payments.process_event", row.pk)
    return row


def process_event(*, event_id: int) -> None:
    """Ask the provider how the event's payment stands now, and apply that; idempotent.

    Whatever order events arrive in, what counts is the provider's present answer. An event of a
    payment that is not ours is marked processed and left. Raises GatewayUnavailable; the event
    then waits for the sweep.
    """
    event = WebhookEvent.objects.get(pk=event_id)
    if event.processed_at is not None:
        return
    payment = Payment.objects.filter(
        Q(reference=event.reference) | Q(idempotency_key=event.payment_key, reference=""),
        gateway=event.gateway,
    ).first()
    if payment is None:
        logger.info("event %s is of no payment of ours", event.event_id)
    else:
        _apply(event=event, payment=payment)
    event.processed_at = timezone.now()
    event.save(update_fields=["processed_at"])


def _apply(*, event: WebhookEvent, payment: Payment) -> None:
    if "dispute" in event.kind:
        flag_dispute(payment_id=payment.pk)
        return
    if payment.state in Payment.LIVE_STATES or "refund" not in event.kind:
        snapshot = gateway(event.gateway).retrieve(reference=event.reference)
        payment = apply_snapshot(payment_id=payment.pk, snapshot=snapshot)
    if "refund" in event.kind and payment.state == Payment.State.SUCCEEDED:
        reconcile_refunds(payment=payment)
    elif "refund" in event.kind and payment.state == Payment.State.REVIEW:
        end_review(payment=payment)


def sweep_payments() -> int:
    """Heal what a lost worker or a lost webhook left: waiting events, payments long unheard of.

    For the beat. Returns how many were looked at; none is begun after SECONDS. Talks to the
    provider.
    """
    now = timezone.now()
    waiting = WebhookEvent.objects.filter(
        processed_at__isnull=True, received_at__lt=now - timedelta(seconds=PATIENCE)
    ).order_by("received_at")[:BATCH]
    stale = (
        Payment.objects.filter(
            state__in=Payment.LIVE_STATES,
            updated_at__lt=now - timedelta(seconds=STALE),
        )
        .exclude(reference="")
        .select_related("order")
        .order_by("updated_at")[:BATCH]
    )
    looks: list[tuple[Callable[..., object], dict[str, Any]]] = [
        *((process_event, {"event_id": event.pk}) for event in waiting),
        *((_look_for(payment), {"payment": payment}) for payment in stale),
    ]
    began = monotonic()
    looked_at = 0
    for look, arguments in looks:
        if monotonic() - began > SECONDS:
            break
        looked_at += _try(look, **arguments)
    return looked_at


def _look_for(payment: Payment) -> Callable[..., object]:
    """A payment started while its order was being given up outlives it: that one is ended."""
    awaited = payment.order.status == AWAITING_PAYMENT
    return refresh_payment if awaited else close_payment


def _try(step: Callable[..., object], **arguments: object) -> int:
    try:
        step(**arguments)
    except GatewayUnavailable as error:
        logger.warning("the provider does not answer: %s", error)
        return 0
    except Exception:  # one that cannot be healed must not stand before all the others
        logger.exception("a payment could not be looked at: %s", arguments)
        return 0
    return 1
