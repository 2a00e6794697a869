"""The basket page, adding, changing, and the personal part of the header."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.generic import View
from oscar.apps.basket.signals import basket_addition
from oscar.apps.basket.views import *  # noqa: F403
from oscar.core.loading import get_class, get_model

from shop.basket.forms import AddToBasketForm, LineQuantityForm
from shop.basket.selectors import (
    basket_lines,
    basket_totals,
    product_picture,
    product_title,
    variant_label,
)
from shop.basket.services import QuantityRefused, change_line_quantity
from shop.core.http import ShopRequest, is_htmx
from shop.core.same_origin import same_origin_post
from shop.offers.selectors import voucher_rows
from shop.partner.prices import shown_amount

Product = get_model("catalogue", "Product")
Line = get_model("basket", "Line")
Repository = get_class("shipping.repository", "Repository")


def header_context(request: ShopRequest) -> dict[str, Any]:
    """What the header shows of the person: how full the basket is, who it is, what is to be said.

    A handful of queries; marks the answer as personal.
    """
    basket = request.open_basket
    user = request.user
    return {
        "basket_count": (sum(basket.lines.values_list("quantity", flat=True)) if basket.id else 0),
        "user_label": (user.get_short_name() or user.email) if user.is_authenticated else "",
        "messages": messages.get_messages(request),
    }


@method_decorator(never_cache, name="dispatch")
class HeaderView(View):
    """The one personal request of a cached page: basket badge, account link and messages."""

    def get(self, request: ShopRequest) -> HttpResponse:
        return render(request, "components/header_personal.html", header_context(request))


@method_decorator(never_cache, name="dispatch")
class BasketView(View):
    """The basket page: lines, what they cost, delivery to home, and the way on."""

    def get(self, request: ShopRequest) -> HttpResponse:
        return render_basket(request)


def render_basket(
    request: ShopRequest,
    *,
    refused: dict[int, str] | None = None,
    voucher_code: str = "",
    voucher_error: str = "",
    status: int = 200,
) -> HttpResponse:
    """The basket page; `refused` maps a line's id to why its quantity was not taken.

    `voucher_error` says why the typed `voucher_code` was refused.
    """
    basket = request.basket
    method = Repository().get_default_shipping_method(basket) if not basket.is_empty else None
    lines = basket_lines(basket)
    context = {
        "lines": [(line, (refused or {}).get(line.id, "")) for line in lines],
        "totals": basket_totals(basket, shipping_method=method),
        "shipping_method": method,
        "vouchers": voucher_rows(basket, user=request.user),
        "voucher_code": voucher_code,
        "voucher_error": voucher_error,
        "can_check_out": bool(lines) and not any(line.warning for line in lines),
    }
    return render(request, "pages/basket.html", context, status=status)


@method_decorator(never_cache, name="dispatch")
class LineView(View):
    """Changes a line's quantity; zero removes it."""

    http_method_names = ["post"]

    def post(self, request: ShopRequest, pk: int) -> HttpResponse:
        basket = request.basket
        form = LineQuantityForm(request.POST)
        if not basket.id:
            return redirect("basket:summary")
        if not form.is_valid():
            return render_basket(request, refused={pk: str(form.errors["quantity"][0])}, status=422)
        quantity = form.cleaned_data["quantity"]
        try:
            change_line_quantity(basket=basket, line_id=pk, quantity=quantity)
        except QuantityRefused as error:
            return render_basket(request, refused={pk: str(error)}, status=422)
        except Line.DoesNotExist:
            messages.info(request, _("That was no longer in your basket."))
        else:
            messages.success(
                request,
                _("Taken out of your basket.") if quantity == 0 else _("Basket updated."),
            )
        return redirect("basket:summary")


@method_decorator(same_origin_post, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class BasketAddView(View):
    """Adds from a product page. The page is cached, so it carries no token: see `same_origin`."""

    http_method_names = ["post"]

    def post(self, request: ShopRequest, pk: int) -> HttpResponse:
        product = get_object_or_404(Product.objects.public().select_related("product_class"), pk=pk)
        if product.is_child:
            raise Http404("Children are added through their parents.")
        basket = request.basket
        form = AddToBasketForm(basket, product, data=request.POST)
        if not form.is_valid():
            return self.refuse(request, product, form)
        quantity = form.cleaned_data["quantity"]
        line, _created = basket.add_product(form.product, quantity, form.cleaned_options())
        basket_addition.send(sender=self, product=form.product, user=request.user, request=request)
        if is_htmx(request):
            context = header_context(request) | {
                "line": line,
                "added": {
                    "title": product_title(line.product),
                    "variant": variant_label(line.product),
                    "picture": product_picture(line.product),
                    "quantity": quantity,
                    "amount": quantity
                    * shown_amount(
                        incl_tax=line.unit_price_incl_tax, excl_tax=line.unit_price_excl_tax
                    ),
                    "currency": line.price_currency,
                },
            }
            return render(request, "components/basket_added.html", context)
        messages.success(
            request,
            ngettext(
                "%(title)s is in your basket.",
                "%(count)d × %(title)s are in your basket.",
                quantity,
            )
            % {"title": product_title(form.product), "count": quantity},
        )
        return redirect("basket:summary")

    def refuse(self, request: ShopRequest, product: Any, form: AddToBasketForm) -> HttpResponse:
        """Say why, next to the field, with what was typed; the basket is as it was."""
        context = {
            "form": form,
            "product": product,
            "errors": [error for errors in form.errors.values() for error in errors],
        }
        if is_htmx(request):
            return render(request, "components/buy_errors.html", context, status=422)
        return render(request, "pages/basket_refused.html", context, status=422)
