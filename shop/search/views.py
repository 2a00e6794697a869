"""The search page and what is offered while somebody types."""

from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views import View

from shop.search.listings import asked
from shop.search.selectors import search_results, suggestions

# Prices and stock stand in them, and the same beginnings are typed again and again.
SUGGESTIONS_SECONDS = 60


class SearchView(View):
    """Products and pages that match the query; public, and not for search engines."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            results = search_results(
                request.GET.get("q", ""),
                strategy=request.strategy,  # type: ignore[attr-defined]
                asked=asked.read(request.GET),
            )
        except InvalidPage as error:
            raise Http404(_("There is no such page.")) from error
        return render(request, "pages/search.html", {"results": results})


class SuggestView(View):
    """The suggestions as a piece of a page; public, the same for everyone for a minute."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        found = suggestions(
            request.GET.get("q", ""),
            strategy=request.strategy,  # type: ignore[attr-defined]
        )
        response = render(request, "components/search_suggestions.html", {"suggestions": found})
        patch_cache_control(response, public=True, max_age=SUGGESTIONS_SECONDS)
        return response
