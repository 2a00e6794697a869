"""What the sections of editors' pages are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

from shop.cms_pages.selectors import MenuItem, Shell
from shop.cms_pages.stories import Story
from shop.newsletter.forms import SignUpForm
from shop.styleguide.samples.sample import Sample, sample
from shop.styleguide.samples.things import LONG, UNBROKEN, card, picture, price

CONSENT = "Write to me about new things, once a month at most. I can stop it in every mail."
ENDS = datetime(2030, 12, 24, 18, tzinfo=UTC)
SHELL = Shell(
    brand_name="Tarn & Weald",
    tagline="",
    delivery_promise="",
    delivery_and_returns="",
    returns_days=30,
    returns_are_free=True,
    footer_text="",
    meta_description="",
    cookie_text="We set a cookie once you put something into the basket, and none before.",
    cookies=MenuItem("Cookies", "#"),
    terms=MenuItem("Terms", "#"),
    privacy=MenuItem("Privacy", "#"),
)


def samples() -> Iterator[Sample]:
    """Campaigns, pictures, the journal, the newsletter, and what the shop says of itself."""
    yield sample("brand", "By name", store=SHELL)
    mark = picture("#b4c2cc", alt="", width=480, height=160)
    yield sample("brand", "With a logo", store=replace(SHELL, logo=mark))
    yield sample("pay_note", "With the terms", store=SHELL)
    yield sample("pay_note", "With a lead", store=SHELL, lead="Paying places the order.")
    yield sample("cookie_notice", store=SHELL).noted(
        "Shown by its script, once to every visitor; without script there is nothing to see."
    )
    yield from _campaigns()
    yield from _pictures()
    yield from _products()
    yield from _newsletter()
    bowl = Story("A bowl for every day", "#", "How it is thrown.", picture(), date(2026, 9, 3))
    long = Story(f"{LONG} {UNBROKEN}", "#", "", None, date(2026, 8, 1))
    yield sample("stories", "One with all, one with little", stories=(bowl, long))


def _campaigns() -> Iterator[Sample]:
    link = {"link_url": "#", "link_label": "See the table"}
    yield sample("count_down", "Bare", heading="The last day for Christmas", until=ENDS)
    whole = {"heading": "The last day for Christmas", "text": "Ordered by six.", "until": ENDS}
    yield sample("count_down", "Whole", **whole, **link)
    yield sample("promotion", "Bare", heading="A tenth less on stoneware")
    yield sample(
        "promotion",
        "Whole",
        heading=LONG,
        text="On everything that is thrown.\n\nWhile there is any.",
        picture=picture("#d9c2b4", width=1200, height=900),
        code="STONEWARE10",
        until=ENDS,
        **link,
    )


def _pictures() -> Iterator[Sample]:
    items = [
        SimpleNamespace(picture=picture(colour), caption=caption)
        for colour, caption in (("#d8cbb6", "In the studio"), ("#b4c2cc", ""), ("#c4cdb8", LONG))
    ]
    for shape in ("even", "mosaic", "row"):
        yield sample("picture_gallery", shape.capitalize(), items=items, shape=shape)
    spots = (
        SimpleNamespace(card=card(), across=30, down=40),
        SimpleNamespace(card=card(LONG, flag="Sold out", available=False), across=72, down=64),
    )
    yield sample("look", "Upright", picture=picture(width=900, height=1200), spots=spots)
    yield sample("look", "Wide", picture=picture(width=1600, height=900), spots=spots)


def _products() -> Iterator[Sample]:
    cards = (card(), card(LONG, flag="Sold out", available=False, price=price("1250.00")))
    yield sample("product_row", cards=cards * 3, label="New on the shelf")
    lines = (
        SimpleNamespace(label="Capacity", values=("350 ml", "")),
        SimpleNamespace(label="Care", values=("Dishwasher safe", UNBROKEN)),
    )
    yield sample("comparison", cards=cards, lines=lines, caption="Two vessels compared")


def _newsletter() -> Iterator[Sample]:
    form = {"url": "#", "consent": CONSENT}
    yield sample("newsletter_form", "Empty", **form)
    refused = SignUpForm({"email": "rowan at example", "consent": CONSENT})
    yield sample("newsletter_form", "Refused", form=refused, button="Keep me posted", **form)
    yield sample("newsletter_thanks")
