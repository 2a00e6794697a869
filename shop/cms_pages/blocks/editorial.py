"""Words, with and without a picture."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, RichTextBlock, StructValue
from wagtail.blocks import TextBlock as PlainTextBlock

from shop.cms_pages.blocks.base import GROUP_STORY, SectionBlock
from shop.cms_pages.blocks.links import OptionalActionBlock, actions
from shop.cms_pages.pooled import PictureBlock
from shop.media.models import Image

TEXT_FEATURES = [
    "h2",
    "h3",
    "h4",
    "bold",
    "italic",
    "ol",
    "ul",
    "hr",
    "link",
    "product-link",
    "category-link",
    "document-link",
]


class EditorialSplitBlock(SectionBlock):
    """A picture and a few words side by side."""

    image = PictureBlock(label=_("Picture"))
    eyebrow = CharBlock(
        label=_("Line above"),
        required=False,
        max_length=40,
        help_text=_("Two or three words, small."),
    )
    heading = CharBlock(label=_("Heading"), max_length=80)
    text = PlainTextBlock(label=_("Text"), required=False, max_length=500, rows=3)
    action = OptionalActionBlock(label=_("Button"))
    picture_side = ChoiceBlock(
        label=_("The picture stands"),
        choices=[("start", _("Left")), ("end", _("Right"))],
        default="start",
    )

    class Meta:
        icon = "doc-full"
        label = _("Picture and words")
        group = GROUP_STORY
        description = _("A picture beside a heading, a few sentences and a button.")
        template = "blocks/editorial_split.html"

    def pictures(self, value: StructValue) -> Iterable[Image | None]:
        return [value["image"]]

    def get_section_context(self, value: StructValue, data: Any) -> dict[str, Any]:
        links = actions([value["action"]], data.request)
        return {
            "picture": data.picture(value["image"]),
            "action": links[0] if links else None,
            "reverse": value["picture_side"] == "end",
        }

    def get_preview_value(self) -> StructValue:
        return self.preview_of(
            image=self.preview_picture(),
            eyebrow=_now("The breakfast table"),
            heading=_now("Made for the slow meal of the day"),
            text=_now(
                "Plates that stack, a mug that keeps its heat, a board that takes the knife."
            ),
            action={
                "label": _now("Lay the table"),
                "link": [("address", "/shop/")],
            },
            picture_side="start",
        )


class TextBlock(SectionBlock):
    """Running text."""

    text = RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = GROUP_STORY
        description = _("Running text with headings, lists and links.")
        template = "blocks/rich_text.html"

    def get_preview_value(self) -> StructValue:
        heading = _now("How we fire")
        text = _now(
            "Twice, slowly. The second firing takes a day and a night, "
            "and the kiln cools for another."
        )
        return self.preview_of(text=f"<h2>{heading}</h2><p>{text}</p>")


class QuoteBlock(SectionBlock):
    """What somebody said."""

    quote = PlainTextBlock(
        label=_("Words"),
        max_length=400,
        rows=3,
        help_text=_("Without quotation marks."),
    )
    name = CharBlock(label=_("Who said it"), required=False, max_length=80)
    role = CharBlock(label=_("Who that is"), required=False, max_length=80)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        group = GROUP_STORY
        description = _("A sentence or two that somebody said, set large.")
        template = "blocks/quote.html"

    def get_preview_value(self) -> StructValue:
        return self.preview_of(
            quote=_now("I wanted a mug that I would reach for without looking."),
            name=_now("Ines Marlow"),
            role=_now("Potter"),
        )
