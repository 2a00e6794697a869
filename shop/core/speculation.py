"""Which pages a browser may fetch ahead, on the hint of a pointer: those that are everybody's.

https://developer.mozilla.org/docs/Web/API/Speculation_Rules_API. The rules come by an address of
their own, named in a header, so that no page holds anything inline. Prefetching, not prerendering:
nothing of a page runs before somebody is there.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control

# What is somebody's own, what acts, and what is another program's.
PRIVATE = (
    "/basket/*",
    "/checkout/*",
    "/orders/*",
    "/account/*",
    "/accounts/*",
    "/cms/*",
    "/dashboard/*",
    "/django-admin/*",
    "/documents/*",
)
RULES = {
    "prefetch": [
        {
            "where": {
                "and": [
                    {"href_matches": "/*"},
                    {"not": {"href_matches": list(PRIVATE)}},
                    {"not": {"selector_matches": "[download], [rel~=nofollow], [data-hx-get]"}},
                ]
            },
            "eagerness": "moderate",
        }
    ]
}


@cache_control(public=True, max_age=60 * 60 * 24)
def speculation_rules(request: HttpRequest) -> HttpResponse:
    """The rules. Asks nothing."""
    return JsonResponse(RULES, content_type="application/speculationrules+json")


class SpeculationRules:
    """Names the rules on every page of the storefront that is everybody's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.header = f'"{reverse("speculation-rules")}"'
        self.private = tuple(pattern.removesuffix("*") for pattern in PRIVATE)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page and response.status_code == 200 and not request.path.startswith(self.private):
            response["Speculation-Rules"] = self.header
        return response
