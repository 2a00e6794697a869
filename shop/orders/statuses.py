"""The words Oscar's pipelines use for an order's state (OSCAR_ORDER_STATUS_PIPELINE)."""

AWAITING_PAYMENT = "Awaiting payment"
PAID = "Paid"
SHIPPED = "Shipped"
CANCELLED = "Cancelled"
REFUNDED = "Refunded"
