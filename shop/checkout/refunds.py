"""Giving money back: reserved under the order's lock, sent once, written to the shopper.

What went back at the provider, past us, is found in its list and written into the same books.
"""

import logging
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from time import monotonic
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.checkout.gateways import GatewayUnavailable, RefundSnapshot, gateway
from shop.checkout.models import Payment, Refund, RefundLine
from shop.communication.services import queue_message
from shop.core import jobs
from shop.core.currency import from_minor_units, round_money, to_minor_units
from shop.core.oscar import PaymentEventType, Source
from shop.offers.services import release_usage
from shop.orders.services import lock_order, release_lines
from shop.orders.statuses import CANCELLED, PAID, REFUNDED

logger = logging.getLogger(__name__)

# A refund that nobody has sent for so long was left by a lost worker (seconds).
PATIENCE = 60
# A sweep ends before the next begins, however slow the provider is.
SWEEP_SECONDS = 45


class RefundRefused(Exception):
    """It cannot be refunded so; the message is for the staff."""


@dataclass(frozen=True)
class Refundable:
    """What may still go back: an amount in `currency`, and units by order line id."""

    amount: Decimal
    currency: str
    units: Mapping[int, int]


def refundable(order: Any) -> Refundable:
    """What of an order may still be refunded. Three queries."""
    payment = _settled_payment(order)
    if payment is None:
        return Refundable(Decimal("0.00"), order.currency, {})
    return Refundable(
        amount=from_minor_units(payment.amount - _reserved(payment), payment.currency),
        currency=payment.currency,
        units=_units_left(order),
    )


def request_refund(
    *,
    order: Any,
    amount: Decimal | None = None,
    quantities: Mapping[int, int] | None = None,
    restock: bool = False,
    reason: str = "",
    user: Any = None,
    key: str = "",
) -> Refund:
    """Reserve a refund of a paid order and hand it to the worker; a `key` gives one refund.

    Either `amount` (in the order's currency), or units by line id, which are worth what was
    paid for them, or neither: all that is left, with all units. `restock` puts the units back into
    stock: those not shipped yet are released, the others added. Locks the order. Raises
    RefundRefused when more is asked for than is left; then nothing is written.
    """
    key = key or uuid4().hex
    with transaction.atomic():
        locked = lock_order(order.pk)
        if known := Refund.objects.filter(key=key).first():
            return known
        payment = _settled_payment(locked)
        if payment is None:
            raise RefundRefused(_("This order has no payment that could be refunded."))
        units_left, left = _units_left(locked), payment.amount - _reserved(payment)
        if amount is None and quantities is None:
            quantities = {line: units for line, units in units_left.items() if units}
            minor = left
        elif quantities is not None:
            minor = min(_worth(locked, quantities, units_left), left)
        else:
            minor = _minor(amount or Decimal("0"), payment.currency)
        if minor <= 0:
            raise RefundRefused(_("There is nothing to refund."))
        if minor > left:
            raise RefundRefused(
                _("Only %(left)s %(currency)s are left to refund.")
                % {"left": from_minor_units(left, payment.currency), "currency": payment.currency}
            )
        refund = payment.refunds.create(
            amount=minor, key=key, reason=reason, restock=restock, requested_by=user
        )
        held = dict(locked.lines.values_list("pk", "num_allocated"))
        RefundLine.objects.bulk_create(
            RefundLine(
                refund=refund,
                line_id=line,
                quantity=units,
                returned=max(units - (held[line] or 0), 0),
            )
            for line, units in (quantities or {}).items()
            if units
        )
        jobs.enqueue("shop.tasks.payments.send_refund", refund.pk)
    return refund


def send_refund(*, refund_id: int) -> Refund:
    """Ask the provider for a reserved refund and apply its answer; idempotent by `re:{refund_id}`.

    Who asks again looks first whether the first answer was lost: the provider forgets our key
    after a day, and would then give the money back twice. A refusal may mean that somebody was
    faster at the provider, so that is looked up too. Talks to the provider. Raises
    GatewayUnavailable; the refund then waits for the sweep.
    """
    refund = Refund.objects.select_related("payment").get(pk=refund_id)
    if refund.state not in (Refund.State.REQUESTED, Refund.State.PENDING):
        return refund
    if refund.reference:  # asked for already; a second request would only repeat the first answer
        return refresh_refund(refund=refund)
    if not Refund.objects.filter(pk=refund_id, asked_at=None).update(asked_at=timezone.now()):
        reconcile_refunds(payment=refund.payment)
        refund.refresh_from_db()
        if refund.reference or refund.state != Refund.State.REQUESTED:
            return refund
    snapshot = gateway(refund.payment.gateway).refund(
        reference=refund.payment.reference,
        amount=refund.amount,
        idempotency_key=refund.provider_key,
    )
    refund = apply_refund(refund_id=refund.pk, snapshot=snapshot)
    if not snapshot.reference:
        reconcile_refunds(payment=refund.payment)
    return refund


def refresh_refund(*, refund: Refund) -> Refund:
    """Ask the provider for the state of a refund that it knows, and apply it. Talks to it."""
    snapshot = gateway(refund.payment.gateway).retrieve_refund(reference=refund.reference)
    return apply_refund(refund_id=refund.pk, snapshot=snapshot)


def apply_refund(*, refund_id: int, snapshot: RefundSnapshot) -> Refund:
    """Make our books say what the provider's say of a refund. Locks the order; idempotent.

    A success writes Oscar's books, gives back the stock where that was chosen, and queues the
    message, in one transaction. A failure frees what was reserved and is listed for attention.
    One that we had given up, and that the provider has all the same, counts again.
    """
    with transaction.atomic():
        order = lock_order(
            Refund.objects.values_list("payment__order_id", flat=True).get(pk=refund_id)
        )
        refund = (
            Refund.objects.select_for_update(of=("self",))
            .select_related("payment")
            .get(pk=refund_id)
        )
        came_back = refund.state == Refund.State.SUCCEEDED and snapshot.state == Refund.State.FAILED
        given_up = refund.state == Refund.State.FAILED and not refund.reference
        is_there = given_up and snapshot.reference and snapshot.state != Refund.State.FAILED
        if refund.state in (Refund.State.SUCCEEDED, Refund.State.FAILED):
            if not came_back and not is_there:
                return refund
            if is_there and _room_for(refund.amount, order=order, payment=refund.payment) < 0:
                return refund  # another one's failure is still to be told, and makes the room
        refund.reference = snapshot.reference or refund.reference
        refund.state, refund.last_error = snapshot.state, snapshot.error
        if refund.state == Refund.State.FAILED:
            _fail(order=order, refund=refund, problem=snapshot.error)
        refund.save()
        if refund.state == Refund.State.SUCCEEDED:
            _write_books(order=order, refund=refund)
        if came_back:
            _unwrite_books(order=order, refund=refund)
    return refund


def reconcile_refunds(*, payment: Payment) -> None:
    """Make our books say what the provider's list of a settled payment's refunds says.

    Ours are known by their reference, or by our key where the answer to our request was lost.
    What is neither was made at the provider: it gets a row, and from there on is a refund as
    every other. Talks to the provider, then locks the order; idempotent.
    """
    listed = gateway(payment.gateway).refunds(reference=payment.reference)
    # Failures first: they make room for what was refunded instead.
    listed.sort(key=lambda snapshot: snapshot.state != Refund.State.FAILED)
    with transaction.atomic():
        order = lock_order(payment.order_id)
        strangers = []
        for snapshot in listed:
            if refund := _ours(snapshot, payment=payment):
                apply_refund(refund_id=refund.pk, snapshot=snapshot)
            elif snapshot.state != Refund.State.FAILED:
                strangers.append(snapshot)
        for snapshot in strangers:
            _record_stranger(snapshot, order=order, payment=payment)


def sweep_refunds() -> int:
    """Send the refunds that a lost worker left; returns how many. For the beat.

    None is begun after SWEEP_SECONDS. Talks to the provider.
    """
    began = monotonic()
    waiting = Refund.objects.filter(
        state__in=[Refund.State.REQUESTED, Refund.State.PENDING],
        updated_at__lt=timezone.now() - timedelta(seconds=PATIENCE),
    )
    sent = 0
    for refund in waiting.order_by("pk")[:200]:
        if monotonic() - began > SWEEP_SECONDS:
            break
        try:
            send_refund(refund_id=refund.pk)
        except GatewayUnavailable as error:
            logger.warning("refund %s waits: %s", refund.pk, error)
        except Exception:  # it must not stand before all the others
            logger.exception("refund %s could not be sent", refund.pk)
        else:
            sent += 1
    return sent


def _ours(snapshot: RefundSnapshot, *, payment: Payment) -> Refund | None:
    """Our row of a refund in the provider's list; its own reference counts before our key."""
    if known := payment.refunds.filter(reference=snapshot.reference).first():
        return known
    unanswered = payment.refunds.filter(reference="")
    return next((row for row in unanswered if row.provider_key == snapshot.key), None)


def _record_stranger(snapshot: RefundSnapshot, *, order: Any, payment: Payment) -> None:
    """Write down a refund that was made at the provider. The caller holds the order's lock.

    The money is gone, so what we have only asked for gives way. One that takes all that is left
    is for all units: those not sent yet are put back, whether the others came back nobody told.
    """
    left = _room_for(snapshot.amount, order=order, payment=payment)
    units = {}
    if left == 0:
        units = {line: units for line, units in _units_left(order).items() if units}
    refund = payment.refunds.create(
        amount=snapshot.amount,
        key=uuid4().hex,
        reference=snapshot.reference,
        made_at_provider=True,
        restock=bool(units),
        state=Refund.State.REQUESTED if left >= 0 else Refund.State.FAILED,
    )
    if left < 0:  # not possible at a provider that can count; people have to look
        _fail(order=order, refund=refund, problem=_("More went back than was paid."))
        refund.save()
        return
    RefundLine.objects.bulk_create(
        RefundLine(refund=refund, line_id=line, quantity=quantity)
        for line, quantity in units.items()
    )
    order.notes.create(
        message=_("%(amount)s %(currency)s went back at the provider, not from here: %(reference)s")
        % {
            "amount": refund.money,
            "currency": payment.currency,
            "reference": snapshot.reference,
        },
        note_type="System",
    )
    logger.warning("order %s: refund %s was made at the provider", order.number, refund.pk)
    apply_refund(refund_id=refund.pk, snapshot=snapshot)


def _room_for(amount: int, *, order: Any, payment: Payment) -> int:
    """What is left of a payment beside `amount`, which has left the provider already.

    Of our own refunds those that the provider does not know yet give way, the newest first: it
    would refuse them. Less than nothing where that does not suffice.
    """
    left = payment.amount - _reserved(payment) - amount
    unsent = payment.refunds.filter(state=Refund.State.REQUESTED, reference="")
    for refund in unsent.order_by("-pk"):
        if left >= 0:
            break
        _fail(order=order, refund=refund, problem=_("The money went back at the provider."))
        refund.save()
        left += refund.amount
    return left


def _fail(*, order: Any, refund: Refund, problem: str) -> None:
    refund.state, refund.last_error = Refund.State.FAILED, problem
    order.notes.create(message=_("A refund failed: %s") % problem, note_type="System")
    logger.error("refund %s of order %s failed", refund.pk, order.number)


def _settled_payment(order: Any) -> Payment | None:
    return order.payments.filter(state=Payment.State.SUCCEEDED).first()


def _reserved(payment: Payment) -> int:
    reserved = payment.refunds.exclude(state=Refund.State.FAILED).aggregate(sum=Sum("amount"))
    return reserved["sum"] or 0


def _units_left(order: Any) -> dict[int, int]:
    refunded = dict(
        RefundLine.objects.filter(line__order=order)
        .exclude(refund__state=Refund.State.FAILED)
        .values_list("line_id")
        .annotate(units=Sum("quantity"))
    )
    return {line.pk: line.quantity - refunded.get(line.pk, 0) for line in order.lines.all()}


def _worth(order: Any, quantities: Mapping[int, int], units_left: Mapping[int, int]) -> int:
    """What was paid for the units, in minor units; all units of a line sum up to its price."""
    total = 0
    for line in order.lines.filter(pk__in=quantities):
        units, left = quantities[line.pk], units_left[line.pk]
        if units < 0 or units > left:
            raise RefundRefused(
                _("Of “%(title)s” %(left)d can be refunded.") % {"title": line.title, "left": left}
            )
        already = line.quantity - left
        total += _share(line, already + units, order.currency) - _share(
            line, already, order.currency
        )
    if len(quantities) != order.lines.filter(pk__in=quantities).count():
        raise RefundRefused(_("That line is not part of this order."))
    return total


def _share(line: Any, units: int, currency: str) -> int:
    share = line.line_price_incl_tax * units / line.quantity
    return to_minor_units(round_money(share, currency), currency)


def _minor(amount: Decimal, currency: str) -> int:
    try:
        return to_minor_units(amount, currency)
    except ValueError:
        raise RefundRefused(_("Please give an amount without a fraction of a penny.")) from None


def _write_books(*, order: Any, refund: Refund) -> None:
    amount = from_minor_units(refund.amount, refund.payment.currency)
    source = Source.objects.filter(order=order, reference=refund.payment.reference).first()
    if source is not None:
        Source.objects.filter(pk=source.pk).update(amount_refunded=F("amount_refunded") + amount)
        source.transactions.create(
            txn_type="Refund", amount=amount, reference=refund.reference, status="succeeded"
        )
    event_type, _created = PaymentEventType.objects.get_or_create(
        code="refunded", defaults={"name": "Refunded"}
    )
    event = order.payment_events.create(
        event_type=event_type, amount=amount, reference=refund.reference
    )
    rows = list(refund.lines.select_related("line__stockrecord", "line__product"))
    for row in rows:
        event.line_quantities.create(line=row.line, quantity=row.quantity)
    becomes = _status_after(order=order, refund=refund)
    # Refunded before anything left the house, it is as if it had not been ordered: vouchers and
    # offers are free again. What was shipped and sent back has had its discount.
    with release_usage(order=order) if becomes == CANCELLED else nullcontext():
        if refund.restock:
            release_lines(
                held={row.line_id: row.quantity - row.returned for row in rows},
                returned={row.line_id: row.returned for row in rows},
            )
    if becomes:
        order.set_status(becomes)
    queue_message(
        kind="order_refunded",
        key=f"order_refunded:{order.number}:{refund.pk}",
        recipient=order.contact_email,
        context={"order_id": order.pk, "amount": str(amount), "reason": refund.reason},
    )


def _unwrite_books(*, order: Any, refund: Refund) -> None:
    """The bank sent the money back: it is ours again, and somebody has to find another way."""
    amount = from_minor_units(refund.amount, refund.payment.currency)
    source = Source.objects.filter(order=order, reference=refund.payment.reference).first()
    if source is not None:
        Source.objects.filter(pk=source.pk).update(amount_refunded=F("amount_refunded") - amount)
        source.transactions.create(
            txn_type="Refund", amount=-amount, reference=refund.reference, status="failed"
        )


def _status_after(*, order: Any, refund: Refund) -> str:
    """What the order becomes when all of its payment is refunded by now, else nothing."""
    succeeded = refund.payment.refunds.filter(state=Refund.State.SUCCEEDED)
    if succeeded.aggregate(sum=Sum("amount"))["sum"] < refund.payment.amount:
        return ""
    shipped = order.shipping_events.exists()
    status = CANCELLED if order.status == PAID and not shipped else REFUNDED
    return status if status in order.available_statuses() else ""
