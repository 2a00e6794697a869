"""How the page and its script ask, and what they find."""

import re
from typing import Any

from django.test import Client
from oscar.core.loading import get_model

# What htmx says of itself on the basket's page, and on a page with the drawer beside it.
ON_PAGE = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/basket/"}
IN_DRAWER = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/shop/"}

Basket = get_model("basket", "Basket")
Line = get_model("basket", "Line")


def line_of(title: str = "Stoneware Mug", status: str = "Open") -> Any:
    """The one line of that product in a basket of that status."""
    return Line.objects.get(product__title=title, basket__status=status)


def inside(status: str = "Open") -> dict[str, int]:
    """What the baskets of that status hold, by title."""
    rows = Line.objects.filter(basket__status=status)
    return dict(rows.values_list("product__title", "quantity"))


def change(client: Client, line: Any, quantity: object, **extra: Any) -> Any:
    """Post a line's quantity."""
    return client.post(f"/basket/lines/{line.pk}/", {"quantity": str(quantity)}, **extra)


def way_back(page: str) -> str:
    """The token of the page's Undo."""
    found = re.search(r'name="token"\s+value="([^"]+)"', page)
    assert found, "there is no way back"
    return found[1]


def words(page: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
