"""The guard of forms that stand on cached pages and so carry no CSRF token."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt


def is_same_origin(request: HttpRequest) -> bool:
    """Whether a browser says that one of our own pages sent this request.

    `Sec-Fetch-Site` cannot be set by a page (W3C Fetch Metadata); older browsers send
    `Origin` or `Referer`, of which one must name our own scheme and host. None: refused.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    claimed = request.headers.get("Origin") or request.headers.get("Referer")
    if not claimed:
        return False
    parts = urlsplit(claimed)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def page_before(request: HttpRequest) -> str:
    """The path of our page that a form was sent from, as the browser says; empty where it does not.

    For leading back to a listing: whoever asks may have come from anywhere.
    """
    said = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(
        said, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return ""
    parts = urlsplit(said)
    return urlunsplit(("", "", parts.path or "/", parts.query, ""))


def same_origin_post(view: Callable[..., Any]) -> Callable[..., Any]:
    """Exempt `view` from CSRF tokens and require a same-origin POST instead (403 otherwise)."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not is_same_origin(request):
            return render(request, "403_csrf.html", status=403)
        return view(request, *args, **kwargs)

    return guarded
