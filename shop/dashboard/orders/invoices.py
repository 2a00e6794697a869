"""The invoice of a paid order, for those who look after orders."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from shop.orders.invoices import invoice_of, with_invoice
from shop.orders.models import Order


@method_decorator(never_cache, name="dispatch")
class InvoiceView(View):
    """The sheet that the shopper has, found by the number alone."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        order = with_invoice(Order.objects.filter(number=number)).first()
        if order is None:
            raise Http404("No paid order has this number.")
        context = {
            "invoice": invoice_of(order),
            "back_url": reverse("dashboard:order-detail", kwargs={"number": number}),
        }
        return render(request, "pages/invoice.html", context)
