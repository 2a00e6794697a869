"""The shop is closed for a moment, by the environment's SHOP_MAINTENANCE."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

RETRY_AFTER = 300  # seconds after which robots and proxies ask again

# What answers everybody all the same: the ways in and the rooms that look at who comes, what
# watches the process, and what a payment provider has to tell of orders that were placed before.
OPEN = (
    "/accounts/",
    "/cms/",
    "/dashboard/",
    "/django-admin/",
    "/healthz",
    "/readyz",
    "/robots.txt",
    "/stripe/webhook/",
    settings.STATIC_URL,
    settings.MEDIA_URL,
)


class Maintenance:
    """Answers 503 to everybody but staff while SHOP_MAINTENANCE is on; is not there otherwise.

    Stands behind the one that knows the user, whom it asks for only then.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.SHOP_MAINTENANCE:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN) or _works_here(request):
            response = self.get_response(request)
        else:
            response = render(request, "503.html", status=503)
            response["Retry-After"] = str(RETRY_AFTER)
        # What staff see meanwhile is not for a cache that others are served from.
        response["Cache-Control"] = "no-store"
        return response


def _works_here(request: HttpRequest) -> bool:
    user = request.user
    return user.is_active and (user.is_staff or user.has_perm("wagtailadmin.access_admin"))
