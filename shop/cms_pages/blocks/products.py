"""Products of the shop, live: price, stock and pictures are read when the page is."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    IntegerBlock,
    StructValue,
)
from wagtail.blocks.struct_block import StructBlockValidationError

from shop.cms_pages.blocks.base import GROUP_SHOP, ProductRule, SectionBlock
from shop.cms_pages.blocks.links import OptionalActionBlock, actions
from shop.cms_pages.blocks.several import ChosenListBlock
from shop.cms_pages.choosers import CategoryChooserBlock, OfferChooserBlock, ProductChooserBlock

CHOSEN, NEWEST, BEST, SALE, WISHED, CATEGORY, OFFER = (
    "chosen",
    "newest",
    "best-selling",
    "sale",
    "wished",
    "category",
    "offer",
)


class ProductRowBlock(SectionBlock):
    """Products side by side, picked by hand or by a rule."""

    heading = CharBlock(label=_("Heading"), max_length=80)
    text = CharBlock(label=_("Text"), required=False, max_length=200)
    source = ChoiceBlock(
        label=_("Which products"),
        choices=[
            (CHOSEN, _("Chosen by hand")),
            (NEWEST, _("The newest")),
            (BEST, _("The best-selling")),
            (SALE, _("On sale: reduced, or on offer")),
            (WISHED, _("The most wished for")),
            (CATEGORY, _("Of a category")),
            (OFFER, _("Of an offer")),
        ],
        default=CHOSEN,
    )
    products = ChosenListBlock(
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
        help_text=_("For “of a category”; it narrows the other rules as well."),
    )
    offer = OfferChooserBlock(
        label=_("Offer"),
        required=False,
        help_text=_("For “of an offer”. While it is not given nothing is shown."),
    )
    order = ChoiceBlock(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("As the rule has it")),
            ("featured", _("Featured first")),
            ("newest", _("Newest first")),
            ("best-selling", _("Best-selling first")),
            ("price", _("Price, low to high")),
            ("-price", _("Price, high to low")),
        ],
        help_text=_("Of what a rule picks; what is chosen by hand keeps its order."),
    )
    limit = IntegerBlock(
        label=_("At most"),
        min_value=1,
        max_value=48,
        default=4,
        help_text=_("How many of what a rule picks; what is chosen by hand is shown whole."),
    )
    hide_sold_out = BooleanBlock(
        label=_("Leave out what is sold out"), required=False, default=False
    )
    action = OptionalActionBlock(label=_("Link beside the heading"))

    class Meta:
        icon = "tag"
        label = _("Product row")
        group = GROUP_SHOP
        description = _(
            "Products with live prices and stock, in one row that scrolls where it is too long."
        )
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
        if cleaned["source"] == OFFER:
            problem = offer_problem(cleaned["offer"])
            if problem:
                errors["offer"] = ValidationError(problem)
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    def product_ids(self, value: StructValue) -> list[int]:
        if value["source"] != CHOSEN:
            return []
        return [product.pk for product in value["products"] if product]

    def product_rule(self, value: StructValue) -> ProductRule | None:
        source, category, offer = value["source"], value["category"], value["offer"]
        if source == CHOSEN or (source == CATEGORY and not category):
            return None
        return ProductRule(
            limit=value["limit"],
            source=source,
            order=value["order"] or "",
            category_id=category.pk if category else None,
            offer_id=offer.pk if source == OFFER and offer else None,
            in_stock=bool(value["hide_sold_out"]),
        )

    def get_section_context(self, value: StructValue, data: Any) -> dict[str, Any]:
        rule = self.product_rule(value)
        cards = data.cards_by_rule(rule) if rule else data.cards(self.product_ids(value))
        if value["hide_sold_out"]:
            cards = [card for card in cards if card.available]
        if rule:
            cards = cards[: value["limit"]]
        links = actions([value["action"]], data.request)
        return {"cards": cards, "action": links[0] if links else None}

    def get_preview_value(self) -> StructValue:
        return self.preview_of(
            heading=_now("New on the shelf"),
            source=NEWEST,
            limit=4,
            products=[],
        )


class ProductGridBlock(ProductRowBlock):
    """The same in rows below each other."""

    limit = IntegerBlock(
        label=_("At most"),
        min_value=1,
        max_value=48,
        default=12,
        help_text=_("How many of what a rule picks; what is chosen by hand is shown whole."),
    )

    class Meta:
        icon = "grip"
        label = _("Product grid")
        group = GROUP_SHOP
        description = _("Products with live prices and stock, in as many rows as they need.")
        template = "blocks/product_grid.html"

    def get_preview_value(self) -> StructValue:
        return self.preview_of(
            heading=_now("The pieces"),
            source=NEWEST,
            limit=8,
            products=[],
        )


def offer_problem(offer: Any) -> Any:
    """Why shoppers would not see an offer's section, for the editor; empty where they would."""
    if not offer:
        return _("Choose the offer.")
    if offer.is_suspended:
        return _("This offer is suspended: nobody gets it. Choose another one.")
    if offer.end_datetime and offer.end_datetime < timezone.now():
        return _("This offer has ended. Choose another one.")
    return ""
