"""What a request of the shop carries beyond Django's."""

from typing import Any

from django.http import HttpRequest


class ShopRequest(HttpRequest):
    """For annotations: what the middleware has put on every request, each evaluated on first use.

    `basket` has its offers applied, `open_basket` is as stored, `strategy` prices for this request.
    """

    user: Any
    basket: Any
    open_basket: Any
    strategy: Any


def is_htmx(request: HttpRequest) -> bool:
    """Whether our JavaScript asks and wants a fragment instead of a page."""
    return request.headers.get("HX-Request") == "true"
