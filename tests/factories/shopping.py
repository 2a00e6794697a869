"""What a shopper does over HTTP, a call each."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.test import Client
from oscar.core.loading import get_model

# What a browser says of a form on our own page.
SAME_ORIGIN = {"HTTP_SEC_FETCH_SITE": "same-origin"}

GUEST = {
    "email": "rowan@example.com",
    "full_name": "Rowan Hale",
    "line1": "14 Mill Lane",
    "line2": "",
    "town": "Ambleside",
    "postcode": "LA22 9AB",
    "country": "GB",
    "method_code": "standard",
}

CARD = {"card_number": "4242 4242 4242 4242", "expiry": "11/39", "security_code": "123"}


def countries() -> None:
    """The countries that parcels go to, and how.

    GB: standard £3.95, free from £60, and express £7.50 (a migration makes both); FR: standard
    £12.50, free from £180. None has weight bands.
    """
    for code, name in (("GB", "United Kingdom"), ("FR", "France")):
        get_model("address", "Country").objects.update_or_create(
            iso_3166_1_a2=code,
            defaults={
                "iso_3166_1_a3": code,
                "printable_name": name,
                "name": name,
                "is_shipping_country": True,
            },
        )
    if not get_model("shipping", "DeliveryMethod").objects.filter(countries="FR").exists():
        make_method(charge="12.50", free_from="180.00", days=(4, 7), to=["FR"], display_order=30)


def make_method(
    *,
    code: str = "standard",
    name: str = "Standard delivery",
    charge: str = "3.95",
    free_from: str | None = None,
    days: tuple[int, int] = (2, 3),
    to: Sequence[str] = ("GB",),
    bands: Mapping[str | None, str] | None = None,
    **fields: Any,
) -> Any:
    """A delivery method to some countries; `bands` gives charges by their limit in kg."""
    method = get_model("shipping", "DeliveryMethod").objects.create(
        code=code,
        name=name,
        charge=Decimal(charge),
        free_from=free_from and Decimal(free_from),
        min_days=days[0],
        max_days=days[1],
        **fields,
    )
    method.countries.set(to)
    for limit, price in (bands or {}).items():
        method.bands.create(up_to_kg=limit and Decimal(limit), charge=Decimal(price))
    return method


def add_to_basket(client: Client, product: Any, quantity: object = 1, **extra: Any) -> Any:
    """Post the buy box of a stand-alone product, or of a child's parent."""
    data = {"quantity": str(quantity)}
    if product.is_child:
        data["child_id"] = str(product.pk)
    target = product.parent_id or product.pk
    return client.post(f"/basket/add/{target}/", data, **{**SAME_ORIGIN, **extra})


def place_order(client: Client, **changes: str) -> Any:
    """Post the checkout's form; `changes` to what GUEST would type."""
    return client.post("/checkout/", {**GUEST, **changes})


def total_seen(client: Client) -> str:
    """The total that the checkout shows, as its form sends it back."""
    found = re.search(r'name="total_seen"\s+value="([^"]+)"', client.get("/checkout/").text)
    assert found, "the checkout shows no total"
    return found[1]


def pay(client: Client, url: str, **changes: str) -> Any:
    """Post the demo card at an order's payment address."""
    return client.post(url, {**CARD, **changes})
