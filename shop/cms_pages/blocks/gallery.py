"""Pictures among themselves, and pictures one can shop from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, IntegerBlock, ListBlock, StructBlock, StructValue

from shop.catalogue.selectors import newest_product_ids
from shop.cms_pages.blocks.base import GROUP_SHOP, GROUP_STORY, SectionBlock
from shop.cms_pages.blocks.several import ChosenListBlock
from shop.cms_pages.choosers import ProductChooserBlock
from shop.cms_pages.pooled import PictureBlock
from shop.media.models import Image


class GalleryPictureBlock(StructBlock):
    """A picture and perhaps a line below it."""

    image = PictureBlock(label=_("Picture"))
    caption = CharBlock(label=_("Line below"), required=False, max_length=120)

    class Meta:
        icon = "image"
        label = _("Picture")


class PictureGalleryBlock(SectionBlock):
    """Some pictures side by side."""

    heading = CharBlock(label=_("Heading"), required=False, max_length=80)
    items = ListBlock(GalleryPictureBlock(), label=_("Pictures"), min_num=2, max_num=12)
    shape = ChoiceBlock(
        label=_("How they stand"),
        choices=[
            ("even", _("All alike")),
            ("mosaic", _("The first one large")),
            ("row", _("In one row")),
        ],
        default="even",
    )

    class Meta:
        icon = "copy"
        label = _("Picture gallery")
        group = GROUP_STORY
        description = _("Two to twelve pictures, each perhaps with a line below it.")
        template = "blocks/picture_gallery.html"

    def pictures(self, value: StructValue) -> Iterable[Image | None]:
        return [item["image"] for item in value["items"]]

    def get_section_context(self, value: StructValue, data: Any) -> dict[str, Any]:
        found = (
            {"picture": data.picture(item["image"]), "caption": item["caption"]}
            for item in value["items"]
        )
        return {"items": [item for item in found if item["picture"]]}

    def get_preview_value(self) -> StructValue:
        images = Image.objects.order_by("-width", "pk")[:3]
        captions = [_now("Thrown on a Tuesday"), "", _now("The glaze runs where it likes")]
        return self.preview_of(
            heading=_now("From the workshop"),
            shape="mosaic",
            items=[
                {"image": image, "caption": caption}
                for image, caption in zip(images, captions, strict=False)
            ],
        )


class HotSpotBlock(StructBlock):
    """A product and where it is to be seen in the picture."""

    product = ProductChooserBlock(label=_("Product"))
    across = IntegerBlock(
        label=_("From the left, in percent"), min_value=2, max_value=98, default=50
    )
    down = IntegerBlock(label=_("From the top, in percent"), min_value=2, max_value=98, default=50)

    class Meta:
        icon = "crosshairs"
        label = _("Product in the picture")


class LookBlock(SectionBlock):
    """A picture whose things one can buy."""

    heading = CharBlock(label=_("Heading"), max_length=80)
    text = CharBlock(label=_("Text"), required=False, max_length=200)
    image = PictureBlock(
        label=_("Picture"), help_text=_("Shown whole, so that the spots stay where they are.")
    )
    spots = ChosenListBlock(
        HotSpotBlock(),
        label=_("Products in the picture"),
        min_num=1,
        max_num=6,
        help_text=_(
            "Keep them a finger apart. What is not sold any more loses its spot by itself."
        ),
    )

    class Meta:
        icon = "crosshairs"
        label = _("Look")
        group = GROUP_SHOP
        description = _("A picture with a spot on each product in it, and the products beside it.")
        template = "blocks/look.html"

    def pictures(self, value: StructValue) -> Iterable[Image | None]:
        return [value["image"]]

    def product_ids(self, value: StructValue) -> list[int]:
        return [spot["product"].pk for spot in value["spots"] if spot["product"]]

    def get_section_context(self, value: StructValue, data: Any) -> dict[str, Any]:
        spots = []
        for spot in value["spots"]:
            cards = data.cards([spot["product"].pk]) if spot["product"] else []
            if cards:
                spots.append({"card": cards[0], "across": spot["across"], "down": spot["down"]})
        return {"picture": data.picture(value["image"]), "spots": spots}

    def get_preview_value(self) -> StructValue:
        places = [(28, 62), (54, 44), (72, 70)]
        products = newest_product_ids(limit=len(places))
        return self.preview_of(
            heading=_now("The table, as laid"),
            image=self.preview_picture(),
            spots=[
                {"product": product, "across": across, "down": down}
                for product, (across, down) in zip(_products(products), places, strict=False)
            ],
        )


def _products(product_ids: list[int]) -> list[Any]:
    from shop.catalogue.models import Product

    found = Product.objects.in_bulk(product_ids)
    return [found[pk] for pk in product_ids]
