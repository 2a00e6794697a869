"""System checks of the checkout."""

from typing import Any

from django.core.checks import Error

from shop.checkout.gateways.base import demo_is_allowed, gateway_code


def check_demo_gateway(**kwargs: Any) -> list[Error]:
    """The demo provider moves no money, so a shop that means it must not take orders with it."""
    if gateway_code() != "demo" or demo_is_allowed():
        return []
    return [
        Error(
            "The demo payment provider is the only one, and DEBUG is off.",
            hint="It moves no money. Set PAYMENTS_ALLOW_DEMO=1 if that is what you want.",
            id="checkout.E001",
        )
    ]
