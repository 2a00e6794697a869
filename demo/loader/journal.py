"""The demo shop's journal, campaign, questions and contact form: what they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from demo.loader import more_sections, sections
from demo.loader.sections import Section, Shelf

JOURNAL = ("Journal", "Short pieces about things, rooms and the people who make both.")
CONSENT = "Write to me about new things, at most once a month. I can stop it in every mail."


@dataclass(frozen=True)
class StoryText:
    """A story: what stands above it, and its sections."""

    slug: str
    title: str
    introduction: str
    picture: str
    author: str
    published: date
    body: tuple[Section | None, ...]


def newsletter() -> Section:
    """The form as the demo's pages have it."""
    return more_sections.newsletter(
        heading="One letter a month",
        text="What came out of the kiln, what is back, and one thing we changed our minds about.",
        consent=CONSENT,
    )


def stories(shelf: Shelf) -> list[StoryText]:
    """Two stories that one can shop from."""
    return [
        StoryText(
            slug="seven-things-on-one-shelf",
            title="Seven things on one shelf",
            introduction="A board, two brackets, and what we put on it when nobody was coming.",
            picture="wall-shelf-oak.jpg",
            author="Ines Marlow",
            published=date(2026, 11, 9),
            body=(
                sections.words(
                    "<p>A shelf is a small stage. Whatever stands on it is looked at, so it "
                    "pays to put up less than there is room for.</p>"
                    "<h2>Start with the tallest</h2>"
                    "<p>One tall thing, off the middle. Ours is a vase with grass that was dead "
                    "before we picked it, which means it needs no water and will not drop.</p>"
                    "<h2>Leave a gap</h2>"
                    "<p>Then a low thing, then nothing for a hand’s width. The gap is where the "
                    "eye rests, and where the post ends up.</p>"
                ),
                more_sections.look(
                    shelf,
                    picture="hero-wall-shelf.jpg",
                    heading="What stands there",
                    text="Press a number, or read down the list.",
                    spots=[
                        ("tall-vase", 18, 52),
                        ("serving-bowl", 34, 61),
                        ("bud-vase", 44, 57),
                        ("brass-candle-holder", 53, 63),
                        ("travertine-book-ends", 73, 59),
                        ("storage-jar", 85, 56),
                    ],
                ),
                more_sections.quote(
                    "A shelf tells you how somebody lives before they have put the kettle on.",
                    "Ines Marlow",
                    "who has four",
                ),
                sections.words(
                    "<h2>The jar at the end</h2>"
                    "<p>It holds what has no other place: keys, string, the good matches. Every "
                    "shelf needs one thing with a lid.</p>"
                ),
                more_sections.styled(
                    sections.product_row(
                        shelf,
                        heading="For a shelf of your own",
                        slugs=["oak-wall-shelf", "hook-rail", "tall-vase", "storage-jar"],
                        action=("Shelves and hooks", "category:shelves-and-hooks"),
                    ),
                    theme="sand",
                ),
            ),
        ),
        StoryText(
            slug="one-lamp-where-you-sit",
            title="One lamp where you sit",
            introduction="Ceiling lights show a room. A lamp at your elbow makes one.",
            picture="table-lamp-detail.jpg",
            author="Jonah Pike",
            published=date(2026, 10, 26),
            body=(
                sections.words(
                    "<p>We asked twelve people where they spend the hour after supper. Eleven "
                    "named a chair. None of them named a ceiling.</p>"
                    "<h2>Low, warm, within reach</h2>"
                    "<p>The shade should be below your eyes when you stand and above the page "
                    "when you sit. A bulb of 2700 kelvin is the colour of a fire that has been "
                    "going for a while.</p>"
                ),
                more_sections.look(
                    shelf,
                    picture="hero-evening-lamp.jpg",
                    heading="The corner, as it was",
                    spots=[
                        ("ceramic-table-lamp", 66, 38),
                        ("reeded-side-table", 64, 74),
                        ("three-leg-stool", 31, 67),
                        ("planter-and-saucer", 32, 45),
                        ("stoneware-mug", 59, 52),
                    ],
                ),
                more_sections.comparison(
                    shelf,
                    heading="Three ways to light an evening",
                    slugs=["ceramic-table-lamp", "globe-wall-sconce", "dome-pendant"],
                    lines={
                        "Best beside": ["A chair", "A mirror, a bed", "A table"],
                        "Light": ["Down and out", "All around", "Straight down"],
                        "Needs": ["A socket", "A wall and a drill", "A hook in the ceiling"],
                    },
                ),
                sections.words(
                    "<h2>And the stool</h2>"
                    "<p>It carries a plant by day and a second visitor by night. A thing that "
                    "does two jobs earns its floor.</p>"
                ),
            ),
        ),
    ]


def campaign(
    shelf: Shelf, *, voucher: Any, ends_at: datetime, tableware: int | None
) -> list[Section | None]:
    """Three weeks for the table: a code, a clock, and everything that goes on it."""
    return [
        sections.hero(
            shelf,
            picture="hero-breakfast-table.jpg",
            headline="Three weeks for the table",
            text="Ten percent off everything one eats from, and a reason to lay it.",
            actions=[("See the tableware", "category:tableware")],
            position="center",
        ),
        more_sections.styled(
            more_sections.countdown(
                heading="Then the kiln has us back",
                text="The code works until the last bowl is unloaded.",
                ends_at=ends_at,
            ),
            theme="clay",
        ),
        more_sections.look(
            shelf,
            picture="hero-breakfast-table.jpg",
            heading="The table, as laid",
            text="Everything in the picture is on the shelf.",
            spots=[
                ("glass-carafe", 15, 52),
                ("dinner-plate", 27, 77),
                ("stoneware-mug", 43, 65),
                ("serving-bowl", 56, 56),
                ("walnut-serving-board", 76, 74),
                ("espresso-cup-and-saucer", 90, 74),
            ],
        ),
        more_sections.styled(
            more_sections.promotion(
                shelf,
                voucher=voucher.pk,
                heading="Ten percent, one code",
                text="Type it in the basket. It takes off what is for the table and leaves the "
                "rest alone.",
                picture="dinner-plate-stack.jpg",
                action=("See the tableware", "category:tableware"),
            ),
            theme="night",
        )
        if voucher
        else None,
        more_sections.grid(
            heading="All of it", source="category", category=tableware, limit=8, order="price"
        )
        if tableware
        else None,
        more_sections.gallery(
            shelf,
            heading="Up close",
            pictures=[
                ("serving-bowl-lemons.jpg", "The bowl, with what it is for"),
                ("stoneware-mug-detail.jpg", ""),
                ("espresso-cup-detail.jpg", "Three glazes, one clay"),
            ],
        ),
        more_sections.styled(
            more_sections.questions(
                "About the code",
                (
                    "What does it work on?",
                    (
                        "<p>Everything in Tableware, reduced pieces too. Lamps and stools keep "
                        "their price.</p>"
                    ),
                ),
                (
                    "Can I use it twice?",
                    "<p>Once for each customer. Log in, so that we know.</p>",
                ),
            ),
            theme="sand",
        ),
    ]


FAQ = ("Questions", "The ones we are asked most. Is yours missing? Write to us.")


def faq() -> list[Section | None]:
    """What shoppers ask, in three groups."""
    return [
        more_sections.questions(
            "Delivery",
            (
                "When does it arrive?",
                (
                    "<p>In the UK in two to three working days, the next one with Express. The "
                    "product page and the checkout name the day before you pay.</p>"
                ),
            ),
            (
                "What does delivery cost?",
                "<p>£3.95 in the UK, nothing from £60. To Europe £12.50, nothing from £180.</p>",
            ),
            (
                "Can I change the address?",
                "<p>Until 2 pm on the day it leaves. Write to us with the order number.</p>",
            ),
        ),
        more_sections.questions(
            "Returns and repairs",
            (
                "Can I send it back?",
                (
                    "<p>For thirty days, unused. We send a label and refund the card you paid "
                    "with.</p>"
                ),
            ),
            (
                "It arrived broken. What now?",
                (
                    "<p>Send a photograph within fourteen days. A new one leaves the same day if "
                    "we have it, or you get your money back.</p>"
                ),
            ),
            (
                "Do you mend things?",
                "<p>Lids, shades and cords, for ten years. Ask before you throw anything away.</p>",
            ),
        ),
        more_sections.questions(
            "Things",
            (
                "Is stoneware safe in the dishwasher?",
                "<p>Yes, and in the microwave. The bare clay foot darkens over the years.</p>",
            ),
            (
                "Why do two of the same differ?",
                (
                    "<p>They are thrown and glazed in small batches. The specks and the edge of "
                    "the glaze are never alike.</p>"
                ),
            ),
        ),
    ]


CONTACT = ("Contact", "A person reads what you write, and answers within a working day.")
CONTACT_THANKS = "Thank you. A person reads it and answers within a working day."
#: Label, kind, whether it must be filled in, help, choices.
CONTACT_FIELDS = (
    ("Your name", "singleline", True, "", ""),
    ("E-mail", "email", True, "We answer there.", ""),
    (
        "What is it about",
        "dropdown",
        True,
        "",
        "An order\nA repair\nA thing I would like to know\nSomething else",
    ),
    ("Order number", "singleline", False, "If there is one; then the answer comes faster.", ""),
    ("Message", "multiline", True, "", ""),
)
