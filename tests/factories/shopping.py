"""What a shopper does over HTTP, a call each."""

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
    """The countries that parcels go to."""
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


def pay(client: Client, url: str, **changes: str) -> Any:
    """Post the demo card at an order's payment address."""
    return client.post(url, {**CARD, **changes})
