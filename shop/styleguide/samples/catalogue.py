"""Products in lists, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

from shop.catalogue.selectors import CategoryNode, Link
from shop.catalogue.selectors.cards import Swatch
from shop.styleguide.samples.sample import Sample, sample
from shop.styleguide.samples.things import INK, LONG, MOSS, OAT, UNBROKEN, card, picture, price

SAND, STONE, SKY = "#d8cbb6", "#b9b2a6", "#b4c2cc"
CARD = '<ul class="grid" role="list"><li>{}</li></ul>'


def cards() -> list:
    """Four products, each another case."""
    return [
        card(swatches=(OAT, INK, MOSS), second_picture=picture(SKY)),
        card("Serving bowl", price=price("48.00", varies=True), picture=picture(STONE)),
        card("Bud vase", flag="Only 3 left", picture=picture(SKY)),
        card("Table lamp", flag="Sold out", available=False, picture=picture(SAND)),
    ]


def samples() -> Iterator[Sample]:
    """Pictures, prices, cards, grids, facets."""
    yield sample("picture", "With alternative text", picture=picture(), sizes="20rem")
    yield sample("picture", "None", picture=None)
    yield sample("price", "Plain", price=price())
    yield sample("price", "From", price=price(varies=True))
    reduced = price("14.00", was="18.00")
    yield sample("price", "Reduced", price=reduced)
    yield sample("price", "Reduced, in words", price=reduced, lowest=True)
    yield sample("price", "With a note", price=price(), note="incl. VAT")
    yield sample("price", "None", price=None).noted("Renders nothing.")
    yield sample("swatches", "Three", swatches=(OAT, INK, MOSS))
    yield sample(
        "swatches",
        "More than five",
        swatches=tuple(Swatch(f"Colour {n}", "#8f3e2a") for n in range(8)),
    )

    yield sample("product_card", "Plain", card=card()).within(CARD)
    yield sample("product_card", "Colours, second picture", card=cards()[0]).within(CARD)
    yield sample("product_card", "Few left", card=cards()[2]).within(CARD)
    yield sample(
        "product_card",
        "Reduced, rated, on offer, quick to add",
        card=card(price=reduced, rating=4.5, offer="Three for two", add_url="#"),
        quick=True,
    ).within(CARD)
    yield sample("card_rating", rating=4.5)
    yield sample("card_rating", "None", rating=None).noted("Renders nothing.")
    yield sample("quick_add", card=card(add_url="#")).within('<div class="guide-corner">{}</div>')
    yield sample("product_card", "Sold out", card=cards()[3]).within(CARD)
    yield sample(
        "product_card", "No picture, no price", card=card(picture=None, price=None)
    ).within(CARD)
    yield sample(
        "product_card", "Long words", card=card(f"{LONG} {UNBROKEN}", swatches=(OAT,))
    ).within(CARD)
    yield sample("product_grid", cards=cards())
    yield sample("product_lines", heading="Goes with", cards=cards())
    yield sample("recently_viewed_row", cards=cards()[:3])
    yield sample("recently_viewed", product_id=1).noted("Hidden until the script has filled it.")

    yield sample("breadcrumbs", crumbs=[Link("Shop", "#"), Link("Tableware", "#"), Link(LONG, "#")])
    yield sample(
        "category_tile", title="Tableware", url="#", picture=picture(SAND, width=800, height=1000)
    ).within('<ul class="tiles" role="list"><li>{}</li></ul>')
    tiles = [
        SimpleNamespace(title=title, url="#", picture=picture(colour, width=800, height=1000))
        for title, colour in (
            ("Tableware", SAND),
            ("Lighting", STONE),
            ("Kitchen", SKY),
            ("Furniture", SAND),
            ("Home accents", STONE),
        )
    ]
    yield sample("category_tiles", tiles=tiles)
    yield sample(
        "section_head",
        "All of it",
        heading="New this month",
        text="From the kiln on Tuesday.",
        eyebrow="The shelf",
        link_url="#",
        link_label="See everything",
    )
    yield sample("section_head", "A heading", heading="Goes with")
    scene = picture(SAND, width=2000, height=1100)
    yield sample(
        "hero",
        "Dark words",
        picture=scene,
        heading="Things for the table",
        text="Made to be used every day.",
        link_url="#",
        link_label="See them",
        second_url="#",
        second_label="How they are made",
        first="no",
    )
    yield sample(
        "hero",
        "Light words, at the end",
        picture=picture("#3f4a3a", width=2000, height=1100),
        heading="The quiet corner",
        words="light",
        place="end",
        link_url="#",
        link_label="See it",
        first="no",
    )
    yield sample(
        "editorial_split",
        "Picture first",
        picture=picture(STONE, width=1400),
        heading="Fired twice",
        text="First at 980 degrees.\n\nThen, glazed, at 1,240.",
        eyebrow="The workshop",
        link_url="#",
        link_label="Read on",
    )
    yield sample(
        "editorial_split",
        "Picture at the end",
        picture=picture(SKY, width=1400),
        heading="Raw at the foot",
        reverse=True,
    )
    promise = SimpleNamespace(title="30 days to change your mind", text="Send it back as it came.")
    yield sample(
        "promises",
        promises=[
            promise,
            SimpleNamespace(title="Delivery in two days", text="Free from £50."),
            promise,
        ],
    )
    node = CategoryNode(id=1, title="Tableware", url="#")
    yield from _search(node)


def _search(node: CategoryNode) -> Iterator[Sample]:
    from shop.search.selectors import Found, PageHit, Suggestions

    page = PageHit(
        title="The breakfast table",
        url="#",
        text="Mugs, plates and a lamp that is kind before eight.",
    )
    yield sample("search_state", "Nothing asked", found=Found(query=""))
    yield sample(
        "search_state",
        "Corrected",
        found=Found(query="stonwear", product_ids=(1,), instead="stoneware"),
    )
    yield sample(
        "search_state",
        "What comes close",
        found=Found(query="beaker", product_ids=(1,), similar=True),
    )
    yield sample("search_state", "Nothing found", found=Found(query=UNBROKEN))
    yield sample("search_pages", pages=[page])
    yield sample("search_ways_on", categories=[node], popular=cards())
    yield sample(
        "search_suggestions",
        "Of every kind",
        suggestions=Suggestions(
            query="mug", products=tuple(cards()[:3]), categories=(node,), pages=(page,)
        ),
    )
    yield sample(
        "search_suggestions",
        "Corrected",
        suggestions=Suggestions(query="mgu", instead="mug", products=tuple(cards()[:1])),
    )
    yield sample(
        "search_suggestions",
        "Nothing found",
        suggestions=Suggestions(query="zzz", found=False, categories=(node,)),
    )
