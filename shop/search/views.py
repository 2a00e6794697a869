"""The search page and what is offered while somebody types."""

from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views import View

from shop.core import page_cache
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
        if results.listing:
            page_cache.everybodys(asked.honoured(request.GET, results.listing))
        else:
            page_cache.everybodys([("q", results.query)] if "q" in request.GET else ())
        return render(request, "pages/search.html", {"results": results})


class SuggestView(View):
    """The suggestions as a piece of a page; public, the same for everyone for a minute."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        found = suggestions(
            request.GET.get("q", ""),
            strategy=request.strategy,  # type: ignore[attr-defined]
        )
        page_cache.everybodys([("q", found.query)] if "q" in request.GET else ())
        response = render(request, "components/search_suggestions.html", {"suggestions": found})
        patch_cache_control(response, public=True, max_age=SUGGESTIONS_SECONDS)
        return response
