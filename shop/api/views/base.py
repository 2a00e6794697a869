"""What all views of the API have in common."""

from typing import Any

from django.http import Http404
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from shop.api.problems import NotThere


class ApiView(APIView):
    """A view for whoever asks. What it answers is theirs, and nobody else's to keep."""

    throttle_scope = "write"

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class PublicView(APIView):
    """A view of what is the same for everybody: reads neither a cookie nor a token."""

    authentication_classes = ()
    http_method_names = ["get", "head"]


class NothingView(PublicView):
    """Every other address below /api/."""

    http_method_names = ["get", "head", "post", "put", "patch", "delete", "options"]

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """There is nothing here; but perhaps there is with a slash at the end."""
        super().initial(request, *args, **kwargs)
        path = request.path_info
        if not path.endswith("/") and _leads_somewhere(f"{path}/"):
            raise NotThere(_("Addresses end with a slash: %(path)s/") % {"path": path})
        raise NotThere

    @extend_schema(exclude=True)
    def get(self, request: Any, **kwargs: Any) -> Response:
        raise NotThere


def _leads_somewhere(path: str) -> bool:
    try:
        return resolve(path).func.__name__ != NothingView.__name__
    except (Resolver404, Http404):
        return False
