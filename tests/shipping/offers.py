"""Offers that change what is paid for the goods."""

from decimal import Decimal

from oscar.core.loading import get_model


def take_off(amount: str) -> None:
    """An offer to everybody: so much off everything."""
    make = lambda model, **fields: get_model("offer", model).objects.create(**fields)  # noqa: E731
    goods = make("Range", name="Everything", includes_all_products=True)
    make(
        "ConditionalOffer",
        name="Off",
        offer_type="Site",
        condition=make("Condition", range=goods, type="Count", value=1),
        benefit=make("Benefit", range=goods, type="Absolute", value=Decimal(amount)),
    )
