"""What the shop writes about an order: the kinds of message and what their templates show."""

from decimal import Decimal
from typing import Any

from oscar.core.loading import get_model

from shop.communication.addresses import absolute_url
from shop.communication.kinds import register_kind
from shop.orders.selectors import OrderDetail, order_detail, with_details

ORDER_CONFIRMATION = "order_confirmation"
ORDER_SHIPPED = "order_shipped"
ORDER_REFUNDED = "order_refunded"


def register_kinds() -> None:
    """Make the messages of this room known to the outbox."""
    register_kind(ORDER_CONFIRMATION, order_confirmation)
    register_kind(ORDER_SHIPPED, order_shipped)
    register_kind(ORDER_REFUNDED, order_refunded)


def order_confirmation(context: dict[str, Any]) -> dict[str, Any]:
    """The order as it was paid. `context`: order_id. Raises Order.DoesNotExist."""
    detail = _detail(context["order_id"])
    return {
        "order": detail,
        "lines": [_mail_line(line, line.quantity) for line in detail.lines],
        "units": sum(line.quantity for line in detail.lines),
        "status_url": absolute_url(detail.url),
    }


def order_shipped(context: dict[str, Any]) -> dict[str, Any]:
    """One parcel of an order. `context`: order_id, shipping_event_id, tracking.

    Without a shipping event it is the whole order. Raises Order.DoesNotExist.
    """
    order = _order(context["order_id"])
    detail = order_detail(order)
    in_parcel = {line.pk: line.quantity for line in order.lines.all()}
    shipped = dict.fromkeys(in_parcel, 0)
    for event in order.shipping_events.all():
        for row in event.line_quantities.all():
            shipped[row.line_id] += row.quantity
    if event_id := context.get("shipping_event_id"):
        parcel = next(event for event in order.shipping_events.all() if event.pk == event_id)
        in_parcel = {row.line_id: row.quantity for row in parcel.line_quantities.all()}
    return {
        "order": detail,
        "lines": [
            _mail_line(shown, in_parcel[line.pk])
            for line, shown in zip(order.lines.all(), detail.lines, strict=True)
            if in_parcel.get(line.pk)
        ],
        "more_follows": bool(event_id)
        and any(shipped[line.pk] < line.quantity for line in order.lines.all()),
        "tracking": context.get("tracking") or "",
        "status_url": absolute_url(detail.url),
    }


def order_refunded(context: dict[str, Any]) -> dict[str, Any]:
    """Money that went back. `context`: order_id, amount (in the order's currency), reason.

    Raises Order.DoesNotExist.
    """
    detail = _detail(context["order_id"])
    return {
        "order": detail,
        "amount": Decimal(context["amount"]),
        "reason": context.get("reason") or "",
        "status_url": absolute_url(detail.url),
    }


def _order(order_id: int) -> Any:
    return with_details(get_model("order", "Order").objects.filter(pk=order_id)).get()


def _detail(order_id: int) -> OrderDetail:
    return order_detail(_order(order_id))


def _mail_line(line: Any, quantity: int) -> dict[str, Any]:
    return {
        "title": line.title,
        "variant": line.variant,
        "quantity": quantity,
        "price": line.line_price,
        "picture_url": absolute_url(line.mail_picture_url),
        "url": absolute_url(line.url),
    }
