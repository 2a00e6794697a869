"""What the shop says back."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.utils.safestring import mark_safe

from shop.basket.selectors import FreeDelivery
from shop.styleguide.samples.sample import Sample, sample
from shop.styleguide.samples.things import LONG, UNBROKEN

LEVELS = {
    "success": "The address is saved.",
    "info": "Prices include VAT.",
    "warning": "Only two of these are left.",
    "error": "The bank declined this card.",
}


DIALOG = """
<p>What was paid goes back to the card.</p>
<div class="actions"><button class="button button--danger" type="button">Cancel it</button></div>
"""


def samples() -> Iterator[Sample]:
    """Alerts, toasts, dialogs, empty places, states."""
    for level, text in LEVELS.items():
        yield sample("alert", level.capitalize(), text=text, level=level)
    yield sample(
        "alert",
        "With a title, long",
        text=f"{LONG}. {UNBROKEN}",
        title="Please look at this again",
        level="error",
    )
    for level, text in LEVELS.items():
        yield (
            sample("toast", level.capitalize(), text=text, level=level)
            .within('<div class="toasts">{}</div>')
            .staged()
        )
    yield sample("messages", messages=said())
    yield sample("messages", "None", messages=[]).noted("Renders nothing.")
    yield sample(
        "dialog", id="sample-dialog", heading="Cancel the order?", body=mark_safe(DIALOG)
    ).staged()
    yield sample(
        "empty_state",
        "A page",
        heading="Nothing here at the moment",
        text="New things arrive every few weeks.",
        link_url="#",
        link_label="See everything",
    )
    yield sample(
        "empty_state",
        "Inside a page",
        heading="No addresses yet",
        text="The first order brings one.",
        box=True,
    )

    yield sample("stock_state", "In stock", text="In stock", level="in")
    yield sample("stock_state", "Low", text="Only 3 left", level="low")
    yield sample("stock_state", "Out", text="Sold out", level="out")
    yield sample("stock_state", "Neutral", text="Free delivery from £50")
    for kind in ("", "good", "warn", "accent", "line"):
        yield sample("flag", kind.capitalize() or "Plain", text="Only 3 left", kind=kind)
    yield sample("skeleton", lines="xxxx")
    for name in (
        "close",
        "search",
        "chevron",
        "check",
        "arrow",
        "back",
        "play",
        "plus",
        "filter",
    ):
        yield sample("icon", name.capitalize(), name=name)
    yield sample(
        "progress",
        steps=[
            SimpleNamespace(title="Address", url="#", current=False),
            SimpleNamespace(title="Payment", url="", current=True),
            SimpleNamespace(title="Done", url="", current=False),
        ],
    )
    yield sample(
        "free_delivery",
        "On the way",
        free=FreeDelivery(
            "£14.00 more for free delivery.", Decimal("36.00"), Decimal("50.00"), False
        ),
    )
    yield sample(
        "free_delivery",
        "Reached",
        free=FreeDelivery("Delivery is free.", Decimal("50.00"), Decimal("50.00"), True),
    )


def said() -> list[Any]:
    """One message of each level."""
    return [_Message(level, text) for level, text in LEVELS.items()]


class _Message:
    """As Django's: read as its text."""

    def __init__(self, level_tag: str, message: str) -> None:
        self.level_tag, self.message = level_tag, message

    def __str__(self) -> str:
        return self.message
