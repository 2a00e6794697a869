"""Basket, checkout and orders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from shop.basket.answers import Removed
from shop.basket.selectors import (
    BasketContents,
    BasketLine,
    DeliveryChoice,
    DeliveryEstimate,
    FreeDelivery,
    Suggestion,
    TotalRow,
    Totals,
)
from shop.core.oscar import Country
from shop.orders.selectors import Milestone, OrderDetail, OrderLine, Parcel
from shop.styleguide.samples.sample import Sample, sample
from shop.styleguide.samples.things import GBP, LONG, UNBROKEN, menu, picture, price

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
LIST = '<ul class="lines" role="list">{}</ul>'
TOTALS = Totals(
    rows=(
        TotalRow("Goods", Decimal("54.00")),
        TotalRow("Autumn offer", Decimal("-5.40"), discount=True),
        TotalRow("Delivery", Decimal("0.00"), text="Free"),
    ),
    total=Decimal("48.60"),
    vat=Decimal("8.10"),
    currency=GBP,
)
NET = Totals(
    rows=(TotalRow("Goods", Decimal("45.00")), TotalRow("VAT", Decimal("9.00"))),
    total=Decimal("54.00"),
    vat=None,
    currency=GBP,
)


def line(**changed: Any) -> BasketLine:
    """Two mugs."""
    values: dict[str, Any] = {
        "id": 1,
        "title": "Stoneware Mug",
        "variant": "Oat",
        "options": (),
        "url": "#",
        "sku": "TW-MUG-OAT",
        "picture": picture(),
        "quantity": 2,
        "max_quantity": 10,
        "unit_price": Decimal("18.00"),
        "line_price": Decimal("36.00"),
        "currency": GBP,
        "warning": "",
        "lower_to": 0,
        "price_note": "",
    }
    return BasketLine(**(values | changed))


def estimate(*choices: DeliveryChoice) -> DeliveryEstimate:
    """To the United Kingdom."""
    countries = (("GB", "United Kingdom"), ("FR", "France"))
    return DeliveryEstimate("GB", "United Kingdom", countries, choices, None)


def contents(*lines: BasketLine, **changed: Any) -> BasketContents:
    """A basket."""
    values: dict[str, Any] = {
        "lines": lines,
        "saved": (),
        "suggestions": (),
        "estimate": estimate(
            DeliveryChoice(
                "standard", "Standard delivery", Decimal("0.00"), "Arrives Tue 24 to Thu 26 Nov"
            ),
            DeliveryChoice("express", "Express delivery", Decimal("8.50"), "Arrives Mon 23 Nov"),
        ),
        "free_delivery": FreeDelivery(
            "Delivery is free.", Decimal("50.00"), Decimal("50.00"), True
        ),
        "totals": TOTALS,
        "count": sum(each.quantity for each in lines),
    }
    return BasketContents(**(values | changed))


def order() -> OrderDetail:
    """One that is on its way."""
    lines = (
        OrderLine(
            "Stoneware Mug",
            "Oat",
            "TW-MUG-OAT",
            "#",
            2,
            Decimal("18.00"),
            Decimal("36.00"),
            picture(),
            "",
            "Shipped",
        ),
        OrderLine(
            LONG, "", "TW-BOWL", "", 1, Decimal("18.00"), Decimal("18.00"), None, "", "Pending"
        ),
    )
    return OrderDetail(
        number="TW-100042",
        status="Shipped",
        status_label="On its way",
        placed_at=AT,
        email="ada@example.com",
        currency=GBP,
        lines=lines,
        totals=TOTALS,
        address=("Ada Lovelace", "12 St James's Square", "London", "SW1Y 4JH"),
        delivery_method="Standard delivery",
        arrival="Arrives Tue 24 to Thu 26 Nov",
        parcels=(Parcel(AT, "RM123456789GB", 2),),
        milestones=MILESTONES,
        url="#",
        is_paid=True,
        awaits_payment=False,
        status_kind="good",
        invoice_url="#",
    )


MILESTONES = (
    Milestone("Ordered", AT, done=True),
    Milestone("Paid", AT, done=True),
    Milestone("Delivered", None, done=False),
)


def samples() -> Iterator[Sample]:
    """From the basket to the order's page."""
    held = line(
        id=2,
        title=f"{LONG} {UNBROKEN}",
        variant="",
        warning="Only 1 is left.",
        lower_to=1,
        picture=None,
    )
    dearer = line(
        id=3, title="Bud vase", quantity=1, price_note="The price was £12.00 when you added it."
    )
    refused = line(
        id=4,
        title="Table lamp",
        refusal="There are 3 left: choose 3 or fewer.",
        options=(("Engraving", "For Ada"),),
    )
    in_page = {"in_drawer": False}
    yield sample("basket_line", "Plain", line=line(), **in_page).within(LIST)
    yield sample("basket_line", "Less is left", line=held, **in_page).within(LIST)
    yield sample("basket_line", "Price changed", line=dearer, **in_page).within(LIST)
    yield sample("basket_line", "Refused", line=refused, **in_page).within(LIST)
    yield sample("basket_line", "In the drawer", line=line(id=5), in_drawer=True).within(LIST)
    removed = Removed(1, "Stoneware Mug, Oat", "token")
    yield sample("basket_removed", removed=removed, tag="div")
    saved = line(id=6, title="Serving bowl", variant="", quantity=1, unit_price=Decimal("48.00"))
    gone = line(id=7, title="Hook rail", variant="", quantity=1, refusal="It is sold out.")
    yield sample("basket_saved_line", "Plain", line=saved).within(LIST)
    yield sample("basket_saved_line", "Cannot be bought", line=gone).within(LIST)
    yield sample("basket_saved", saved=[saved, gone])
    yield sample("basket_empty", "The page", in_drawer=False, signed_in=False, menu=menu())
    yield sample("basket_empty", "In the drawer", in_drawer=True)
    yield sample(
        "basket_sums", "A guest's", contents=contents(line()), in_drawer=False, signed_in=False
    )
    yield sample("basket_sums", "Something must be mended", contents=contents(held), in_drawer=True)
    yield sample("delivery_estimate", "Two ways", estimate=contents().estimate, currency=GBP)
    yield sample("delivery_estimate", "None", estimate=estimate(), currency=GBP)
    suggestions = tuple(
        Suggestion(number, title, "#", price(), picture(colour), can_add)
        for number, title, colour, can_add in (
            (8, "Bud vase", "#b4c2cc", True),
            (9, "Dinner plate", "#b9b2a6", False),
        )
    )
    yield sample("basket_suggestions", suggestions=suggestions)
    full = contents(line(), dearer, saved=(saved,), suggestions=suggestions)
    yield sample("basket_contents", "Full", contents=full)
    yield sample("basket_contents", "Empty, something saved", contents=contents(saved=(saved,)))
    yield sample("basket_drawer_contents", "Added", contents=full, added=1).within(
        '<div class="drawer-contents">{}</div>'
    )
    yield sample("basket_drawer", "Added", contents=full, added=1).staged()
    yield sample("basket_drawer", "Empty", contents=contents()).staged()
    yield sample("basket_added", contents=full, added=1, basket_count=3, user_label="").staged()
    yield sample(
        "basket_changed",
        contents=full,
        in_drawer=True,
        alone=False,
        line=None,
        removed=None,
        said="Removed.",
        basket_count=3,
    )
    yield sample("basket_count", "None", count=0)
    yield sample("basket_count", "Three", count=3).within('<a class="tool" href="#">{}</a>')
    yield from _checkout()
    yield from _orders()


def _checkout() -> Iterator[Sample]:
    voucher = SimpleNamespace(id=1, code="AUTUMN10", problem="")
    idle = SimpleNamespace(
        id=2, code="LAMPS5", problem="It is for lamps, and there is none in the basket."
    )
    yield sample("voucher_form", "Folded", vouchers=[])
    yield sample(
        "voucher_form",
        "One that counts, one that does not",
        vouchers=[voucher, idle],
        voucher_said="Your voucher is applied.",
    )
    yield sample(
        "voucher_form",
        "Refused",
        vouchers=[],
        voucher_code="AUTUM",
        voucher_error="We do not know this code.",
    )
    yield sample(
        "order_totals",
        "VAT inside",
        rows=TOTALS.rows,
        total=TOTALS.total,
        vat=TOTALS.vat,
        currency=GBP,
    )
    yield sample(
        "order_totals", "VAT as a row", rows=NET.rows, total=NET.total, vat=None, currency=GBP
    )
    lines = [line(), line(title=LONG, picture=None, quantity=1, variant="")]
    told = {
        "lines": [
            SimpleNamespace(
                picture=each.picture,
                title=each.title,
                variant=each.variant,
                quantity=each.quantity,
                amount=each.line_price,
            )
            for each in lines
        ],
        "rows": TOTALS.rows,
        "total": TOTALS.total,
        "vat": TOTALS.vat,
        "currency": GBP,
    }
    yield sample("summary", "Folds on phones", edit_url="#", **told)
    yield sample("summary", "Stays open", heading="Your order", folds="no", **told)
    yield sample("step_head", heading="Delivery", link_url="#", link_label="Change", level=3)
    yield sample(
        "address", lines=["Ada Lovelace", "12 St James's Square", "London", "SW1Y 4JH", UNBROKEN]
    )
    yield sample("stripe_payment", "On the checkout", key="pk_test", email="").noted(
        "Stripe's script fills it."
    )
    yield sample(
        "stripe_payment",
        "Declined",
        key="pk_test",
        secret="x",
        return_url="#",
        declined="The bank declined this card.",
    ).noted("Stripe's script fills it.")
    yield sample("stripe_wallets", key="pk_test", countries=[Country(pk="GB")]).noted(
        "Hidden until the browser has a wallet."
    )


def _orders() -> Iterator[Sample]:
    yield sample(
        "order_line",
        "Plain",
        picture=picture(),
        title="Stoneware Mug",
        url="#",
        variant="Oat",
        quantity=2,
        amount=Decimal("36.00"),
        currency=GBP,
    )
    yield sample(
        "order_line",
        "Reduced, with a note",
        picture=picture(),
        title="Bud vase",
        amount=Decimal("9.00"),
        was=Decimal("12.00"),
        currency=GBP,
        note="Arrives by itself",
    )
    yield sample(
        "order_line",
        "Small, long words",
        picture=None,
        title=f"{LONG} {UNBROKEN}",
        quantity=1,
        amount=Decimal("1250.00"),
        currency=GBP,
        small=True,
    )
    yield sample("order_status", "On its way", label="On its way", kind="good", events=MILESTONES)
    yield sample("order_status", "Waiting", label="Awaiting payment", kind="warn")
    yield sample("order_overview", order=order(), level=3)
