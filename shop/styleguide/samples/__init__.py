"""All samples. A new component gets its samples in the module of its family."""

from __future__ import annotations

from shop.styleguide.samples import (
    buying,
    catalogue,
    controls,
    feedback,
    frame,
    listing,
    product,
    sections,
)
from shop.styleguide.samples.sample import Family, Sample

FAMILIES = (
    Family("Controls", controls.samples),
    Family("Feedback", feedback.samples),
    Family("Catalogue", catalogue.samples),
    Family("Listings", listing.samples),
    Family("Product", product.samples),
    Family("Sections", sections.samples),
    Family("Basket, checkout, orders", buying.samples),
    Family("Frame", frame.samples),
)

# Whose states stand side by side.
SMALL = frozenset(
    {
        "basket_badge",
        "basket_count",
        "button",
        "buy_option",
        "chip",
        "flag",
        "header_account",
        "icon",
        "price",
        "quantity",
        "stars",
        "stock_state",
        "swatches",
    }
)

__all__ = ["FAMILIES", "SMALL", "Family", "Sample"]
