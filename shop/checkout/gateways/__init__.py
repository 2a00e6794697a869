"""The seam to payment providers: create, retrieve, cancel; each answers with a snapshot."""

from shop.checkout.gateways.base import (
    BadSignature,
    Gateway,
    GatewayUnavailable,
    PaymentSnapshot,
    ProviderEvent,
    RefundSnapshot,
    gateway,
    gateway_code,
)

__all__ = [
    "BadSignature",
    "Gateway",
    "GatewayUnavailable",
    "PaymentSnapshot",
    "ProviderEvent",
    "RefundSnapshot",
    "gateway",
    "gateway_code",
]
