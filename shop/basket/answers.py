"""How a basket is shown and how its changes are answered: a page, the drawer, or parts of them.

Both places hold the same pieces under the same ids (one of them stands on a page at a time), so a
change is answered with the line it is about and, out of band, with what follows from it: sums,
badge, and the words that a screen reader says.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from shop.basket.selectors import (
    BasketContents,
    basket_contents,
    product_title,
    variant_label,
)
from shop.basket.services import price_again
from shop.core.http import ShopRequest, is_htmx
from shop.core.templatetags.money import money
from shop.offers.selectors import voucher_rows
from shop.shipping.selectors import countries_served

COUNTRY_KEY = "delivery_country"
REMOVED_KEY = "basket_removed"


@dataclass(frozen=True)
class Removed:
    """A line that was just taken out; `token` brings it back (services.restore_line)."""

    id: int
    name: str
    token: str


def product_name(product: Any) -> str:
    """The product with its variant, in one. Queries for the variant."""
    variant = variant_label(product)
    title = product_title(product)
    return f"{title}, {variant}" if variant else title


def delivery_country(request: ShopRequest) -> str:
    """Where the parcel is thought to go: what was chosen in this visit, else home."""
    return request.session.get(COUNTRY_KEY) or settings.SHOP_HOME_COUNTRY


def choose_country(request: ShopRequest, code: str) -> None:
    """Remember where the parcel goes, for the basket, the drawer and the checkout.

    A country that nothing is sent to changes nothing.
    """
    if code != delivery_country(request) and code in dict(countries_served()):
        request.session[COUNTRY_KEY] = code


def is_on_basket_page(request: ShopRequest) -> bool:
    """Whether the script asks from the basket's own page; elsewhere it asks from the drawer."""
    path = urlsplit(request.headers.get("HX-Current-URL", "")).path
    return path == reverse("basket:summary")


def page_context(
    request: ShopRequest, *, refusals: dict[int, str] | None = None, **more: Any
) -> dict[str, Any]:
    """What the page and its pieces show; `more` is what has just happened.

    `refusals` maps a line's id to why it stays as it was.
    """
    contents = basket_contents(
        request.basket,
        country=delivery_country(request),
        saved=request.saved_basket,
        suggest=True,
        refusals=refusals or {},
    )
    return {
        "contents": contents,
        "vouchers": voucher_rows(request.basket, user=request.user),
        "in_drawer": False,
        **more,
    }


def drawer_context(
    request: ShopRequest, *, refusals: dict[int, str] | None = None, **more: Any
) -> dict[str, Any]:
    """What the drawer and its pieces show: the basket alone. See `page_context`."""
    contents = basket_contents(
        request.basket, country=delivery_country(request), refusals=refusals or {}
    )
    return {"contents": contents, "in_drawer": True, **more}


def render_basket(request: ShopRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    """The basket page.

    `refusals` maps a line's id to why it stays as it was; `voucher_error` says why the typed
    `voucher_code` was refused.
    """
    kept = request.session.pop(REMOVED_KEY, None)
    removed = Removed(**kept) if kept else None
    return render(
        request, "pages/basket.html", page_context(request, removed=removed, **more), status=status
    )


def answer_change(
    request: ShopRequest,
    *,
    said: str,
    line_id: int = 0,
    refusal: str = "",
    removed: Removed | None = None,
    focus: str = "",
) -> HttpResponse:
    """The answer to a changed (or, with a `refusal`, unchanged) basket; `said` is what happened.

    Without script the way back to the page, or the page itself with the refusal. With it the line
    `line_id` alone where that suffices, else all contents, with the focus on `focus`: the id of an
    element, by default the title (or the way back of what was removed).
    """
    if not is_htmx(request):
        if refusal:
            return render_basket(request, refusals={line_id: refusal}, status=422)
        if removed is not None:
            request.session[REMOVED_KEY] = vars(removed)
        else:
            messages.success(request, said)
        return redirect("basket:summary")
    price_again(request.basket, request.user, request)
    on_page = is_on_basket_page(request)
    make = page_context if on_page else drawer_context
    context = make(
        request,
        removed=removed,
        refusals={line_id: refusal} if refusal else {},
        said=said,
        focus=focus,
    )
    contents: BasketContents = context["contents"]
    context["said"] = _said_with_total(said, contents)
    line = next((one for one in contents.lines if one.id == line_id), None)
    alone = bool(contents.lines) and (line is not None or removed is not None) and not focus
    if not alone and removed is None:
        context["focus"] = focus or "basket-title"
    context |= {"line": line, "alone": alone, "basket_count": contents.count}
    response = render(
        request, "components/basket_changed.html", context, status=422 if refusal else 200
    )
    if not alone:
        response["HX-Retarget"] = "#basket-contents"
        response["HX-Reswap"] = "innerHTML"
    return response


def _said_with_total(said: str, contents: BasketContents) -> str:
    if not contents.lines:
        return said + " " + _("Your basket is empty.")
    totals = contents.totals
    total = money(totals.total, totals.currency)
    return said + " " + _("The total is %(total)s.") % {"total": total}
