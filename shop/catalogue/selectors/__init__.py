"""The catalogue as plain data for pages, e-mails and the API."""

from shop.catalogue.selectors.cards import (
    Price,
    ProductCard,
    Swatch,
    newest_product_ids,
    product_cards,
)
from shop.catalogue.selectors.pages import (
    SORTS,
    BuyBox,
    Link,
    Listing,
    ProductDetail,
    Row,
    Variant,
    category_detail,
    product_detail,
    shop_detail,
)
from shop.catalogue.selectors.tree import CategoryNode, category_tree

__all__ = [
    "SORTS",
    "BuyBox",
    "CategoryNode",
    "Link",
    "Listing",
    "Price",
    "ProductCard",
    "ProductDetail",
    "Row",
    "Swatch",
    "Variant",
    "category_detail",
    "category_tree",
    "newest_product_ids",
    "product_cards",
    "product_detail",
    "shop_detail",
]
