"""The shop's addresses, its pictures as the proxy serves them, and pages of a shop that fails."""

from csp.decorators import csp_exempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.views.static import serve

from shop.urls import urlpatterns as shop_urls


def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture of the demo, kept by browsers for a year."""
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@csp_exempt()  # type: ignore[arg-type]  # its type knows no arguments from the address
def state(request: HttpRequest, name: str) -> HttpResponse:
    """A page that is only seen when something went wrong, as if it had.

    Without a policy: the proxy, which serves one of them, has none that this one would break.
    """
    return render(request, f"{name}.html")


urlpatterns = [
    path("media/<path:path>", picture),
    path("states/<slug:name>/", state),
    *shop_urls,
]
