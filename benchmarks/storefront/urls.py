"""The shop's addresses, and its pictures as the proxy serves them."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.views.static import serve

from shop.settings.base import MEDIA_ROOT
from shop.urls import urlpatterns as shop_urls


def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture of the demo, kept by browsers for a year."""
    response = serve(request, path, document_root=str(MEDIA_ROOT))
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


urlpatterns = [path("media/<path:path>", picture), *shop_urls]
