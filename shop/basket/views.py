"""The basket page, the drawer, changing what is in them, and the personal part of the header."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.generic import View
from oscar.apps.basket.views import *  # noqa: F403
from oscar.core.loading import get_model

from shop.basket.answers import (
    Removed,
    answer_change,
    choose_country,
    drawer_context,
    is_on_basket_page,
    product_name,
    render_basket,
)
from shop.basket.forms import AddToBasketForm, LineQuantityForm
from shop.basket.selectors import product_title
from shop.basket.services import (
    NothingToRestore,
    QuantityRefused,
    add_from_form,
    change_line_quantity,
    move_to_basket,
    price_again,
    remove_line,
    restore_line,
    save_for_later,
)
from shop.core.http import ShopRequest, is_htmx
from shop.core.oscar import Line
from shop.core.same_origin import same_origin_post

Product = get_model("catalogue", "Product")


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
    """The basket page: lines, what they cost, delivery, what is saved, and the way on.

    `country` chooses where delivery goes, for this visit.
    """

    def get(self, request: ShopRequest) -> HttpResponse:
        if "country" in request.GET:
            choose_country(request, request.GET["country"])
        return render_basket(request)


@method_decorator(never_cache, name="dispatch")
class DrawerView(View):
    """The basket beside any page, for the script; without it the link leads to the page."""

    def get(self, request: ShopRequest) -> HttpResponse:
        return render(request, "components/basket_drawer.html", drawer_context(request))


@method_decorator(never_cache, name="dispatch")
class ChangeView(View):
    """A POST that changes one line, or says that the line is not there any more."""

    http_method_names = ["post"]

    def post(self, request: ShopRequest, pk: int) -> HttpResponse:
        if request.basket.id is None and request.saved_basket.id is None:
            return self.gone(request)
        try:
            return self.change(request, pk)
        except Line.DoesNotExist:
            return self.gone(request)

    def change(self, request: ShopRequest, pk: int) -> HttpResponse:
        """Do it and answer; raises the line's DoesNotExist."""
        raise NotImplementedError

    def gone(self, request: ShopRequest) -> HttpResponse:
        """The line is not in the basket: another window was faster, or it was never this one's."""
        said = _("That was no longer in your basket.")
        if is_htmx(request):
            return answer_change(request, said=said)
        messages.info(request, said)
        return redirect("basket:summary")


class LineView(ChangeView):
    """Changes a line's quantity; zero removes it, with a way back."""

    def change(self, request: ShopRequest, pk: int) -> HttpResponse:
        basket = request.basket
        if basket.id is None:
            raise Line.DoesNotExist
        form = LineQuantityForm(request.POST)
        if not form.is_valid():
            if not basket.lines.filter(pk=pk).exists():
                raise Line.DoesNotExist
            return self.refuse(request, pk, str(form.errors["quantity"][0]))
        quantity = form.cleaned_data["quantity"]
        if quantity == 0:
            return remove(request, basket, pk)
        try:
            change_line_quantity(basket=basket, line_id=pk, quantity=quantity)
        except QuantityRefused as error:
            return self.refuse(request, pk, str(error))
        return answer_change(request, line_id=pk, said=_("Basket updated."))

    def refuse(self, request: ShopRequest, pk: int, problem: str) -> HttpResponse:
        """Say why next to the field; the line is as it was."""
        return answer_change(request, line_id=pk, refusal=problem, said=problem)


class LineSaveView(ChangeView):
    """Keeps a line for later, out of the basket."""

    def change(self, request: ShopRequest, pk: int) -> HttpResponse:
        if request.basket.id is None:
            raise Line.DoesNotExist
        product = save_for_later(basket=request.basket, saved=request.saved_basket, line_id=pk)
        said = _("%(name)s is saved for later.") % {"name": product_name(product)}
        return answer_change(request, said=said)


class SavedMoveView(ChangeView):
    """Puts what was saved for later back into the basket."""

    def change(self, request: ShopRequest, pk: int) -> HttpResponse:
        try:
            product, units, rest = move_to_basket(
                basket=request.basket, saved=request.saved_basket, line_id=pk
            )
        except QuantityRefused as error:
            return answer_change(
                request, line_id=pk, refusal=str(error), said=str(error), focus=f"saved-{pk}"
            )
        names = {"name": product_name(product), "units": units}
        said = _("%(name)s is in your basket.") % names
        if rest:
            said = _("%(units)d × %(name)s went into your basket; no more are left.") % names
        return answer_change(request, said=said)


class SavedRemoveView(ChangeView):
    """Takes a line out of what is saved, with a way back."""

    def change(self, request: ShopRequest, pk: int) -> HttpResponse:
        if request.saved_basket.id is None:
            raise Line.DoesNotExist
        return remove(request, request.saved_basket, pk)


@method_decorator(never_cache, name="dispatch")
class RestoreView(View):
    """Undoes a removal: the line is back as it was."""

    http_method_names = ["post"]

    def post(self, request: ShopRequest) -> HttpResponse:
        try:
            line = restore_line(
                baskets=(request.basket, request.saved_basket), token=request.POST.get("token", "")
            )
        except NothingToRestore:
            said = _("That cannot be put back any more, or is back already.")
            if is_htmx(request):
                return answer_change(request, said=said)
            messages.info(request, said)
            return redirect("basket:summary")
        said = _("%(name)s is back.") % {"name": product_name(line.product)}
        return answer_change(request, said=said, focus=f"line-{line.pk}-title")


def remove(request: ShopRequest, basket: Any, pk: int) -> HttpResponse:
    """Take a line out of one of the person's baskets and answer with the way back."""
    product, token = remove_line(basket=basket, line_id=pk)
    removed = Removed(id=pk, name=product_name(product), token=token)
    said = _("%(name)s is taken out.") % {"name": removed.name}
    return answer_change(request, line_id=pk, said=said, removed=removed)


@method_decorator(same_origin_post, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class BasketAddView(View):
    """Adds, from whatever page. Public pages are cached, so they carry no token: `same_origin`.

    With script a success is answered with the drawer, the header's pieces and the event
    `basket-changed`, whatever the form's target is; a refusal (422) goes into that target.
    """

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
        line = add_from_form(form=form, user=request.user, request=request)
        said = ngettext(
            "%(title)s is in your basket.",
            "%(count)d × %(title)s are in your basket.",
            quantity,
        ) % {"title": product_title(form.product), "count": quantity}
        if not is_htmx(request) or is_on_basket_page(request):
            return answer_change(request, said=said)
        price_again(basket, request.user, request)
        context = header_context(request) | drawer_context(request, added=line.pk)
        response = render(request, "components/basket_added.html", context)
        response["HX-Trigger"] = "basket-changed"
        return response

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
