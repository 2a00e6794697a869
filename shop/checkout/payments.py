"""Paying for a placed order: start, look again, apply, give up.

`apply_snapshot` is the only writer of a payment's state, but for the end of a review. Nothing here
talks to a provider while a transaction is open.
"""

import logging
from time import monotonic
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from oscar.core.loading import get_model

from shop.basket.services import copy_lines
from shop.checkout.gateways import (
    GatewayUnavailable,
    PaymentSnapshot,
    gateway,
    gateway_code,
)
from shop.checkout.models import Payment, Refund
from shop.core import jobs
from shop.core.currency import from_minor_units, to_minor_units
from shop.core.oscar import PaymentEventType, Source, SourceType
from shop.orders.services import AWAITING_PAYMENT, cancel_order, lock_order, mark_paid

Order = get_model("order", "Order")

logger = logging.getLogger(__name__)

# A sweep of expired orders ends before the next begins, however slow the provider is.
EXPIRY_SECONDS = 45


class NotPayable(Exception):
    """The order does not wait for a payment (any more)."""


def start_payment(*, order: Any) -> Payment:
    """The live payment of an order, made and known to the provider; the same one on every call.

    The row is committed before the provider hears of it. Raises NotPayable for an order that
    does not await payment, or whose money is in review, and GatewayUnavailable when the provider
    does not answer.
    """
    with transaction.atomic():
        locked = lock_order(order.pk)
        if locked.status != AWAITING_PAYMENT or _is_reviewed(locked):
            raise NotPayable
        payment = locked.payments.filter(state__in=Payment.LIVE_STATES).first()
        if payment is None:
            amount = to_minor_units(locked.total_incl_tax, locked.currency)
            attempt = locked.payments.count() + 1
            payment = locked.payments.create(
                gateway=gateway_code(),
                idempotency_key=f"pi:{locked.number}:{attempt}:{amount}{locked.currency}",
                amount=amount,
                currency=locked.currency,
            )
    if not payment.reference:
        snapshot = gateway(payment.gateway).create(
            amount=payment.amount,
            currency=payment.currency,
            idempotency_key=payment.idempotency_key,
        )
        payment = apply_snapshot(payment_id=payment.pk, snapshot=snapshot)
    return payment


def refresh_payment(*, payment: Payment) -> Payment:
    """Ask the provider for the payment's state and apply it. Talks to the provider."""
    return look_at_payment(payment=payment)[0]


def look_at_payment(*, payment: Payment) -> tuple[Payment, PaymentSnapshot]:
    """As `refresh_payment`, with what the provider said: a page may need its client secret."""
    snapshot = gateway(payment.gateway).retrieve(reference=payment.reference)
    return apply_snapshot(payment_id=payment.pk, snapshot=snapshot), snapshot


def close_payment(*, payment: Payment) -> Payment:
    """End a payment whose order waits no longer; money that came meanwhile goes back.

    Talks to the provider.
    """
    snapshot = gateway(payment.gateway).cancel(reference=payment.reference)
    return apply_snapshot(payment_id=payment.pk, snapshot=snapshot)


def apply_snapshot(*, payment_id: int, snapshot: PaymentSnapshot) -> Payment:
    """Make our books say what the provider's say. Locks the order, then the payment; idempotent.

    A success marks the order paid, with Oscar's Source, Transaction and PaymentEvent, in one
    transaction with the confirmation's outbox row. An amount that differs from ours goes to review;
    money for an order that waits no longer goes back by itself. Regressions are ignored.
    """
    with transaction.atomic():
        order = lock_order(Payment.objects.values_list("order_id", flat=True).get(pk=payment_id))
        payment = Payment.objects.select_for_update().get(pk=payment_id)
        payment.reference = payment.reference or snapshot.reference
        if payment.state not in Payment.LIVE_STATES:
            payment.save(update_fields=["reference", "updated_at"])
            return payment
        payment.state, payment.last_error = snapshot.state, snapshot.error
        if snapshot.state == Payment.State.SUCCEEDED:
            _settle(order=order, payment=payment, snapshot=snapshot)
        payment.save()
    return payment


def flag_dispute(*, payment_id: int) -> None:
    """The card's holder objects to a payment: note it on the order, once, for people to see.

    Locks the order, then the payment. What follows is decided by people, with the provider.
    """
    with transaction.atomic():
        order = lock_order(Payment.objects.values_list("order_id", flat=True).get(pk=payment_id))
        payment = Payment.objects.select_for_update().get(pk=payment_id)
        if payment.disputed_at is None:
            payment.disputed_at = timezone.now()
            payment.save(update_fields=["disputed_at", "updated_at"])
            order.notes.create(message=_("The payment is disputed."), note_type="System")
            logger.error("order %s, payment %s: disputed", order.number, payment.pk)


def end_review(*, payment: Payment) -> None:
    """Money in review that went back whole, at the provider: the payment is over.

    Its order waits again, for another payment or its expiry. Talks to the provider, then locks
    the order; idempotent.
    """
    provider = gateway(payment.gateway)
    arrived = provider.retrieve(reference=payment.reference).amount
    refunds = provider.refunds(reference=payment.reference)
    if sum(r.amount for r in refunds if r.state == Refund.State.SUCCEEDED) < arrived:
        return
    with transaction.atomic():
        order = lock_order(payment.order_id)
        reviewed = Payment.objects.filter(pk=payment.pk, state=Payment.State.REVIEW)
        if reviewed.update(state=Payment.State.CANCELLED, updated_at=timezone.now()):
            order.notes.create(
                message=_("The money in review went back at the provider."), note_type="System"
            )


def _settle(*, order: Any, payment: Payment, snapshot: PaymentSnapshot) -> None:
    if (snapshot.amount, snapshot.currency) != (payment.amount, payment.currency):
        problem = f"{snapshot.amount} {snapshot.currency} arrived, {payment.amount} was owed"
    elif order.status != AWAITING_PAYMENT:
        _send_back(order=order, payment=payment)
        return
    else:
        _write_oscar_books(order=order, payment=payment)
        mark_paid(order=order)
        logger.info("order %s is paid by payment %s", order.number, payment.pk)
        return
    payment.state, payment.last_error = Payment.State.REVIEW, problem
    order.notes.create(message=problem, note_type="System")
    logger.error("order %s, payment %s: %s", order.number, payment.pk, problem)


def _send_back(*, order: Any, payment: Payment) -> None:
    """Money arrived for an order that waits no longer: it goes back by itself."""
    payment.save()
    refund = payment.refunds.create(
        amount=payment.amount, key=f"late:{payment.pk}", reason=_("The order had been cancelled.")
    )
    order.notes.create(message="Money arrived late and is refunded.", note_type="System")
    logger.warning("order %s, payment %s: late money goes back", order.number, payment.pk)
    jobs.enqueue("shop.tasks.payments.send_refund", refund.pk)


def _write_oscar_books(*, order: Any, payment: Payment) -> None:
    amount = from_minor_units(payment.amount, payment.currency)
    source_type, _created = SourceType.objects.get_or_create(
        code=payment.gateway, defaults={"name": payment.gateway.capitalize()}
    )
    source = Source.objects.create(
        order=order,
        source_type=source_type,
        currency=payment.currency,
        amount_allocated=amount,
        amount_debited=amount,
        reference=payment.reference,
    )
    source.transactions.create(
        txn_type="Debit", amount=amount, reference=payment.reference, status="succeeded"
    )
    event_type, _created = PaymentEventType.objects.get_or_create(
        code="paid", defaults={"name": "Paid"}
    )
    event = order.payment_events.create(
        event_type=event_type, amount=amount, reference=payment.reference
    )
    for line in order.lines.all():
        event.line_quantities.create(line=line, quantity=line.quantity)


def give_up_order(*, order: Any) -> bool:
    """Cancel an unpaid order, the payment at the provider first; False when the money was faster.

    Money in review, and a bank that is at work and cannot be stopped, count as money: the order
    stays. Talks to the provider. Raises GatewayUnavailable when that does not answer; nothing is
    cancelled then.
    """
    for payment in order.payments.filter(state__in=Payment.LIVE_STATES):
        provider = gateway(payment.gateway)
        reference = payment.reference
        if not reference:
            # The answer to our create was lost; the same key tells the reference.
            reference = provider.create(
                amount=payment.amount,
                currency=payment.currency,
                idempotency_key=payment.idempotency_key,
            ).reference
        apply_snapshot(payment_id=payment.pk, snapshot=provider.cancel(reference=reference))
    order.refresh_from_db()
    held = order.payments.filter(state__in=[Payment.State.PROCESSING, Payment.State.REVIEW])
    if order.status != AWAITING_PAYMENT or held.exists():
        return False
    cancel_order(order=order)
    return True


def _is_reviewed(order: Any) -> bool:
    """Whether money arrived that people have to look at; a second payment would come on top."""
    return order.payments.filter(state=Payment.State.REVIEW).exists()


def change_order(*, order: Any, basket: Any) -> bool:
    """The way back: give the order up and copy its lines into `basket`, an open one.

    False when the order is paid by now. The frozen basket stays with the cancelled order:
    thawing it would lead to that order for ever. It is gone where the account was deleted.
    """
    if not give_up_order(order=order):
        return False
    if order.basket is not None:
        copy_lines(source=order.basket, target=basket)
    return True


def cancel_expired_orders() -> int:
    """Give up every order whose time to pay has run out; returns how many. For the beat.

    One whose bank is still at work (`processing`) never expires: the money may be on its way.
    Neither does one whose money is in review. An order that fails does not stop the others, and
    none is begun after EXPIRY_SECONDS. Talks to the provider.
    """
    began = monotonic()
    cancelled = 0
    expired = Order.objects.filter(status=AWAITING_PAYMENT, expires_at__lt=timezone.now()).exclude(
        payments__state__in=[Payment.State.PROCESSING, Payment.State.REVIEW]
    )
    for order in expired.order_by("pk")[:200]:
        if monotonic() - began > EXPIRY_SECONDS:
            break
        try:
            cancelled += give_up_order(order=order)
        except GatewayUnavailable as error:
            logger.warning("order %s waits: %s", order.number, error)
        except Exception:
            logger.exception("order %s could not be given up", order.number)
    return cancelled
