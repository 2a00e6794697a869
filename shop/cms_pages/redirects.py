"""Old addresses lead to where things stand now: Wagtail's redirects, kept for products too.

Wagtail makes the redirects of pages itself. Those of products and categories are made here, and
none is left that would lead away from an address at which something stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

# What a row of Wagtail's table holds; a longer address is not kept.
LONGEST = Redirect._meta.get_field("redirect_link").max_length or 255
# A product's page has pages below it (its reviews, its questions) that move along.
PRODUCTS = "/products/"


def keep_old_addresses(addresses: Iterable[tuple[str, str]]) -> None:
    """Lead from each old path to the new one; an old path of "" says that only the new one is new.

    A redirect that led to an old path leads to the new one at once, and one away from a new path
    goes. Six queries, however many have moved.
    """
    moved = {
        old: new
        for old, new in addresses
        if old and old != new and max(len(old), len(new)) <= LONGEST
    }
    taken = {Redirect.normalise_path(new) for _old, new in addresses}
    with transaction.atomic():
        forget_redirects_from(taken)
        if not moved:
            return
        earlier = list(Redirect.objects.filter(redirect_link__in=moved))
        for redirect in earlier:
            redirect.redirect_link = moved[redirect.redirect_link]
        Redirect.objects.bulk_update(earlier, ["redirect_link"], batch_size=500)
        left = {Redirect.normalise_path(old): new for old, new in moved.items()}
        # Two categories may have changed places: where one left, the other stands.
        left = {old: new for old, new in left.items() if old not in taken}
        forget_redirects_from(left)
        Redirect.objects.bulk_create(
            [
                Redirect(old_path=old, redirect_link=new, automatically_created=True)
                for old, new in left.items()
            ],
            batch_size=500,
        )


def forget_redirects_from(paths: Iterable[str]) -> None:
    """Delete what leads away from these paths (as `Redirect.normalise_path` writes them)."""
    Redirect.objects.filter(old_path__in=list(paths)).delete()


def page_stands(page: Page, *, moved: bool = False) -> None:
    """Delete the redirects away from where this page can be read, and, if `moved`, those below it.

    Two queries at most, and those with which Wagtail finds the addresses of its sites.
    """
    pages = page.get_descendants(inclusive=True).live() if moved else [page]
    urls = (one.get_url() for one in pages)
    forget_redirects_from({Redirect.normalise_path(urlsplit(url).path) for url in urls if url})


class StoreRedirects(RedirectMiddleware):
    """Wagtail's redirects, which here keep the query, and lead on below a product's old address."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Asks the database only where nothing was found (404)."""
        answer = super().process_response(request, response)
        if answer is not response:
            return self._with_query(request, answer)
        if response.status_code != 404 or not request.path.startswith(PRODUCTS):
            return response
        slug, _slash, rest = request.path.removeprefix(PRODUCTS).partition("/")
        if not rest:
            return response
        redirect = get_redirect(request, f"{PRODUCTS}{slug}")
        if redirect is None or not redirect.link:
            return response
        return self._with_query(
            request, HttpResponsePermanentRedirect(f"{redirect.link.rstrip('/')}/{rest}")
        )

    @staticmethod
    def _with_query(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if query and "?" not in answer["Location"] and "#" not in answer["Location"]:
            answer["Location"] += f"?{query}"
        return answer
