"""How the demo's products and categories are shown: layouts by type, and pages of some."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from demo.loader.sections import Section, Shelf, facts, product_row, split, words
from shop.catalogue.models import Category, Product
from shop.cms_pages.models import CategoryPage, ProductLayout, ProductPage
from shop.cms_pages.product_services import open_category_page, open_product_page


def load(shelf: Shelf, *, types: Mapping[str, Any], reset: bool = False) -> int:
    """Make and publish the layouts and pages that are absent; returns how many pages stand.

    What is there stays as its editors left it, unless `reset`.
    """
    _load_layouts(types, reset)
    pages = 0
    mug, lamp = shelf.products.get("stoneware-mug"), shelf.products.get("ceramic-table-lamp")
    if mug is not None:
        _load_product(mug, _mug(shelf), manner=ProductPage.EXTEND, reset=reset)
        pages += 1
    if lamp is not None:
        _load_product(lamp, _lamp(shelf), manner=ProductPage.EXTEND, reset=reset)
        pages += 1
    tableware = shelf.categories.get("tableware")
    if tableware is not None:
        _load_tableware(tableware, shelf, reset)
        pages += 1
    return pages


def part(kind: str, **value: Any) -> Section:
    """A part of a product's page."""
    return {"type": kind, "value": value}


def media(shelf: Shelf, heading: str, *pictures: tuple[str, str]) -> Section | None:
    """Large pictures with their captions, as many as there are."""
    shown = [(shelf.picture(file), caption) for file, caption in pictures]
    items = [{"image": image, "caption": caption} for image, caption in shown if image]
    return part("rich_media", heading=heading, items=items) if items else None


BEGINNING = [part("gallery"), part("buy_box"), part("story"), part("specification")]
END = [part("related"), part("reviews"), part("questions")]
RETURNS = part("delivery_returns")
OWN = part("own_sections")

# Each type tells first what its buyers ask first.
LAYOUTS: dict[str, tuple[str, list[Section]]] = {
    "stoneware": (
        "Stoneware",
        [
            *BEGINNING,
            RETURNS,
            OWN,
            facts(
                ("Fired twice", "At 1,240 degrees, for a glaze that takes a knife and fork."),
                ("Every day's ware", "Dishwasher, microwave and a low oven do it no harm."),
                ("No two alike", "Iron in the clay speckles each piece in its own way."),
            ),
            *END,
        ],
    ),
    "light": (
        "Lights",
        [
            part("gallery"),
            part("buy_box"),
            part("story"),
            RETURNS,
            OWN,
            part("specification", heading="Before it hangs or stands", place="below"),
            part("questions"),
            part("reviews"),
            part("related", heading="In the same light"),
        ],
    ),
    "furniture": (
        "Furniture",
        [
            *BEGINNING,
            RETURNS,
            OWN,
            facts(
                ("Ready to stand", "Assembled by us; only mirrors ask for a screwdriver of you."),
                ("Oiled, not sealed", "A scratch goes with fine paper and a drop of oil."),
                ("Parts for ten years", "Legs, pegs and felt, sent by post."),
            ),
            *END,
        ],
    ),
}


def _load_layouts(types: Mapping[str, Any], reset: bool) -> None:
    _load_layout("All products", [*BEGINNING, RETURNS, OWN, *END], None, reset)
    for code, (name, body) in LAYOUTS.items():
        if code in types:
            _load_layout(name, body, types[code], reset)


def _load_layout(name: str, body: Sequence[Section], kind: Any, reset: bool) -> None:
    layout = ProductLayout.objects.filter(product_class=kind, category=None).first()
    if layout is not None and not reset:
        return
    layout = layout or ProductLayout(product_class=kind)
    layout.name, layout.body = name, json.dumps(list(body))
    layout.full_clean()
    layout.save()
    layout.save_revision(log_action=True).publish()


def _load_product(
    product: Product, body: Sequence[Section | None], *, manner: str, reset: bool
) -> None:
    page, made = open_product_page(product=product)
    if not made and not reset:
        return
    page.manner = manner
    page.body = json.dumps([section for section in body if section])
    page.save_revision(log_action=True).publish()


def _mug(shelf: Shelf) -> list[Section | None]:
    return [
        media(
            shelf,
            "Seen closely",
            ("stoneware-mug-detail.jpg", "The handle takes three fingers, the foot stays raw."),
            ("stoneware-mug-ink.jpg", "Ink breaks to rust where the rim is thin."),
        ),
        split(
            shelf,
            picture="hero-breakfast-table.jpg",
            eyebrow="How it is made",
            heading="One lump of clay, eleven minutes",
            text=(
                "Each mug is thrown by hand, trimmed the next morning, and fired twice. "
                "The potter's thumb leaves a rest for yours beside the handle."
            ),
            action=("Everything for the table", "category:tableware"),
            side="end",
        ),
    ]


def _lamp(shelf: Shelf) -> list[Section | None]:
    return [
        split(
            shelf,
            picture="hero-evening-lamp.jpg",
            eyebrow="In the evening",
            heading="A light to read by, not to be seen by",
            text="The linen shade sends it down on the page and leaves the room its dusk.",
            action=("All lighting", "category:lighting"),
        ),
    ]


def _load_tableware(category: Category, shelf: Shelf, reset: bool) -> CategoryPage:
    page, made = open_category_page(category=category)
    if not made and not reset:
        return page
    page.introduction = (
        "Stoneware thrown and glazed in small batches, and wood to carry it on. "
        "It stacks, it mixes, and it goes into the dishwasher."
    )
    page.above = json.dumps(
        [
            facts(
                ("Made to mix", "Six glazes that like each other."),
                ("Made to stack", "Plates, bowls and cups share their feet."),
                ("Made again", "Break one and buy one; the glazes stay for years."),
            )
        ]
    )
    banner = shelf.picture("dinner-plate-stack.jpg")
    page.between = json.dumps(
        [
            part(
                "promotion",
                after=4,
                image=banner["image"] if banner else None,
                heading="A table for four",
                text="Four plates, four bowls, four mugs: mix the glazes as you like.",
                action=shelf.action("See the plates", "product:dinner-plate"),
            )
        ]
    )
    below = [
        product_row(
            shelf,
            heading="To carry it all",
            slugs=["round-oak-tray", "walnut-serving-board", "serving-bowl"],
            action=("All for serving", "category:serving"),
        ),
        words(
            "<h2>Looking after stoneware</h2><p>Dishwasher and microwave do it no harm. "
            "A grey line from a knife goes with a soft cloth and baking soda.</p>"
        ),
    ]
    page.below = json.dumps([section for section in below if section])
    page.save_revision(log_action=True).publish()
    return page
