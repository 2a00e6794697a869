"""Paying for a placed order, changing it, and its confirmation."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from oscar.core.loading import get_model

from shop.checkout import payments
from shop.checkout.forms import DemoCardForm
from shop.checkout.gateways import GatewayUnavailable
from shop.checkout.gateways.demo import (
    ASKS,
    DECLINES,
    PAYS,
    TAKES_ITS_TIME,
    DemoGateway,
)
from shop.checkout.models import Payment
from shop.checkout.paying import PaymentNow, pay_order
from shop.checkout.policy import ProviderPolicyMixin
from shop.core.http import ShopRequest, left_to_script
from shop.orders.selectors import order_detail, with_details
from shop.orders.views import order_by_key

Order = get_model("order", "Order")


def payment_redirect(order: Any) -> HttpResponseRedirect:
    """Where a placed order goes on: to its payment, or to the confirmation when it is paid."""
    return redirect("checkout:payment", order_number=order.number, key=order.key)


@method_decorator(never_cache, name="dispatch")
class PaymentView(ProviderPolicyMixin):
    """Pays a placed order. The address holds the order's key, so any session may use it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.order: Any = order_by_key(**kwargs)
        response = super().dispatch(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        return response

    def get(self, request: ShopRequest, **kwargs: Any) -> HttpResponse:
        return self.pay(request, None)

    def post(self, request: ShopRequest, **kwargs: Any) -> HttpResponse:
        if "bank_answer" in request.POST:
            return self.pay(request, None, bank_answer=request.POST["bank_answer"])
        return self.pay(request, DemoCardForm(request.POST))

    def pay(
        self, request: ShopRequest, form: DemoCardForm | None, bank_answer: str = ""
    ) -> HttpResponse:
        """Hand the card, or the answer to the bank, to the gateway; show what its books say."""
        card_number = form.cleaned_data["card_number"] if form and form.is_valid() else ""
        try:
            now = pay_order(
                order=self.order,
                card_number=card_number,
                bank_approves=bank_answer == "approve" if bank_answer else None,
            )
        except payments.NotPayable:
            return confirmation_redirect(request, self.order)
        except GatewayUnavailable:
            messages.error(
                request, _("The payment service does not answer. You have not been charged.")
            )
            return self.page(request, form or DemoCardForm(), status=503)
        if now.is_made:
            return confirmation_redirect(request, self.order)
        if now.state == Payment.State.PROCESSING:
            return self.page(request, DemoCardForm(), template="pages/payment_processing.html")
        if now.gateway == DemoGateway.code:
            return self.answer(request, now, form, was_asked=bool(bank_answer))
        return self.stripe_page(request, now)

    def stripe_page(self, request: ShopRequest, now: PaymentNow) -> HttpResponse:
        """Stripe's Payment Element, which confirms the payment and comes back to this address."""
        return self.page(
            request,
            DemoCardForm(),
            template="pages/payment_stripe.html",
            publishable_key=settings.STRIPE_PUBLISHABLE_KEY,
            client_secret=now.client_secret,
            return_url=request.build_absolute_uri(request.path),
            declined=now.error,
        )

    def answer(
        self, request: ShopRequest, now: PaymentNow, form: DemoCardForm | None, *, was_asked: bool
    ) -> HttpResponse:
        """The page for the payment's state; the query string and the form have no say in it."""
        if now.waits_for_bank:
            return self.page(request, DemoCardForm(), template="pages/payment_bank.html")
        if form is None and not was_asked:
            return self.page(request, DemoCardForm())
        if was_asked:
            messages.warning(request, _("Your bank did not agree. Nothing was taken."))
            return self.page(request, DemoCardForm(), status=422)
        if form is not None and form.is_valid():
            form.add_error(
                "card_number",
                _("The bank declined this card. Nothing was taken; please try another one."),
            )
        return self.page(request, form or DemoCardForm(), status=422)

    def page(
        self,
        request: ShopRequest,
        form: DemoCardForm,
        *,
        template: str = "pages/payment.html",
        status: int = 200,
        **more: Any,
    ) -> HttpResponse:
        detail = order_detail(self.order)
        context = {
            **more,
            "form": form,
            "order": detail,
            "key": self.order.key,
            "card_number": in_fours(PAYS),
            "other_cards": [
                (in_fours(ASKS), _("the bank asks you first")),
                (in_fours(TAKES_ITS_TIME), _("the bank takes its time")),
                (in_fours(DECLINES), _("declined")),
            ],
            "lines": [
                {
                    "picture": line.picture,
                    "title": line.title,
                    "variant": line.variant,
                    "quantity": line.quantity,
                    "amount": line.line_price,
                }
                for line in detail.lines
            ],
        }
        return render(request, template, context, status=status)


def in_fours(card_number: str) -> str:
    """A card number as cards show it: 4242 4242 4242 4242."""
    return " ".join(card_number[start : start + 4] for start in range(0, len(card_number), 4))


def confirmation_redirect(request: ShopRequest, order: Any) -> HttpResponse:
    """To the confirmation where this browser placed the order, else to the order's own page."""
    order.refresh_from_db(fields=["paid_at"])
    placed_here = request.session.get("checkout_order_id") == order.pk
    target = (
        reverse("checkout:thank-you") if order.paid_at and placed_here else order.get_absolute_url()
    )
    return left_to_script(request, redirect(target))  # the waiting page looks again by itself


@method_decorator(never_cache, name="dispatch")
class ChangeOrderView(View):
    """The way back from the payment: gives the order up and fills the basket with it again."""

    http_method_names = ["post"]

    def post(self, request: ShopRequest, order_number: str, key: str) -> HttpResponse:
        order: Any = order_by_key(order_number=order_number, key=key)
        basket = request.basket
        try:
            given_up = payments.change_order(order=order, basket=basket)
        except GatewayUnavailable:
            messages.error(request, _("The payment service does not answer. Please try again."))
            return payment_redirect(order)
        if not given_up:
            return confirmation_redirect(request, order)
        messages.info(request, _("Your things are back in the basket. Nothing was charged."))
        return redirect("basket:summary")


@method_decorator(never_cache, name="dispatch")
class ThankYouView(View):
    """The confirmation, for the browser that placed the order."""

    def get(self, request: ShopRequest) -> HttpResponse:
        orders = Order.objects.filter(pk=request.session.get("checkout_order_id"))
        order = with_details(orders).first()
        if order is None:
            raise Http404("This browser has placed no order.")
        if not order.paid_at:
            return redirect(order.get_absolute_url())
        context = {
            "order": order_detail(order),
            "key": order.key,
            "may_sign_up": not request.user.is_authenticated,
            "sign_up_url": reverse("account_signup"),
        }
        return render(request, "pages/confirmation.html", context)
