"""The order's own page, for who holds its key."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View
from oscar.core.loading import get_model

from shop.orders.invoices import invoice_of, with_invoice
from shop.orders.selectors import keyed_order, order_detail, with_details

Order = get_model("order", "Order")


def order_by_key(
    *, order_number: str, key: str, read: Callable[[QuerySet], QuerySet] = with_details
) -> Any:
    """See `keyed_order`; Http404 where there is none."""
    try:
        return keyed_order(number=order_number, key=key, read=read)
    except Order.DoesNotExist:
        raise Http404("No order has this number and key.") from None


@method_decorator(never_cache, name="dispatch")
class OrderStatusView(View):
    """What became of an order: `/orders/<number>/<key>/`, the address in every mail about it."""

    def get(self, request: HttpRequest, order_number: str, key: str) -> HttpResponse:
        order = order_by_key(order_number=order_number, key=key)
        response = render(
            request, "pages/order_status.html", {"order": order_detail(order), "key": key}
        )
        return _for_the_holder(response)


@method_decorator(never_cache, name="dispatch")
class InvoiceView(View):
    """The invoice of a paid order, to be printed: `/orders/<number>/<key>/invoice/`."""

    def get(self, request: HttpRequest, order_number: str, key: str) -> HttpResponse:
        order = order_by_key(order_number=order_number, key=key, read=with_invoice)
        context = {"invoice": invoice_of(order), "back_url": order.get_absolute_url()}
        return _for_the_holder(render(request, "pages/invoice.html", context))


def _for_the_holder(response: HttpResponse) -> HttpResponse:
    response["Referrer-Policy"] = "same-origin"  # the address is the key
    response["X-Robots-Tag"] = "noindex"
    return response
