"""Payments, later: events, sweeps, expiry, and what the demo provider does by itself."""

import logging

import requests
from celery import shared_task
from django.conf import settings

from shop.checkout import events, payments, refunds
from shop.checkout.gateways.demo import DemoGateway, demo_event

logger = logging.getLogger(__name__)


@shared_task(name="shop.tasks.payments.process_event")
def process_event(event_id: int) -> None:
    """Apply what a provider's event is about."""
    events.process_event(event_id=event_id)


@shared_task(name="shop.tasks.payments.sweep_payments")
def sweep_payments() -> int:
    """Look again at waiting events and silent payments."""
    return events.sweep_payments()


@shared_task(name="shop.tasks.payments.cancel_expired_orders")
def cancel_expired_orders() -> int:
    """Cancel the orders whose time to pay has run out."""
    return payments.cancel_expired_orders()


@shared_task(name="shop.tasks.payments.send_refund")
def send_refund(refund_id: int) -> None:
    """Ask the provider for a refund that is reserved."""
    refunds.send_refund(refund_id=refund_id)


@shared_task(name="shop.tasks.payments.sweep_refunds")
def sweep_refunds() -> int:
    """Send the refunds that were left."""
    return refunds.sweep_refunds()


@shared_task(name="shop.tasks.payments.settle_demo_charge")
def settle_demo_charge(reference: str) -> None:
    """Let the demo provider's slow bank make up its mind."""
    DemoGateway().settle(reference=reference)


@shared_task(name="shop.tasks.payments.post_demo_event")
def post_demo_event(reference: str) -> None:
    """Send the demo provider's webhook to the shop, as a real provider would from outside."""
    body, signature = demo_event(reference=reference)
    try:
        requests.post(
            f"{settings.SITE_URL}/stripe/webhook/",
            data=body.encode(),
            headers={"Stripe-Signature": signature, "Content-Type": "application/json"},
            timeout=5,
        )
    except requests.RequestException as error:
        # A lost webhook is nothing new: the return page and the sweep ask the provider themselves.
        logger.warning("the demo provider could not reach the shop: %s", error)
