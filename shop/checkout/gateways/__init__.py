"""The seam to payment providers: create, retrieve, cancel; each answers with a snapshot."""

from shop.checkout.gateways.base import Gateway, GatewayUnavailable, PaymentSnapshot, gateway

__all__ = ["Gateway", "GatewayUnavailable", "PaymentSnapshot", "gateway"]
