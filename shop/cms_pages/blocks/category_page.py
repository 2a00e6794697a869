"""What stands between a category's products."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, IntegerBlock, StructValue
from wagtail.images.blocks import ImageChooserBlock

from shop.cms_pages.blocks.base import GROUP_SHOP, SectionBlock
from shop.cms_pages.blocks.links import OptionalActionBlock, actions
from shop.media.models import Image


class GridPromotionBlock(SectionBlock):
    """A banner across the grid, after so many products."""

    theme = None
    width = None
    audience = None
    after = IntegerBlock(
        label=_("After how many products"),
        min_value=1,
        max_value=24,
        default=4,
        help_text=_("Where there are fewer it stands after the last. Four or three fill a row."),
    )
    image = ImageChooserBlock(label=_("Picture"), required=False)
    heading = CharBlock(label=_("Heading"), max_length=80)
    text = CharBlock(label=_("Text"), required=False, max_length=200)
    action = OptionalActionBlock(label=_("Button"))

    class Meta:
        icon = "pick"
        label = _("Promotion in the grid")
        group = GROUP_SHOP
        description = _("A picture and a few words across the grid, after some of the products.")
        template = "blocks/grid_promotion.html"
        preview_template = "blocks/grid_preview.html"
        frame = ""

    def pictures(self, value: StructValue) -> Iterable[Image | None]:
        return [value["image"]]

    def get_section_context(self, value: StructValue, data: Any) -> dict[str, Any]:
        links = actions([value["action"]], data.request)
        return {
            "picture": data.picture(value["image"]),
            "action": links[0] if links else None,
        }

    def get_preview_value(self) -> StructValue:
        return self.preview_of(
            image=self.preview_picture(),
            heading=_now("Two mugs, one box"),
            text=_now("Any pair packed as a present, at no extra charge."),
        )
