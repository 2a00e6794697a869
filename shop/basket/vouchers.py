"""Vouchers in the basket: the form of the basket page and the checkout, and what it answers."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import View

from shop.basket.answers import render_basket
from shop.basket.services import apply_voucher, remove_voucher
from shop.basket.tries import count_try, tried_too_often
from shop.core.http import ShopRequest, is_htmx
from shop.offers.exceptions import VoucherRefused
from shop.offers.selectors import voucher_rows

LONGEST_CODE = 128


class VoucherForm(forms.Form):
    """A voucher's code."""

    code = forms.CharField(
        max_length=LONGEST_CODE,
        error_messages={
            "required": gettext_lazy("Please type the code of your voucher."),
            "max_length": gettext_lazy("No code is that long. Please check it."),
        },
    )


def voucher_context(
    request: ShopRequest, *, code: str = "", error: str = "", said: str = ""
) -> dict[str, Any]:
    """What components/voucher_form.html shows, for the page that includes it.

    `code` and `error`: what was typed and why it was refused; `said` is read out after a success.
    """
    return {
        "vouchers": voucher_rows(request.basket, user=request.user),
        "voucher_code": code,
        "voucher_error": error,
        "voucher_said": said,
    }


@method_decorator(never_cache, name="dispatch")
class VoucherAddView(View):
    """Applies a code, or says next to the field why not, with the code still in it.

    `next` leads back to the page of the form. With script the form alone is answered, and the
    event `basket-changed` tells the page to fetch its totals.
    """

    http_method_names = ["get", "post"]

    def get(self, request: ShopRequest) -> HttpResponse:
        return redirect("basket:summary")

    def post(self, request: ShopRequest) -> HttpResponse:
        form = VoucherForm(request.POST)
        if not form.is_valid():
            return self.refuse(request, str(form.errors["code"][0]))
        if tried_too_often(request, request.basket):
            error = _("That were many codes. Please wait a minute, then try again.")
            return self.refuse(request, error, status=429)
        try:
            voucher = apply_voucher(
                basket=request.basket,
                user=request.user,
                code=form.cleaned_data["code"],
                request=request,
            )
        except VoucherRefused as refused:
            count_try(request, request.basket)
            return self.refuse(request, str(refused))
        return answer(request, _("“%(code)s” is applied.") % {"code": voucher.code})

    def refuse(self, request: ShopRequest, error: str, *, status: int = 422) -> HttpResponse:
        """The form again; the script shows answers of 422 only, so those are what it gets."""
        code = request.POST.get("code", "")[:LONGEST_CODE].replace("\0", "")
        if is_htmx(request):
            context = voucher_context(request, code=code, error=error)
            return render(
                request,
                "components/voucher_form.html",
                context | {"return_url": _return_url(request)},
                status=422,
            )
        return render_basket(request, voucher_code=code, voucher_error=error, status=status)


@method_decorator(never_cache, name="dispatch")
class VoucherRemoveView(View):
    """Takes a voucher out of the basket."""

    http_method_names = ["post"]

    def post(self, request: ShopRequest, pk: int) -> HttpResponse:
        voucher = remove_voucher(
            basket=request.basket, user=request.user, voucher_id=pk, request=request
        )
        said = _("That voucher was not in your basket any more.")
        if voucher is not None:
            said = _("“%(code)s” is taken out.") % {"code": voucher.code}
        return answer(request, said)


def answer(request: ShopRequest, said: str) -> HttpResponse:
    """What a changed basket is answered with: the form, or the way back to its page."""
    return_url = _return_url(request)
    if is_htmx(request):
        context = voucher_context(request, said=said) | {"return_url": return_url}
        response = render(request, "components/voucher_form.html", context)
        response["HX-Trigger"] = "basket-changed"
        return response
    messages.success(request, said)
    return redirect(return_url)


def _return_url(request: ShopRequest) -> str:
    url = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    # A path alone: `redirect` takes any other word for the name of a view.
    return url if safe and url.startswith("/") else resolve_url("basket:summary")
