"""The basket as plain data for pages."""

from shop.basket.selectors.delivery import (
    DeliveryChoice,
    DeliveryEstimate,
    FreeDelivery,
    arrival_of,
    days_of,
    delivery_choice,
    delivery_estimate,
    free_delivery,
)
from shop.basket.selectors.lines import (
    DISPLAYED,
    BasketLine,
    basket_lines,
    fetch_displayed,
    product_picture,
    product_title,
    variant_label,
)
from shop.basket.selectors.pages import BasketContents, basket_contents
from shop.basket.selectors.suggestions import Suggestion
from shop.basket.selectors.totals import (
    TotalRow,
    Totals,
    basket_totals,
    delivery_row,
    discount_rows,
    discounts_shown,
    totals_of,
)

__all__ = [
    "DISPLAYED",
    "BasketContents",
    "BasketLine",
    "DeliveryChoice",
    "DeliveryEstimate",
    "FreeDelivery",
    "Suggestion",
    "TotalRow",
    "Totals",
    "arrival_of",
    "basket_contents",
    "basket_lines",
    "basket_totals",
    "days_of",
    "delivery_choice",
    "delivery_estimate",
    "delivery_row",
    "discount_rows",
    "discounts_shown",
    "fetch_displayed",
    "free_delivery",
    "product_picture",
    "product_title",
    "totals_of",
    "variant_label",
]
