"""What every gateway answers, and which one the shop uses."""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class GatewayUnavailable(Exception):
    """The provider did not answer; nothing is known of the payment's state."""


@dataclass(frozen=True)
class PaymentSnapshot:
    """A payment as its provider knows it. `amount` in minor units; `state` is Payment.State's."""

    reference: str
    state: str
    amount: int
    currency: str
    error: str = ""
    client_secret: str = ""  # lets the shopper's browser confirm this payment; never stored


@dataclass(frozen=True)
class RefundSnapshot:
    """A refund as its provider knows it; `state` is Refund.State's, `amount` in minor units.

    `key` is our idempotency key, which the provider keeps with the refund; blank for one that was
    made at the provider, past us. A refusal has neither reference nor amount.
    """

    reference: str
    state: str
    error: str = ""
    amount: int = 0
    key: str = ""


class BadSignature(Exception):
    """A webhook that the provider did not sign, or signed too long ago."""


@dataclass(frozen=True)
class ProviderEvent:
    """A provider's word that something happened to the payment `reference`.

    `payment_key` is our idempotency key where the provider gives it back; `is_ours` is false for
    an event of another environment or of a thing that is no payment of this shop.
    """

    event_id: str
    kind: str
    reference: str
    payment_key: str = ""
    is_ours: bool = True


class Gateway(Protocol):
    """A payment provider. Every method may talk to a network: never inside a transaction."""

    code: str

    def create(self, *, amount: int, currency: str, idempotency_key: str) -> PaymentSnapshot:
        """Start a payment; the same key gives the same payment."""
        ...

    def retrieve(self, *, reference: str) -> PaymentSnapshot:
        """The payment's state now."""
        ...

    def cancel(self, *, reference: str) -> PaymentSnapshot:
        """Cancel unless the money has arrived; the snapshot says which of the two."""
        ...

    def refund(self, *, reference: str, amount: int, idempotency_key: str) -> RefundSnapshot:
        """Give back `amount` minor units of a payment; the same key gives them back once.

        A provider forgets keys (Stripe after a day): who asks again looks into `refunds` first.
        """
        ...

    def retrieve_refund(self, *, reference: str) -> RefundSnapshot:
        """The refund's state now; one that succeeded may fail later, when a bank returns it."""
        ...

    def refunds(self, *, reference: str) -> list[RefundSnapshot]:
        """All refunds of a payment, also those that were made at the provider, past us."""
        ...

    def parse_webhook(self, *, body: bytes, signature: str) -> ProviderEvent:
        """The event in a webhook's raw body. Raises BadSignature. Asks nobody."""
        ...


GATEWAYS = {
    "demo": "shop.checkout.gateways.demo.DemoGateway",
    "stripe": "shop.checkout.gateways.stripe_gateway.StripeGateway",
}


def demo_is_allowed() -> bool:
    """Whether the demo provider may take an order: in DEBUG, or where it is asked for by name."""
    return bool(settings.DEBUG or settings.PAYMENTS_ALLOW_DEMO)


def gateway_code() -> str:
    """The provider that new payments go to: Stripe where it has a key, else the demo."""
    return "stripe" if settings.STRIPE_SECRET_KEY else "demo"


def gateway(code: str = "") -> Gateway:
    """The gateway with this code, by default the one for new payments.

    Raises GatewayUnavailable for the demo one where that is refused.
    """
    code = code or gateway_code()
    if code == "demo" and not demo_is_allowed():
        raise GatewayUnavailable("the demo provider is refused outside DEBUG")
    return import_string(GATEWAYS[code])()
