"""The parts of a product's page: blocks over the live product, which the page has loaded already.

None of them holds anything of the product itself, so a layout of these fits any product.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    ListBlock,
    RichTextBlock,
    StructBlock,
    StructValue,
)
from wagtail.images.blocks import ImageBlock

from shop.cms_pages.blocks.base import SectionBlock
from shop.cms_pages.blocks.editorial import TEXT_FEATURES
from shop.media.models import Image

GROUP_PRODUCT = _("Of the product")
BESIDE, BELOW = "beside", "below"


class ProductSection(SectionBlock):
    """A part of a product's page. Its template finds what `shop.cms_pages.product_pages` loaded."""

    def get_preview_context(self, value: Any, parent_context: dict | None = None) -> dict:
        """With a real product: the block chooser shows what shoppers would see."""
        from shop.cms_pages.product_pages import sample_context

        context: dict[str, Any] = super().get_preview_context(value, parent_context=parent_context)
        return {**sample_context(context["request"]), **context}

    def get_preview_value(self) -> StructValue:
        return self.preview_of()

    class Meta:
        group = GROUP_PRODUCT
        preview_template = "blocks/product/preview.html"


class FactSection(ProductSection):
    """One that may be folded beside the pictures instead."""

    def get_context(self, value: StructValue, parent_context: dict | None = None) -> dict:
        context = super().get_context(value, parent_context=parent_context)
        if "fact_of" in context:
            context["fact"] = context["fact_of"](self.name, value)
        return context


def _place(default: str) -> ChoiceBlock:
    return ChoiceBlock(
        label=_("Where it stands"),
        choices=[
            (BESIDE, _("Folded, beside the pictures")),
            (BELOW, _("A section of its own")),
        ],
        default=default,
    )


def _heading(usual: Any) -> CharBlock:
    return CharBlock(
        label=_("Heading"),
        required=False,
        max_length=80,
        help_text=_("“%(usual)s” when empty.") % {"usual": usual},
    )


class OpeningBlock(ProductSection):
    """What stands in the opening of every product's page: always, for everybody, on paper."""

    theme = None
    width = None
    opens_at = None
    closes_at = None
    audience = None

    class Meta:
        frame = ""


class GalleryBlock(OpeningBlock):
    """The product's pictures and films."""

    side = ChoiceBlock(
        label=_("The pictures stand"),
        choices=[("start", _("Left of the buy box")), ("end", _("Right of it"))],
        default="start",
    )

    class Meta:
        icon = "image"
        label = _("Gallery")
        description = _("The product's pictures and films, beside the buy box.")
        template = "blocks/product/gallery.html"


class BuyBoxBlock(OpeningBlock):
    """Name, price, options, stock and the button; it stands on every product's page once."""

    note = CharBlock(
        label=_("Line below the stock"),
        required=False,
        max_length=160,
        help_text=_("The shop's delivery promise when empty."),
    )
    show_delivery = BooleanBlock(
        label=_("Say what delivery costs and when it arrives"), required=False, default=True
    )
    show_share = BooleanBlock(label=_("Offer to share it"), required=False, default=True)

    class Meta:
        icon = "plus"
        label = _("Buy box")
        description = _(
            "Name, price, options and “Add to basket”. It is always there, also without this block."
        )
        template = "blocks/product/buy_box.html"


class StoryBlock(FactSection):
    """The product's description, or other words about it."""

    heading = _heading(_("About it"))
    text = RichTextBlock(
        label=_("Other words"),
        required=False,
        features=TEXT_FEATURES,
        help_text=_("Instead of the product's own description."),
    )
    place = _place(BESIDE)

    class Meta:
        icon = "pilcrow"
        label = _("Story")
        description = _("What the catalogue tells of the product, or words of your own.")
        template = "blocks/product/fact.html"


class SpecificationBlock(FactSection):
    """The product's facts."""

    heading = _heading(_("Measures and care"))
    place = _place(BESIDE)

    class Meta:
        icon = "list-ul"
        label = _("Specification")
        description = _("Measures, materials and care, from the product's attributes.")
        template = "blocks/product/fact.html"


class DeliveryReturnsBlock(FactSection):
    """What the shop says of delivery and returns."""

    heading = _heading(_("Delivery and returns"))
    place = _place(BESIDE)

    class Meta:
        icon = "site"
        label = _("Delivery and returns")
        description = _("The sentences from the shop's settings.")
        template = "blocks/product/fact.html"


class RelatedBlock(ProductSection):
    """What goes with the product."""

    heading = _heading(_("Goes with"))

    class Meta:
        icon = "tag"
        label = _("Goes with")
        description = _("Recommended products, then neighbours of the same category.")
        template = "blocks/product/related.html"


class ReviewsBlock(ProductSection):
    """What shoppers wrote."""

    class Meta:
        icon = "openquote"
        label = _("Reviews")
        description = _("The mean, the histogram and the first reviews.")
        template = "blocks/product/reviews.html"


class QuestionsBlock(ProductSection):
    """Questions and the shop's answers."""

    class Meta:
        icon = "help"
        label = _("Questions")
        description = _("Answered questions about the product, and a way to ask one.")
        template = "blocks/product/questions.html"


class MediaItemBlock(StructBlock):
    """One large picture."""

    image = ImageBlock(label=_("Picture"))
    caption = CharBlock(label=_("Caption"), required=False, max_length=160)

    class Meta:
        icon = "image"
        label = _("Picture")


class RichMediaBlock(ProductSection):
    """Large pictures, and the product's films, wide."""

    heading = CharBlock(label=_("Heading"), required=False, max_length=80)
    items = ListBlock(
        MediaItemBlock(),
        label=_("Pictures"),
        min_num=0,
        max_num=3,
        default=[],
        help_text=_("One stands from edge to edge, two or three side by side."),
    )
    show_films = BooleanBlock(label=_("Show the product's films"), required=False, default=False)

    class Meta:
        icon = "media"
        label = _("Rich media")
        description = _("One to three large pictures with captions, and the product's films.")
        template = "blocks/product/rich_media.html"

    def pictures(self, value: StructValue) -> Iterable[Image | None]:
        return [item["image"] for item in value["items"]]

    def get_section_context(self, value: StructValue, data: Any) -> dict[str, Any]:
        found = (
            {"picture": data.picture(item["image"]), "caption": item["caption"]}
            for item in value["items"]
        )
        return {"shown": [item for item in found if item["picture"]]}

    def get_preview_value(self) -> StructValue:
        return self.preview_of(
            heading=_now("Seen closely"),
            items=[
                {"image": self.preview_picture(), "caption": _now("The glaze breaks at the rim.")}
            ],
        )


class OwnSectionsBlock(OpeningBlock):
    """In a layout: where the sections of a product's own page go."""

    class Meta:
        icon = "placeholder"
        label = _("The page's own sections")
        description = _("Here stands what a product's page adds to this layout.")
        template = "blocks/product/own.html"
        frame = "blocks/frame.html"
