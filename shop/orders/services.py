"""What happens to an order after it was placed. Every service locks the order's row first."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from oscar.apps.order.exceptions import InvalidOrderStatus, InvalidShippingEvent
from oscar.core.loading import get_model

from shop.communication.services import queue_message
from shop.offers.services import release_usage
from shop.orders.statuses import AWAITING_PAYMENT, CANCELLED, PAID, SHIPPED

SHIPPED_CODE = "shipped"


def lock_order(order_id: int) -> Any:
    """The order, its row locked until the transaction ends. The one lock of this room."""
    return get_model("order", "Order").objects.select_for_update().get(pk=order_id)


def mark_paid(*, order: Any) -> None:
    """Set an order that awaits payment to Paid and queue its confirmation.

    The caller holds the order's lock, in its transaction. Raises InvalidOrderStatus from any
    other status.
    """
    order.set_status(PAID)
    order.paid_at = timezone.now()
    order.expires_at = None
    order.save(update_fields=["paid_at", "expires_at"])
    if order.basket:
        order.basket.submit()
    queue_message(
        kind="order_confirmation",
        key=f"order_confirmation:{order.number}",
        recipient=order.contact_email,
        context={"order_id": order.pk},
    )


def ship_order(*, order: Any, user: Any = None, tracking: str = "") -> Any:
    """Ship everything of a paid order that was not shipped yet; returns the shipping event.

    Consumes the allocated stock, sets line and order statuses, and queues the message.
    Raises InvalidOrderStatus when the order is not paid (or is shipped already).
    """
    with transaction.atomic():
        locked = lock_order(order.pk)
        if SHIPPED not in locked.available_statuses():
            raise InvalidOrderStatus(
                _("An order that is “%(status)s” cannot be shipped.") % {"status": locked.status}
            )
        left = {line.pk: units_to_ship(line) for line in locked.lines.select_related("stockrecord")}
        event = ship_lines(
            order=locked,
            quantities={pk: quantity for pk, quantity in left.items() if quantity > 0},
            user=user,
            tracking=tracking,
        )
    order.refresh_from_db()
    return event


def ship_lines(
    *, order: Any, quantities: Mapping[int, int], user: Any = None, tracking: str = ""
) -> Any:
    """Ship some of an order's lines (`quantities`: units by line id); returns the shipping event.

    The order becomes Shipped with its last unit. Raises InvalidShippingEvent when more is to be
    shipped than is left, and InvalidOrderStatus when it is not paid; then nothing changes.
    """
    event_type = _shipped_event_type()
    with transaction.atomic():
        locked = lock_order(order.pk)
        if locked.status != PAID:
            raise InvalidOrderStatus(
                _("An order that is “%(status)s” cannot be shipped.") % {"status": locked.status}
            )
        lines = list(
            locked.lines.filter(pk__in=quantities)
            .select_related("stockrecord", "product")
            .order_by("stockrecord_id", "pk")
        )
        if not lines or len(lines) != len(quantities):
            raise InvalidShippingEvent(_("There is nothing to ship."))
        event = locked.shipping_events.create(event_type=event_type, notes=tracking)
        for line in lines:
            quantity = quantities[line.pk]
            left = units_to_ship(line)
            if quantity < 1 or quantity > left:
                raise InvalidShippingEvent(
                    _("%(left)d of “%(title)s” are left to ship.")
                    % {"left": left, "title": line.title}
                )
            event.line_quantities.create(line=line, quantity=quantity)
            if _holds_stock(line):
                line.consume_allocation(quantity)
            if quantity == left:
                line.set_status(SHIPPED)
        unshipped = locked.lines.exclude(status=SHIPPED).select_related("stockrecord")
        if not any(units_to_ship(line) for line in unshipped):
            locked.set_status(SHIPPED)
        if user is not None:
            note = _("Shipped.") if not tracking else _("Shipped, tracking %s.") % tracking
            locked.notes.create(user=user, message=note, note_type="System")
        queue_message(
            kind="order_shipped",
            key=f"order_shipped:{locked.number}:{event.pk}",
            recipient=locked.contact_email,
            context={"order_id": locked.pk, "shipping_event_id": event.pk, "tracking": tracking},
        )
    order.refresh_from_db()
    return event


def units_to_ship(line: Any) -> int:
    """How many units of an order's line are still to be sent. A query or two.

    Units that were refunded and put back on the shelf are not: their stock is no longer held.
    """
    left = line.quantity - line.shipping_event_quantity(_shipped_event_type())
    return min(left, line.num_allocated) if _holds_stock(line) else left


def cancel_order(*, order: Any) -> None:
    """Cancel an order that nobody has paid: its stock goes back on the shelf.

    Its vouchers can be used again and its offers get their uses back. Oscar releases nothing on
    cancelling; this does. A paid order is refunded, not cancelled:
    InvalidOrderStatus. Idempotent for a cancelled one.
    """
    with transaction.atomic():
        locked = lock_order(order.pk)
        if locked.status == CANCELLED:
            return
        if locked.status != AWAITING_PAYMENT:
            raise InvalidOrderStatus(
                _("An order that is “%(status)s” cannot be cancelled here.")
                % {"status": locked.status}
            )
        lines = locked.lines.select_related("stockrecord", "product").order_by(
            "stockrecord_id", "pk"
        )
        with release_usage(order=locked):
            for line in lines:
                if _holds_stock(line):
                    line.cancel_allocation(line.num_allocated)
        locked.set_status(CANCELLED)
        locked.expires_at = None
        locked.save(update_fields=["expires_at"])
    order.refresh_from_db()


def release_lines(*, held: Mapping[int, int], returned: Mapping[int, int]) -> None:
    """Put units of order lines back on the shelf (units by line id).

    `held` units are released from their allocation, but for those that a parcel has taken
    meanwhile; `returned` ones had been sent and are added to the stock. In the caller's
    transaction, which holds the order's lock; stock records in primary-key order.
    """
    lines = get_model("order", "Line").objects.filter(pk__in={*held, *returned})
    for line in lines.select_related("stockrecord", "product").order_by("stockrecord_id", "pk"):
        if not _holds_stock(line):
            continue
        line.cancel_allocation(min(held.get(line.pk, 0), line.num_allocated))
        if back := returned.get(line.pk, 0):
            type(line.stockrecord).objects.filter(pk=line.stockrecord.pk).update(
                num_in_stock=F("num_in_stock") + back
            )


def _holds_stock(line: Any) -> bool:
    """Whether units are held for the line: not where its product is not counted, or is deleted."""
    return (
        line.num_allocated is not None
        and line.stockrecord is not None
        and line.can_track_allocations
    )


def _shipped_event_type() -> Any:
    event_type, _created = get_model("order", "ShippingEventType").objects.get_or_create(
        code=SHIPPED_CODE, defaults={"name": "Shipped"}
    )
    return event_type
