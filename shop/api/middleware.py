"""Problem documents for what goes wrong under /api/ outside of its views."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from shop.api.problems import problem_response

PREFIX = "/api/"
SAID = {
    400: _("The request is not as it should be."),
    404: _("There is nothing here."),
    503: _("The shop is closed for a moment."),
}


class ProblemDocuments:
    """Puts a problem document in the place of an error page that other middleware made.

    An address with a NUL character, a shop that is closed for a moment, an error in a middleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/")
        if response.status_code < 400 or not is_page or not request.path_info.startswith(PREFIX):
            return response
        detail = SAID.get(response.status_code) or response.reason_phrase
        problem = problem_response(request, status_code=response.status_code, detail=detail)
        for name in ("Allow", "Cache-Control", "Retry-After"):
            if name in response:
                problem[name] = response[name]
        return problem
