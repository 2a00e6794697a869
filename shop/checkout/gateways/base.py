"""What every gateway answers, and which one the shop uses."""

from dataclasses import dataclass
from typing import Protocol

from django.utils.module_loading import import_string


class GatewayUnavailable(Exception):
    """The provider did not answer; nothing is known of the payment's state."""


@dataclass(frozen=True)
class PaymentSnapshot:
    """A payment as the provider knows it now. `amount` in minor units; `state` is Payment.State's."""

    reference: str
    state: str
    amount: int
    currency: str
    error: str = ""


class Gateway(Protocol):
    """A payment provider. Every method may talk to a network: never call one inside a transaction."""

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


def gateway(code: str = "demo") -> Gateway:
    """The gateway with this code."""
    return import_string(GATEWAYS[code])()


GATEWAYS = {"demo": "shop.checkout.gateways.demo.DemoGateway"}
