"""What follows from an order event: stock, line statuses, the order's status, a message."""

from typing import Any

from oscar.apps.order.exceptions import InvalidOrderStatus
from oscar.apps.order.processing import EventHandler as OscarEventHandler

from shop.orders import services


class EventHandler(OscarEventHandler):
    """Oscar's dashboard calls this; the decisions are the services'."""

    def handle_shipping_event(
        self, order: Any, event_type: Any, lines: Any, line_quantities: Any, **kwargs: Any
    ) -> Any:
        """Record a shipping event; “Shipped” consumes the stock and writes to the shopper."""
        if event_type.code != services.SHIPPED_CODE:
            return super().handle_shipping_event(
                order, event_type, lines, line_quantities, **kwargs
            )
        return services.ship_lines(
            order=order,
            quantities={
                line.pk: quantity for line, quantity in zip(lines, line_quantities, strict=True)
            },
            user=self.user,
            tracking=kwargs.get("reference", ""),
        )

    def handle_order_status_change(
        self, order: Any, new_status: str, note_msg: str | None = None
    ) -> None:
        """A status chosen by hand does what it says: shipping ships, cancelling frees the stock."""
        if new_status == order.status:
            return
        if new_status not in order.available_statuses():
            raise InvalidOrderStatus(f"{order.status} -> {new_status}")
        if new_status == services.SHIPPED:
            services.ship_order(order=order, user=self.user)
        elif new_status == services.CANCELLED:
            services.cancel_order(order=order)  # refuses a paid one: that wants a refund
        else:
            super().handle_order_status_change(order, new_status)
        if note_msg:
            self.create_note(order, note_msg)
