"""Products of the shop, live: price, stock and pictures are read when the page is."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    IntegerBlock,
    ListBlock,
    StructValue,
)
from wagtail.blocks.struct_block import StructBlockValidationError

from shop.cms_pages.blocks.base import GROUP_SHOP, ProductRule, SectionBlock
from shop.cms_pages.blocks.links import OptionalActionBlock, actions
from shop.cms_pages.choosers import CategoryChooserBlock, ProductChooserBlock

CHOSEN, NEWEST, CATEGORY = "chosen", "newest", "category"


class ProductRowBlock(SectionBlock):
    """A row (or a grid) of products, picked by hand or by a rule."""

    heading = CharBlock(label=_("Heading"), max_length=80)
    text = CharBlock(label=_("Text"), required=False, max_length=200)
    source = ChoiceBlock(
        label=_("Which products"),
        choices=[
            (CHOSEN, _("Chosen by hand")),
            (NEWEST, _("The newest")),
            (CATEGORY, _("The newest of a category")),
        ],
        default=CHOSEN,
    )
    products = ListBlock(
        ProductChooserBlock(label=_("Product")),
        label=_("Chosen products"),
        min_num=0,
        max_num=48,
        default=[],
        help_text=_(
            "For “chosen by hand”, in this order. What is not sold any more is left out by itself."
        ),
    )
    category = CategoryChooserBlock(
        label=_("Category"),
        required=False,
        help_text=_("For “the newest of a category”."),
    )
    limit = IntegerBlock(
        label=_("At most"),
        min_value=1,
        max_value=48,
        default=4,
        help_text=_("How many products."),
    )
    hide_sold_out = BooleanBlock(
        label=_("Leave out what is sold out"), required=False, default=False
    )
    action = OptionalActionBlock(label=_("Link beside the heading"))

    class Meta:
        icon = "tag"
        label = _("Products")
        group = GROUP_SHOP
        description = _("Products with live prices and stock, chosen by hand or by a rule.")
        template = "blocks/product_row.html"

    def clean(self, value: StructValue) -> StructValue:
        """A rule needs what it works on."""
        cleaned: StructValue = super().clean(value)
        errors = {}
        if cleaned["source"] == CHOSEN and not cleaned["products"]:
            errors["source"] = ValidationError(
                _("Choose at least one product below, or another rule.")
            )
        if cleaned["source"] == CATEGORY and not cleaned["category"]:
            errors["category"] = ValidationError(_("Choose the category."))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    def product_ids(self, value: StructValue) -> list[int]:
        if value["source"] != CHOSEN:
            return []
        return [product.pk for product in value["products"] if product]

    def product_rule(self, value: StructValue) -> ProductRule | None:
        if value["source"] == NEWEST:
            return ProductRule(limit=value["limit"])
        if value["source"] == CATEGORY and value["category"]:
            return ProductRule(limit=value["limit"], category_id=value["category"].pk)
        return None

    def get_section_context(self, value: StructValue, data: Any) -> dict[str, Any]:
        rule = self.product_rule(value)
        cards = data.cards_by_rule(rule) if rule else data.cards(self.product_ids(value))
        if value["hide_sold_out"]:
            cards = [card for card in cards if card.available]
        links = actions([value["action"]], data.request)
        return {"cards": cards[: value["limit"]], "action": links[0] if links else None}

    def get_preview_value(self) -> StructValue:
        return self.preview_of(
            heading=_now("New on the shelf"),
            source=NEWEST,
            limit=4,
            products=[],
        )
