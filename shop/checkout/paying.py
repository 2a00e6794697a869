"""Paying an order at whichever provider it is: what a page, and a program, does next."""

from dataclasses import dataclass
from typing import Any

from shop.checkout.gateways.demo import DemoGateway
from shop.checkout.models import Payment
from shop.checkout.payments import look_at_payment, start_payment


@dataclass(frozen=True)
class PaymentNow:
    """A payment as its provider knows it now. `state` is Payment.State's.

    `client_secret` lets a browser confirm it at Stripe. `waits_for_bank`: the demo's bank has asked
    the shopper.
    """

    gateway: str
    state: str
    error: str = ""
    client_secret: str = ""
    waits_for_bank: bool = False

    @property
    def is_made(self) -> bool:
        """Whether the money has arrived, be it to be looked at by people."""
        return self.state in (Payment.State.SUCCEEDED, Payment.State.REVIEW)


def pay_order(
    *, order: Any, card_number: str = "", bank_approves: bool | None = None
) -> PaymentNow:
    """Start the order's payment, or go on with it, and look at it.

    The card and the answer to its bank are for the demo provider alone; Stripe has them from the
    shopper's browser. Talks to the provider. Raises NotPayable and GatewayUnavailable.
    """
    payment = start_payment(order=order)
    if payment.gateway == DemoGateway.code and card_number:
        DemoGateway().pay(reference=payment.reference, card_number=card_number)
    elif payment.gateway == DemoGateway.code and bank_approves is not None:
        DemoGateway().confirm(reference=payment.reference, approved=bank_approves)
    return _look(payment)


def payment_now(*, order: Any) -> PaymentNow | None:
    """The order's newest payment; None before the first. One that is over is not asked about.

    Talks to the provider otherwise. Raises GatewayUnavailable.
    """
    payment = order.payments.first()
    if payment is None:
        return None
    if payment.state in Payment.LIVE_STATES and payment.reference:
        return _look(payment)
    return PaymentNow(payment.gateway, payment.state, payment.last_error)


def _look(payment: Payment) -> PaymentNow:
    payment, snapshot = look_at_payment(payment=payment)
    is_demo = payment.gateway == DemoGateway.code
    return PaymentNow(
        gateway=payment.gateway,
        state=payment.state,
        error=snapshot.error,
        client_secret=snapshot.client_secret,
        waits_for_bank=is_demo and DemoGateway().waits_for_bank(reference=payment.reference),
    )
