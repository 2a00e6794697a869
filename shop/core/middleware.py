"""Middleware: what no view should have to look at, and the development server's 404."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.defaults import page_not_found


class NoNulInAddress:
    """There is no such page where an address holds a NUL character.

    PostgreSQL refuses it inside a text, and psycopg says so with a ValueError, from every view that
    looks something up by its address. Stands last: the 404 page wants what the others put there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise Http404("No address holds a NUL character.")
        return self.get_response(request)


class ShopNotFound:
    """Shows the shop's own 404 in DEBUG too: who tries the shop out is a shopper, not its debugger.

    Stands first in the development settings; without DEBUG Django does the same by itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code == 404 and is_page and request.accepts("text/html"):
            return page_not_found(request, None)
        return response
