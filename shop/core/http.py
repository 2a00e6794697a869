"""What a request of the shop carries beyond Django's."""

from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase

Response = TypeVar("Response", bound=HttpResponseBase)


class ShopRequest(HttpRequest):
    """For annotations: what the middleware has put on every request, each evaluated on first use.

    `basket` has its offers applied, `open_basket` is as stored, `saved_basket` holds what is kept
    for later, `strategy` prices for this request.
    """

    user: Any
    basket: Any
    open_basket: Any
    saved_basket: Any
    strategy: Any


def is_htmx(request: HttpRequest) -> bool:
    """Whether our JavaScript asks and wants a fragment instead of a page."""
    return request.headers.get("HX-Request") == "true"


def left_to_script(request: HttpRequest, response: Response) -> Response | HttpResponse:
    """A redirect as our JavaScript can follow it; any other answer as it is.

    A browser's fetch follows a 302 unseen, and what it loads uses up the messages meant for the
    page that the shopper is sent to.
    """
    if is_htmx(request) and 300 <= response.status_code < 400:
        return HttpResponse(headers={"HX-Redirect": response["Location"]})
    return response
