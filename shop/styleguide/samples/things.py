"""What the samples are made of: pictures that are drawn here, prices, cards."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import quote

from shop.catalogue.selectors import Price, ProductCard
from shop.catalogue.selectors.cards import Swatch
from shop.cms_pages.selectors import MenuItem
from shop.media.selectors import Picture

LONG = (
    "Hand-thrown stoneware serving bowl with an unglazed foot and a wide, gently turned-out rim, "
    "large"
)
UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
GBP = "GBP"
OAT, INK, MOSS = Swatch("Oat", "#d9cdb8"), Swatch("Ink", "#2f3e55"), Swatch("Moss", "#6f7f45")


def picture(
    colour: str = "#d8cbb6",
    *,
    alt: str = "A vase on a shelf",
    width: int = 1200,
    height: int = 1200,
) -> Picture:
    """A vase, drawn: no file is needed, and no network."""
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<rect width="100%" height="100%" fill="{colour}"/>'
        f'<rect y="{height * 0.78}" width="100%" height="{height * 0.22}" opacity=".12"/>'
        f'<g transform="translate({width / 2} {height * 0.78}) scale({min(width, height) / 1200})">'
        '<path fill="#6b5a48" d="M-70-560h140c-6 120 110 190 110 350 0 110-50 210-90 210h-180'
        'c-40 0-90-100-90-210 0-160 116-230 110-350z"/></g></svg>'
    )
    return Picture(
        src=f"data:image/svg+xml,{quote(drawing)}",
        width=width,
        height=height,
        alt=alt,
        colour=colour,
        position="50% 50%",
        sources=(),
    )


def price(amount: str = "18.00", *, varies: bool = False, was: str = "") -> Price:
    """An amount of pounds with VAT at a fifth inside, perhaps reduced."""
    before = Decimal(was) if was else None
    return Price(
        incl_tax=Decimal(amount),
        excl_tax=_net(Decimal(amount)),
        currency=GBP,
        varies=varies,
        was_incl_tax=before,
        was_excl_tax=_net(before) if before else None,
    )


def _net(gross: Decimal) -> Decimal:
    return round(gross / Decimal("1.2"), 2)


def card(title: str = "Stoneware Mug", **changed: Any) -> ProductCard:
    """A product in a list."""
    values: dict[str, Any] = {
        "id": 1,
        "title": title,
        "url": "#",
        "price": price(),
        "picture": picture(),
        "second_picture": None,
        "flag": "",
        "swatches": (),
        "available": True,
    }
    return ProductCard(**(values | changed))


def menu() -> tuple[MenuItem, ...]:
    """A menu of three categories, the first with all there can be."""
    mugs = MenuItem("Mugs and cups", "#", (MenuItem("Espresso cups", "#"),))
    return (
        MenuItem(
            "Tableware",
            "#",
            (mugs, MenuItem("Plates", "#"), MenuItem("Serving bowls", "#")),
            text="Plates, bowls and mugs for every day.",
            picture=picture("#b4c2cc", width=1200, height=900),
        ),
        MenuItem("Lighting", "#", (MenuItem("Table lamps", "#"),)),
        MenuItem("Kitchen", "#"),
    )
