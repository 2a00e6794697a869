"""System checks of the delivery settings."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from django.core.checks import Error
from django.utils import timezone
from django.utils.module_loading import import_string

from shop.shipping.dates import calendar_of


def check_delivery_settings(**kwargs: Any) -> list[Error]:
    """Say at the start what a shopper would otherwise meet in the checkout."""
    errors = []
    try:
        import_string(settings.SHOP_DELIVERY_STRATEGY)
    except ImportError as problem:
        errors.append(Error(f"SHOP_DELIVERY_STRATEGY: {problem}", id="shipping.E001"))
    try:
        if settings.SHOP_HOLIDAYS:
            calendar_of(settings.SHOP_HOLIDAYS, timezone.localdate().year)
    except NotImplementedError as problem:
        errors.append(
            Error(
                f"SHOP_HOLIDAYS: {problem}",
                hint="An ISO 3166 code, such as GB-ENG or FR; empty for none.",
                id="shipping.E002",
            )
        )
    try:
        sane = Decimal(settings.SHOP_DEFAULT_WEIGHT_KG) >= 0
    except InvalidOperation:
        sane = False
    if not sane:
        errors.append(
            Error("SHOP_DEFAULT_WEIGHT_KG is not a weight in kilograms.", id="shipping.E003")
        )
    return errors
