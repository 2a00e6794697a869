"""Ways into the catalogue."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, StructValue

from shop.cms_pages.blocks.base import GROUP_SHOP, SectionBlock
from shop.cms_pages.blocks.several import ChosenListBlock
from shop.cms_pages.choosers import CategoryChooserBlock
from shop.cms_pages.pooled import PictureChooserBlock
from shop.media.models import Image


class CategoryTileBlock(StructBlock):
    """One category; its own name and picture unless others are given."""

    category = CategoryChooserBlock(label=_("Category"))
    label = CharBlock(
        label=_("Words"),
        required=False,
        max_length=40,
        help_text=_("The category's name when empty."),
    )
    image = PictureChooserBlock(
        label=_("Picture"),
        required=False,
        help_text=_("The category's own picture when empty."),
    )

    class Meta:
        icon = "folder-open-inverse"
        label = _("Tile")


class CategoryTilesBlock(SectionBlock):
    """Tiles that lead to categories."""

    heading = CharBlock(label=_("Heading"), max_length=80)
    tiles = ChosenListBlock(
        CategoryTileBlock(),
        label=_("Categories"),
        min_num=0,
        max_num=12,
        default=[],
        help_text=_("Leave empty to show the shop's main categories, whatever they are."),
    )

    class Meta:
        icon = "grip"
        label = _("Category tiles")
        group = GROUP_SHOP
        description = _("Pictures that lead to categories: chosen ones or all main ones.")
        template = "blocks/category_tiles.html"

    def pictures(self, value: StructValue) -> Iterable[Image | None]:
        return [tile["image"] for tile in value["tiles"]]

    def categories(self, value: StructValue) -> Iterable[Any]:
        return [
            tile["category"] for tile in value["tiles"] if tile["category"] and not tile["image"]
        ]

    def wants_top_categories(self, value: StructValue) -> bool:
        return not value["tiles"]

    def get_section_context(self, value: StructValue, data: Any) -> dict[str, Any]:
        if self.wants_top_categories(value):
            return {"tiles": data.top_category_tiles()}
        tiles = (
            data.category_tile(tile["category"], label=tile["label"], image=tile["image"])
            for tile in value["tiles"]
        )
        return {"tiles": [tile for tile in tiles if tile]}

    def get_preview_value(self) -> StructValue:
        return self.preview_of(heading=_now("By room, by use"), tiles=[])
