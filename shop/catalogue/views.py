"""The catalogue's fragments; its pages are served by `shop.cms_pages`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from shop.catalogue.selectors import product_cards

MOST_IDS = 8


@method_decorator(never_cache, name="dispatch")
class RecentlyViewedView(View):
    """The products that a browser remembers (`?ids=3,1,2`), as a row of cards in that order.

    Nobody is asked for and nothing is kept: the list is the browser's. What is no number or not
    sold any more is left out. Seven queries, none without a number.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        # Bounded before it is parted: an address may be long.
        words = request.GET.get("ids", "")[:400].split(",", MOST_IDS)[:MOST_IDS]
        ids = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 19]
        cards = product_cards(ids, strategy=request.strategy) if ids else []  # type: ignore[attr-defined]
        return render(request, "components/recently_viewed_row.html", {"cards": cards})
