"""What the demo shop says. Prices and days of delivery are those of ``demo.loader.places``."""

from __future__ import annotations

from dataclasses import dataclass

from demo.loader import journal, more_sections, sections
from demo.loader.entries import CollectionEntry
from demo.loader.sections import Section, Shelf

ANNOUNCEMENT = (
    "Free UK delivery over £60. Order by 2\N{NO-BREAK SPACE}pm and it leaves the same working day."
)
TAGLINE = (
    "Things for the table, the shelf and the quiet corner. Made in small batches, priced fairly, "
    "mended where we can."
)
RETURNS_DAYS = 30
DELIVERY_AND_RETURNS = (
    "Standard delivery in the UK costs £3.95 and is free over £60; it takes two to three working "
    "days. Express is £7.50 and comes the next working day. Order by 2 pm and the parcel leaves "
    "the same working day. You have thirty days to send things back unused."
)
FOOTER_TEXT = "Tarn & Weald is a demonstration. Its things exist in pictures only."
SEARCH_EXAMPLE = "A mug, a lamp, oak"
LOST_TITLE = "This page isn’t on the shelf"
META_DESCRIPTION = (
    "Stoneware, lamps, small furniture and quiet things for the house, made in small batches."
)

PROMISES = (
    ("Arrives when we say", "You see the day before you pay."),
    ("Thirty days to decide", "Send it back unused and we refund all of it."),
    ("Mended, not binned", "Spare lids, shades and cords for ten years."),
)

# Where the words stand on a wide picture: a quiet part of it, every time. The hallway has none,
# so its collection begins with the shelf and shows the hallway below.
POSITIONS = {"hero-breakfast-table.jpg": "center", "hero-vases-window-light.jpg": "middle"}
HEROES = {"small-space-living": ("hero-wall-shelf.jpg", "center")}

HOME_SEO_TITLE = "Tarn & Weald: things for the table, the shelf and the quiet corner"


def home(shelf: Shelf) -> list[Section | None]:
    """The front door."""
    return [
        sections.hero(
            shelf,
            picture="hero-vases-window-light.jpg",
            headline="Light, shadow and a single stem",
            text="Vases thrown in small batches, in glazes that like each other.",
            actions=[("See the vases", "category:vases-and-planters")],
            position="middle",
        ),
        sections.category_tiles(heading="By room, by use"),
        sections.product_row(
            shelf,
            heading="New on the shelf",
            slugs=["stoneware-mug", "ceramic-table-lamp", "three-leg-stool", "planter-and-saucer"],
            action=("See everything", "/shop/"),
        ),
        sections.split(
            shelf,
            picture="hero-breakfast-table.jpg",
            eyebrow="The breakfast table",
            heading="Made for the slow meal of the day",
            text=(
                "Plates that stack, a mug that holds enough, a board that takes the knife. "
                "Nine pieces that were drawn to be used together."
            ),
            action=("Lay the table", "page:the-breakfast-table"),
        ),
        more_sections.styled(
            more_sections.look(
                shelf,
                picture="hero-kitchen-counter.jpg",
                heading="On the counter, all day",
                text="Plain enough to leave out.",
                spots=[
                    ("stovetop-kettle", 24, 68),
                    ("stoneware-mug", 38, 77),
                    ("pour-over-dripper", 48, 56),
                    ("walnut-serving-board", 65, 44),
                    ("espresso-cup-and-saucer", 74, 78),
                    ("storage-jar", 87, 70),
                ],
            ),
            theme="sand",
        ),
        sections.product_row(
            shelf,
            heading="Most wished for",
            slugs=["dome-pendant", "serving-bowl", "tealight-trio", "oak-wall-clock"],
            action=("Gifts under £40", "page:gifts-under-40"),
        ),
        sections.split(
            shelf,
            picture="hero-evening-lamp.jpg",
            eyebrow="Lighting",
            heading="The evening light",
            text=(
                "A linen shade, a warm bulb, a low table. One lamp where you sit is worth more "
                "than three on the ceiling."
            ),
            action=("See the lamps", "category:lighting"),
            side="end",
        ),
        more_sections.styled(
            more_sections.quote(
                "I bought one mug to see. There are six now, and the old ones left in a box.",
                "Ruth A.",
                "Leeds",
            ),
            theme="night",
        ),
        more_sections.stories(
            heading="From the journal", action=shelf.action("All stories", "page:journal")
        ),
        more_sections.styled(journal.newsletter(), theme="clay"),
        sections.facts(*PROMISES),
    ]


def landing(shelf: Shelf, entry: CollectionEntry) -> list[Section | None]:
    """A collection: its picture, its pieces, and one way on."""
    picture, position = HEROES.get(entry.slug, (entry.image, POSITIONS.get(entry.image, "start")))
    return [
        sections.hero(
            shelf,
            picture=picture,
            headline=entry.title,
            text=entry.description,
            position=position,
        ),
        sections.product_row(shelf, heading="The pieces", slugs=entry.products),
        *_afterwards(shelf, entry.slug),
    ]


def _afterwards(shelf: Shelf, slug: str) -> list[Section | None]:
    if slug == "the-breakfast-table":
        return [
            sections.split(
                shelf,
                picture="hero-kitchen-counter.jpg",
                eyebrow="Behind the table",
                heading="Plain enough to leave out",
                text=(
                    "The kettle, the dripper and the jars stand on the counter all day. "
                    "They were drawn to be looked at and are easy to wipe."
                ),
                action=("To the kitchen", "category:kitchen"),
                side="end",
            )
        ]
    if slug == "small-space-living":
        return [
            sections.split(
                shelf,
                picture="hero-hallway.jpg",
                eyebrow="In a narrow hall",
                heading="Room enough",
                text=(
                    "A rail at shoulder height, a stool below it, a mirror where the light falls. "
                    "Nothing stands further out than a coat."
                ),
                action=("Shelves and hooks", "category:shelves-and-hooks"),
            )
        ]
    return [sections.facts(*PROMISES)]


@dataclass(frozen=True)
class Words:
    """A page that is mostly words."""

    slug: str
    title: str
    introduction: str
    body: tuple[Section, ...]


CONTENT: tuple[Words, ...] = (
    Words(
        "delivery-and-returns",
        "Delivery and returns",
        "What it costs, when it comes, and how to send it back. No small print below this page.",
        (
            sections.words(
                "<h2>In the United Kingdom</h2>"
                "<ul>"
                "<li><b>Standard, £3.95</b>, free when your order comes to £60 or more. "
                "Two to three working days.</li>"
                "<li><b>Express, £7.50.</b> The next working day.</li>"
                "</ul>"
                "<p>Over 10 kg standard is £9.95 and express £14.50.</p>"
                "<p>Order by 2 pm on a working day and the parcel leaves the same day. "
                "The checkout shows the day it arrives before you pay.</p>"
                "<h2>To Europe</h2>"
                "<p>We deliver to Austria, Belgium, Denmark, Finland, France, Germany, Ireland, "
                "Italy, the Netherlands, Portugal, Spain and Sweden for £12.50, free from £180. "
                "Four to seven working days. Over 10 kg it is £24, over 30 kg £48.</p>"
                "<h2>If something is broken</h2>"
                "<p>Glass and stoneware travel in moulded paper and rarely break. If a piece "
                "arrives damaged, send us a photograph within fourteen days. A new one leaves the "
                "same day if we have it, or you get your money back. Keep or recycle the pieces; "
                "we do not need them.</p>"
                "<h2>Sending something back</h2>"
                "<p>You have thirty days from the day it arrives. Things must be unused; a mug "
                "you drank from has found its home. Write to us with the order number and we send "
                "a label. The refund goes to the card you paid with, within five working days of "
                "the parcel reaching us.</p>"
            ),
            sections.facts(*PROMISES),
        ),
    ),
    Words(
        "about",
        "About us",
        "We are a small shop for the table, the shelf and the quiet corner.",
        (
            sections.words(
                "<h2>How it began</h2>"
                "<p>With a shelf. It was the first thing we made and the last thing we needed, "
                "and people kept asking about the bowl on it. So we found the potter who made the "
                "bowl, and asked for forty.</p>"
                "<h2>What we sell</h2>"
                "<p>Twenty-seven things, at the moment. Each has been used at home for a year "
                "before it came into the shop. When a thing leaves, it is because something "
                "better took its place, not because the season changed.</p>"
                "<h2>How it is made</h2>"
                "<p>Stoneware is thrown and glazed in small batches, so the specks and the edge of "
                "the glaze differ from piece to piece. Wood is oak, ash and walnut, oiled rather "
                "than lacquered, because oil can be renewed at the kitchen table. Metal is left "
                "to darken.</p>"
                "<h2>How long it lasts</h2>"
                "<p>Long, we hope. We keep spare lids, shades and cords for ten years after the "
                "last piece is sold. Ask before you throw anything away.</p>"
            ),
        ),
    ),
    Words(
        "caring-for-things",
        "Caring for things",
        "Most of it is common sense and a soft cloth. Here is the rest.",
        (
            sections.words(
                "<h2>Stoneware</h2>"
                "<p>The dishwasher is fine, and so is the microwave. The bare clay foot darkens "
                "over the years. A grey mark from a knife comes off with a paste of baking soda "
                "and water.</p>"
                "<h2>Wood</h2>"
                "<p>Wash by hand, dry upright, never soak. When the surface looks dry, rub in a "
                "little food-safe oil, leave it overnight and wipe off what is left.</p>"
                "<h2>Brass and iron</h2>"
                "<p>Brass dulls by itself. Leave it, or polish it with lemon and salt. Iron wants "
                "to be dried at once and oiled once in a while, like a pan.</p>"
                "<h2>Linen shades</h2>"
                "<p>Dust with a dry, soft brush, from top to bottom. Keep water away. A new shade "
                "costs less than a new lamp: ask us.</p>"
            ),
        ),
    ),
)

CONTACT_BODY = (
    sections.words(
        "<h2>Write to us</h2>"
        '<p><a href="mailto:hello@example.com">hello@example.com</a>, Monday to Friday. '
        "Put the order number into the subject if there is one; then the answer comes "
        "faster.</p>"
        "<h2>About an order</h2>"
        "<p>The link in your confirmation shows where the parcel is. To change the address "
        "before it leaves, write before 2 pm.</p>"
        "<h2>About a repair</h2>"
        "<p>Tell us what broke and send a photograph. We say what a spare part costs "
        "before we post it.</p>"
    ),
)
