"""The search page."""

from urllib.parse import urlencode

from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from shop.catalogue.selectors import category_tree
from shop.search.selectors import search_results


class SearchView(View):
    """Products and pages that match the query; public, and not for search engines."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            results = search_results(
                request.GET.get("q", ""),
                strategy=request.strategy,  # type: ignore[attr-defined]
                page=request.GET.get("page") or 1,
            )
        except InvalidPage as error:
            raise Http404(_("There is no such page.")) from error
        context = {
            "results": results,
            "query": urlencode({"q": results.query}),
            # Ways on, where nothing was found or nothing was asked.
            "categories": category_tree() if results.is_empty else (),
        }
        return render(request, "pages/search.html", context)
