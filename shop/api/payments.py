"""An order's payment as a program sees it: how it stands, and what to do next."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse

from shop.checkout.gateways import GatewayUnavailable, gateway_code
from shop.checkout.models import Payment
from shop.checkout.paying import PaymentNow, pay_order, payment_now
from shop.checkout.payments import NotPayable
from shop.core.addresses import absolute_url

UNKNOWN = "unknown"


def payment_of(order: Any, ask: Callable[..., PaymentNow | None] = pay_order, **more: Any) -> dict:
    """The payment, started or gone on with by `ask`; a provider that is away is said to be.

    Talks to the provider.
    """
    try:
        now = ask(order=order, **more)
    except NotPayable:
        now = payment_now(order=order)
    except GatewayUnavailable:
        now = PaymentNow(gateway_code(), UNKNOWN)
    order.refresh_from_db(fields=["status", "paid_at"])
    if now is None:
        # Nothing was to be paid, or nobody has begun to.
        paid = order.paid_at is not None
        now = PaymentNow(gateway_code(), Payment.State.SUCCEEDED if paid else Payment.State.CREATED)
    return {
        "gateway": now.gateway,
        "state": now.state,
        "is_paid": order.paid_at is not None,
        "error": now.error,
        "amount": order.total_incl_tax,
        "currency": order.currency,
        "next": _next(order, now),
    }


def _next(order: Any, now: PaymentNow) -> dict[str, str]:
    path = reverse("api:payment", kwargs={"number": order.number})
    return {"url": absolute_url(path), **_action(now)}


def _action(now: PaymentNow) -> dict[str, str]:
    if now.state == UNKNOWN:
        return {"action": "try_again"}
    if now.is_made or now.state == Payment.State.CANCELLED:
        return {"action": "nothing"}
    if now.state == Payment.State.PROCESSING:
        return {"action": "wait"}
    if now.waits_for_bank:
        return {"action": "answer_bank"}
    if now.gateway == "demo":
        return {"action": "pay_with_card"}
    if not now.client_secret:
        return {"action": "try_again"}
    return {
        "action": "confirm_with_stripe",
        "publishable_key": settings.STRIPE_PUBLISHABLE_KEY,
        "client_secret": now.client_secret,
    }
