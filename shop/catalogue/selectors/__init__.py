"""The catalogue as plain data for pages, e-mails and the API."""

from shop.catalogue.selectors.cards import (
    Price,
    ProductCard,
    Swatch,
    newest_product_ids,
    product_cards,
)
from shop.catalogue.selectors.choices import Choice, OptionGroup
from shop.catalogue.selectors.page_parts import Link
from shop.catalogue.selectors.product_page import (
    BuyBox,
    Film,
    GoneProduct,
    Parcel,
    ProductDetail,
    Shot,
    Variant,
    gone_product,
    parcel,
    product_detail,
)
from shop.catalogue.selectors.specification import Row
from shop.catalogue.selectors.tree import CategoryNode, category_tree, whole_tree

__all__ = [
    "BuyBox",
    "CategoryNode",
    "Choice",
    "Film",
    "GoneProduct",
    "Link",
    "OptionGroup",
    "Parcel",
    "Price",
    "ProductCard",
    "ProductDetail",
    "Row",
    "Shot",
    "Swatch",
    "Variant",
    "category_tree",
    "gone_product",
    "newest_product_ids",
    "parcel",
    "product_cards",
    "product_detail",
    "whole_tree",
]
