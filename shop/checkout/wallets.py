"""What a wallet's sheet (Apple Pay, Google Pay, Link) asks while the shopper chooses in it."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from shop.basket.selectors import arrival_of
from shop.checkout.selectors import quote
from shop.checkout.views import IndexView
from shop.core.currency import to_minor_units
from shop.core.http import ShopRequest


@method_decorator(never_cache, name="dispatch")
class WalletQuoteView(IndexView):
    """The delivery methods and the total for `country` and `method_code`, VAT inside, as JSON.

    Amounts are in minor units, as Stripe's Express Checkout Element wants them. It only shows: the
    order that the wallet pays is placed by the checkout's own POST, which prices it again.
    `rates` is empty where nothing is delivered to.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request: ShopRequest) -> HttpResponse:
        country = request.GET.get("country") or self.initial()["country"]
        code = request.GET.get("method_code", "")
        quoted = quote(request.basket, country=country, method_code=code, request=request)
        totals, chosen = quoted.totals, quoted.chosen

        def minor(amount: Any) -> int:
            return to_minor_units(amount, totals.currency)

        rates = [
            {
                "id": method.code,
                "amount": minor(method.calculate(request.basket).incl_tax),
                "displayName": str(method.name),
                "deliveryEstimate": arrival_of(method),
            }
            for method in quoted.methods
        ]
        delivery = chosen.calculate(request.basket).incl_tax if chosen else 0
        lines = [{"name": _("Items"), "amount": minor(totals.total - delivery)}]
        if chosen:
            lines.append({"name": str(chosen.name), "amount": minor(delivery)})
        return JsonResponse(
            {
                "country": country,
                "amount": minor(totals.total),
                "currency": totals.currency.lower(),
                "total_seen": str(totals.total),
                "rates": rates,
                "lines": lines,
            }
        )
