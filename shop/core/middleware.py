"""Middleware of the development server."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.defaults import page_not_found


class ShopNotFound:
    """Shows the shop's own 404 in DEBUG too: who tries the shop out is a shopper, not its debugger.

    Stands first in the development settings; without DEBUG Django does the same by itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and request.accepts("text/html"):
            return page_not_found(request, None)
        return response
