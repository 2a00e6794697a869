"""What a basket weighs, read from the products' attribute "weight"."""

import re
from collections.abc import Collection
from decimal import Decimal
from typing import Any

from django.conf import settings

from shop.core import oscar

# The code of the attribute, the one that Oscar's own scale reads.
WEIGHT = "weight"

AMOUNT = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*)\s*(?P<unit>kg|kilos?|kilograms?|g|grams?|grammes?)\b",
    re.IGNORECASE,
)
BARE = re.compile(r"\d+(?:[.,]\d+)?")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")


def parse_weight(text: str) -> Decimal | None:
    """The kilograms in what a person wrote, such as “340 g”, “1.4 kg” or “260 g with saucer”.

    Of several weights (“560 g to 1.05 kg”) the heaviest: a parcel must not be taken for lighter
    than it is. A number alone is in kilograms, as Oscar's scale has it. A comma is a decimal one
    (“1,4 kg”), but before three digits of grams it parts thousands (“1,200 g”). None where there
    is no weight.
    """
    text = text.strip()
    if BARE.fullmatch(text):
        return Decimal(text.replace(",", "."))
    found = [weight for match in AMOUNT.finditer(text) if (weight := _kilograms(match)) is not None]
    return max(found, default=None)


def _kilograms(match: re.Match[str]) -> Decimal | None:
    number, in_kilograms = match["number"], match["unit"].lower().startswith("k")
    if not in_kilograms:
        number = THOUSANDS.sub("", number)
    number = number.replace(",", ".")
    if number.count(".") > 1:
        return None
    return Decimal(number) if in_kilograms else Decimal(number) / 1000


def basket_weight(basket: Any) -> Decimal:
    """What everything in the basket that must be sent weighs, in kilograms.

    A variant weighs what it says, else what its parent says, else SHOP_DEFAULT_WEIGHT_KG. One
    query beside the basket's lines, however many; none for products weighed before on this basket.
    """
    lines = [line for line in basket.all_lines() if line.product.is_shipping_required]
    # Each method asks, each time its charge is wanted; a basket object lives for one request.
    known: dict[int, Decimal] = vars(basket).setdefault("_weights", {})
    if missing := [line.product for line in lines if line.product_id not in known]:
        known |= _product_weights(missing)
    return sum((known[line.product_id] * line.quantity for line in lines), Decimal(0))


def _product_weights(products: Collection[Any]) -> dict[int, Decimal]:
    owners = {product.pk for product in products} | {
        product.parent_id for product in products if product.parent_id
    }
    said: dict[int, Decimal] = {}
    values = oscar.ProductAttributeValue.objects.filter(
        attribute__code=WEIGHT, product_id__in=owners
    )
    for owner, *value in values.values_list(
        "product_id", "value_text", "value_float", "value_integer"
    ):
        written = next((str(each) for each in value if each not in (None, "")), "")
        if (weight := parse_weight(written)) is not None:
            said[owner] = weight
    unknown = Decimal(settings.SHOP_DEFAULT_WEIGHT_KG)
    return {
        product.pk: said.get(product.pk, said.get(product.parent_id, unknown))
        for product in products
    }
