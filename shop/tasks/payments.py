"""Payments, later."""

from celery import shared_task

from shop.checkout import payments


@shared_task(name="shop.tasks.payments.cancel_expired_orders")
def cancel_expired_orders() -> int:
    """Cancel the orders whose time to pay has run out."""
    return payments.cancel_expired_orders()
