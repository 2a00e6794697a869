"""Offers and vouchers."""

import itertools
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from oscar.core.loading import get_model

Range = get_model("offer", "Range")
Condition = get_model("offer", "Condition")
Benefit = get_model("offer", "Benefit")
ConditionalOffer = get_model("offer", "ConditionalOffer")
Voucher = get_model("voucher", "Voucher")

_numbers = itertools.count(1)


def make_range(*products: Any, name: str = "", **kwargs: Any) -> Any:
    """A range of these products; of all products when none is named."""
    number = next(_numbers)
    made = Range.objects.create(
        name=name or f"Range {number}",
        **({"includes_all_products": not products and not kwargs} | kwargs),
    )
    for product in products:
        made.add_product(product)
    return made


def make_offer(
    *,
    percent: str = "",
    pounds: str = "",
    delivery_percent: str = "",
    condition: tuple[str, str] = ("Count", "1"),
    on: Any = None,
    condition_range: Any = None,
    **kwargs: Any,
) -> Any:
    """A site offer: `percent` or `pounds` off, or `delivery_percent` off the delivery.

    On the range `on`, which is all products by default. `condition` is Oscar's type with its
    value; kwargs are the offer's own fields.
    """
    number = next(_numbers)
    on = on or make_range()
    kind, value = condition
    if delivery_percent:
        benefit = Benefit.objects.create(type="Shipping percentage", value=delivery_percent)
    else:
        benefit = Benefit.objects.create(
            type="Percentage" if percent else "Absolute", value=percent or pounds or "5", range=on
        )
    return ConditionalOffer.objects.create(
        **{
            "name": f"Offer {number}",
            "condition": Condition.objects.create(
                type=kind, value=Decimal(value), range=condition_range or on
            ),
            "benefit": benefit,
            **kwargs,
        }
    )


def make_voucher(
    code: str = "HEARTH",
    *,
    offer: Any = None,
    usage: str = "Multi-use",
    starts_in_days: int = -1,
    ends_in_days: int = 1,
    **offer_kwargs: Any,
) -> Any:
    """A voucher for £5 off, or for what `offer_kwargs` say (see make_offer)."""
    if offer is None:
        offer = make_offer(
            **{"offer_type": "Voucher", "max_basket_applications": 1, **offer_kwargs}
        )
    now = timezone.now()
    voucher = Voucher.objects.create(
        name=f"Voucher {code}",
        code=code,
        usage=usage,
        start_datetime=now + timedelta(days=starts_in_days),
        end_datetime=now + timedelta(days=ends_in_days),
    )
    voucher.offers.add(offer)
    return voucher
