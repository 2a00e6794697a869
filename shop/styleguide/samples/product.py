"""The product's page: pictures, the buy box, delivery, reviews, questions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.core.paginator import Paginator

from shop.catalogue.selectors import BuyBox, Link
from shop.catalogue.selectors.choices import Choice, OptionGroup
from shop.catalogue.selectors.product_page import Film, Shot
from shop.catalogue.selectors.specification import Row
from shop.reviews.selectors import Answered, Bar, Questions, Review, Reviews
from shop.shipping.estimates import DeliveryWay, ProductDelivery
from shop.styleguide.samples.sample import Sample, sample
from shop.styleguide.samples.things import GBP, LONG, UNBROKEN, picture, price

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SIDE = '<div class="product-side">{}</div>'

COLOURS = OptionGroup(
    "colour",
    "Colour",
    "Oat",
    (
        Choice("colour-oat", "Oat", "#", selected=True, state="in", swatch="#d9cdb8"),
        Choice("colour-ink", "Ink", "#", selected=False, state="in", swatch="#2f3e55"),
        Choice(
            "colour-moss",
            "Moss",
            "#",
            selected=False,
            state="out",
            note="sold out",
            swatch="#6f7f45",
        ),
    ),
)
SIZES = OptionGroup(
    "size",
    "Size",
    "Medium",
    (
        Choice("size-s", "Small", "#", selected=False, state="none", note="not made in Oat"),
        Choice("size-m", "Medium", "#", selected=True, state="in"),
        Choice("size-l", LONG, "#", selected=False, state="in"),
    ),
)


def buy_box(**changed: Any) -> BuyBox:
    """A mug that can be bought."""
    values: dict[str, Any] = {
        "title": "Stoneware Mug",
        "tagline": "A generous mug with a raw clay foot",
        "price": price(),
        "price_note": "incl. VAT",
        "add_url": "#",
        "product_id": 2,
        "selected_label": "Oat",
        "options": (COLOURS,),
        "purchasable": True,
        "stock_state": "In stock",
        "stock_level": "in",
        "instead": (),
        "sku": "TW-MUG-OAT",
        "min": 1,
        "max": 10,
    }
    return BuyBox(**(values | changed))


def review(**changed: Any) -> Review:
    """A kind one."""
    values: dict[str, Any] = {
        "id": 1,
        "score": 5,
        "title": "The one I reach for",
        "body": "It holds its warmth.\n\nThe foot is rougher than I thought, in a good way.",
        "name": "Ada",
        "written_at": AT,
        "bought": True,
        "helpful": 3,
        "reply": "",
        "vote_url": "#",
    }
    return Review(**(values | changed))


def reviews(*shown: Review, **changed: Any) -> Reviews:
    """All of them, with these on the page."""
    values: dict[str, Any] = {
        "average": 4.5,
        "count": 12,
        "shown": 12,
        "bars": tuple(
            Bar(score, count, share, "#", current=False)
            for score, count, share in ((5, 8, 67), (4, 3, 25), (3, 1, 8), (2, 0, 0), (1, 0, 0))
        ),
        "page": Paginator(shown, 3).page(1),
        "stars": None,
        "sort": "helpful",
        "query": "",
        "url": "#",
        "write_url": "#",
    }
    return Reviews(**(values | changed))


def questions(*shown: Answered, **changed: Any) -> Questions:
    """All of them, with these on the page."""
    values: dict[str, Any] = {
        "count": len(shown),
        "page": Paginator(shown, 3).page(1),
        "search": "",
        "query": "",
        "url": "#",
        "ask_url": "#",
    }
    return Questions(**(values | changed))


def delivery(*ways: DeliveryWay, country: str = "GB") -> ProductDelivery:
    """To the United Kingdom or to France."""
    names = {"GB": "United Kingdom", "FR": "France"}
    return ProductDelivery(country, names[country], tuple(names.items()), ways, AT)


def samples() -> Iterator[Sample]:
    """In the order of the page."""
    shots = [Shot(picture(colour), "#") for colour in ("#d8cbb6", "#b9b2a6", "#b4c2cc")]
    film = Film(
        title="How it is thrown",
        poster=picture("#3f4a3a", width=1600, height=900),
        file_url="",
        file_type="",
        captions_url="",
        host="vimeo.com",
        watch_url="#",
        embed_url="#",
    )
    own = Film(
        title="How it is thrown",
        poster=picture("#3f4a3a", width=1600, height=900),
        file_url="#",
        file_type="video/mp4",
        captions_url="#",
        host="",
        watch_url="",
        embed_url="",
    )
    yield sample("gallery", "Pictures and a film", shots=shots, films=[film], title="Stoneware Mug")
    yield sample("gallery", "One picture", shots=shots[:1], films=[], title="Stoneware Mug")
    yield sample("gallery", "None", shots=[], films=[], title="Stoneware Mug")
    yield sample("film", "At a host", film=film)
    yield sample("film", "Our own", film=own)
    yield (
        sample("zoom", title="Stoneware Mug")
        .staged()
        .noted("The script fills it with the pictures.")
    )

    yield sample(
        "buy_box",
        "In stock, with reviews",
        buy_box=buy_box(),
        rating=4.5,
        reviews_count=12,
    ).within(SIDE)
    yield sample(
        "buy_box",
        "Two options, few left",
        buy_box=buy_box(
            options=(COLOURS, SIZES), stock_state="Only 3 left", stock_level="low", max=3
        ),
    ).within(SIDE)
    yield sample(
        "buy_box",
        "Sold out, others are not",
        buy_box=buy_box(
            purchasable=False,
            stock_state="Sold out",
            stock_level="out",
            instead=(Link("Ink", "#"), Link("Moss", "#")),
        ),
    ).within(SIDE)
    yield sample(
        "buy_box",
        "Refused",
        buy_box=buy_box(options=()),
        errors=["Only 3 are left. Choose fewer."],
        quantity=9,
    ).within(SIDE)
    yield sample(
        "buy_box",
        "Not for sale, long words",
        buy_box=buy_box(
            title=f"{LONG} {UNBROKEN}",
            price=None,
            options=(),
            purchasable=False,
            stock_state="",
            stock_level="",
        ),
    ).within(SIDE)
    yield sample("buy_options", options=(COLOURS, SIZES))
    around = '<div class="options">{}</div>'
    for choice in (*COLOURS.choices, SIZES.choices[0]):
        yield sample(
            "buy_option",
            ", ".join(
                filter(None, (choice.label, choice.note, "chosen" if choice.selected else ""))
            ),
            choice=choice,
        ).within(around)
    yield sample("buy_errors", errors=["Only 3 are left. Choose fewer."])
    yield sample("product_wishes", "In stock", product_id=1)
    yield sample("product_wishes", "Sold out", product_id=1, sold_out=True)

    days = (date(2026, 11, 24), date(2026, 11, 26))
    standard = DeliveryWay(
        "standard", "Standard delivery", Decimal("4.50"), GBP, Decimal("50.00"), days, (2, 4)
    )
    express = DeliveryWay("express", "Express delivery", Decimal("0.00"), GBP, None, None, None)
    addresses: dict[str, Any] = {"delivery_url": "#", "product_url": "/", "variant": 2}
    yield sample("product_delivery", "Two ways", delivery=delivery(standard, express), **addresses)
    yield sample("product_delivery", "None", delivery=delivery(country="FR"), **addresses)
    facts = [
        SimpleNamespace(
            title="About it", text="A straight-sided mug for filter coffee.", rows=(), open=True
        ),
        SimpleNamespace(
            title="Measures and care",
            text="",
            rows=(Row("Height", "9.2 cm"), Row("Care", UNBROKEN)),
            open=True,
        ),
        SimpleNamespace(title="Delivery and returns", text="Within 30 days.", rows=(), open=False),
    ]
    yield sample("facts", facts=facts)
    yield sample("facts_list", rows=[Row("Height", "9.2 cm"), Row("Weight", "340 g")])
    yield sample("share", title="Stoneware Mug", url="https://example.com/")
    yield sample("json_ld", data='{"@context": "https://schema.org", "@type": "Thing"}').noted(
        "For machines: there is nothing to see."
    )
    yield from _opinions()


def _opinions() -> Iterator[Sample]:
    for rating in (5, 3.5, 1):
        yield sample("stars", f"{rating}", rating=rating, count=12)
    yield sample("stars", "None", rating=None).noted("Renders nothing.")
    answered = review(
        id=2,
        score=2,
        title="Chipped",
        bought=False,
        helpful=0,
        reply="We have sent another one.",
        body=f"It came chipped. {UNBROKEN}",
    )
    yield sample("review", "Of a buyer", review=review(), level=3)
    yield sample("review", "Answered", review=answered, level=3)
    yield sample("review_voted", said="Thank you.", helpful=4)
    few = reviews(review(), answered)
    yield sample("reviews", "Some", reviews=few, title="Stoneware Mug", level=3)
    yield sample(
        "reviews",
        "None yet",
        reviews=reviews(count=0, shown=0, average=0.0, bars=()),
        title="Stoneware Mug",
        level=3,
    )
    yield sample(
        "reviews",
        "None with so many stars",
        reviews=reviews(shown=0, stars=1),
        title="Stoneware Mug",
        level=3,
    )
    yield sample("reviews_bar", "All", reviews=few)
    yield sample("reviews_bar", "Filtered", reviews=reviews(stars=4, sort="helpful"))
    yield sample("reviews_histogram", reviews=few)
    asked = Answered(
        1,
        "Does it fit under an espresso machine?",
        "Bo",
        AT,
        "Yes: it is 9.2 cm high.\n\nMost machines leave 10 cm.",
    )
    yield sample(
        "questions",
        "Some",
        questions=questions(asked, Answered(2, "Is the foot glazed?", "", AT, "No.")),
        title="Stoneware Mug",
        level=3,
    )
    yield sample("questions", "None yet", questions=questions(), title="Stoneware Mug", level=3)
    yield sample(
        "questions",
        "Nothing found",
        questions=questions(search="handle"),
        title="Stoneware Mug",
        level=3,
    )
