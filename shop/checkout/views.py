"""The checkout's pages: delivery, payment, confirmation. Oscar's session and conditions below."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from oscar.apps.checkout.signals import post_checkout, start_checkout
from oscar.core.loading import get_class, get_model

from shop.basket.selectors import basket_lines, basket_totals
from shop.checkout import payments
from shop.checkout.exceptions import AlreadyPlaced, BasketChanged
from shop.checkout.forms import DeliveryForm, DemoCardForm
from shop.checkout.gateways import GatewayUnavailable
from shop.checkout.gateways.demo import (
    ASKS,
    DECLINES,
    PAYS,
    TAKES_ITS_TIME,
    DemoGateway,
)
from shop.checkout.models import Payment
from shop.checkout.services import place_order
from shop.core.http import ShopRequest, is_htmx
from shop.core.oscar import ShippingAddress
from shop.orders.selectors import order_detail, with_details
from shop.orders.views import order_by_key
from shop.partner.exceptions import InsufficientStock
from shop.shipping.dates import arrival_text

CheckoutSessionMixin: Any = get_class("checkout.session", "CheckoutSessionMixin")
Repository = get_class("shipping.repository", "Repository")
Order = get_model("order", "Order")


@dataclass(frozen=True)
class DeliveryChoice:
    """A delivery method as the page offers it; `price` in the shop's currency, VAT inside."""

    code: str
    name: str
    price: Decimal
    arrives: str
    chosen: bool


@method_decorator(never_cache, name="dispatch")
class IndexView(CheckoutSessionMixin, View):
    """Contact, address and delivery method on one page; a POST places the order.

    A GET with `country` or `method_code` shows the methods and totals for that choice: that is
    what the page's script asks for, and what works without it.
    """

    request: ShopRequest
    pre_conditions = ["check_basket_is_not_empty", "check_basket_is_valid"]

    def get(self, request: ShopRequest) -> HttpResponse:
        initial = self.initial()
        if not self.checkout_session.is_shipping_address_set():
            start_checkout.send_robust(sender=self, request=request)
        country = request.GET.get("country") or initial["country"]
        form = self.form(initial={**initial, "country": country})
        return self.page(request, form, country, request.GET.get("method_code", ""))

    def post(self, request: ShopRequest) -> HttpResponse:
        form = self.form(data=request.POST)
        code = request.POST.get("method_code", "")
        if not form.is_valid():
            return self.page(request, form, request.POST.get("country", ""), code, status=422)
        self.remember(form)
        country = form.cleaned_data["country"].pk
        method = next((m for m in self.methods(country) if m.code == code), None)
        if method is None:
            problem = _("Please choose a delivery method for %(country)s.") % {
                "country": form.cleaned_data["country"].printable_name
            }
            return self.page(request, form, country, "", method_error=problem, status=422)
        self.checkout_session.use_shipping_method(code)
        return self.place(request, form, country, code)

    def place(
        self, request: ShopRequest, form: DeliveryForm, country: str, code: str
    ) -> HttpResponse:
        """Place the order, and lead to its payment or say what stands in the way."""
        submission = self.build_submission()
        total = submission["order_total"].incl_tax
        seen = request.POST.get("total_seen", "")
        try:
            if seen and seen != str(total):
                raise BasketChanged
            order = place_order(
                basket=submission["basket"],
                user=request.user,
                shipping_address=submission["shipping_address"],
                shipping_method=submission["shipping_method"],
                guest_email=submission["order_kwargs"].get("guest_email", ""),
                expected_total=total,
                request=request,
            )
        except AlreadyPlaced as placed:
            return payment_redirect(placed.order)
        except BasketChanged:
            problem = _("Something in your order has changed since you saw it. Please look again.")
            return self.page(request, form, country, code, problem=problem, status=409)
        except InsufficientStock as short:
            messages.warning(
                request,
                _("Somebody was faster: of “%(title)s” only %(left)d are left.")
                % {"title": short.stockrecord.product.get_title(), "left": short.left},
            )
            return redirect("basket:summary")
        request.session["checkout_order_id"] = order.pk
        response = payment_redirect(order)
        post_checkout.send_robust(
            sender=self, order=order, user=request.user, request=request, response=response
        )
        return response

    def form(self, **kwargs: Any) -> DeliveryForm:
        signed_in = self.request.user.is_authenticated
        return DeliveryForm(email_is_known=signed_in, **kwargs)

    def initial(self) -> dict[str, Any]:
        """What is known already: from this checkout, else from the address book."""
        fields = self.checkout_session.new_shipping_address_fields()
        if not fields and self.request.user.is_authenticated:
            book = self.request.user.addresses.order_by(
                "-is_default_for_shipping", "-num_orders_as_shipping_address"
            )
            if address := book.first():
                fields = {**vars(address), "last_name": address.name}
        fields = fields or {}
        return {
            "email": self.checkout_session.get_guest_email() or "",
            "full_name": fields.get("last_name", ""),
            "line1": fields.get("line1", ""),
            "line2": fields.get("line2", ""),
            "town": fields.get("line4", ""),
            "postcode": fields.get("postcode", ""),
            "country": fields.get("country_id") or "GB",
        }

    def remember(self, form: DeliveryForm) -> None:
        """Put a valid form into Oscar's checkout session, from which the submission is built."""
        if not self.request.user.is_authenticated:
            self.checkout_session.set_guest_email(form.cleaned_data["email"])
        self.checkout_session.ship_to_new_address(form.address_fields())

    def methods(self, country: str) -> list[Any]:
        address = ShippingAddress(country_id=country or "GB")
        return Repository().get_shipping_methods(
            basket=self.request.basket, shipping_addr=address, request=self.request
        )

    def page(
        self,
        request: ShopRequest,
        form: DeliveryForm,
        country: str,
        code: str,
        *,
        method_error: str = "",
        problem: str = "",
        status: int = 200,
    ) -> HttpResponse:
        basket = request.basket
        methods = self.methods(country)
        chosen = next((m for m in methods if m.code == code), methods[0])
        context = {
            "form": form,
            "choices": [
                DeliveryChoice(
                    code=method.code,
                    name=str(method.name),
                    price=method.calculate(basket).incl_tax,
                    arrives=_arrives(method),
                    chosen=method is chosen,
                )
                for method in methods
            ],
            "method_error": method_error,
            "problem": problem,
            "lines": _summary_lines(basket),
            "totals": basket_totals(basket, shipping_method=chosen),
        }
        return render(request, "pages/checkout.html", context, status=status)


def _arrives(method: Any) -> str:
    arrival: tuple[date, date] | None = getattr(getattr(method, "method", method), "arrival", None)
    return arrival_text(*arrival) if arrival else ""


def _summary_lines(basket: Any) -> list[dict[str, Any]]:
    return [
        {
            "picture": line.picture,
            "title": line.title,
            "variant": line.variant,
            "quantity": line.quantity,
            "amount": line.line_price,
        }
        for line in basket_lines(basket)
    ]


def payment_redirect(order: Any) -> HttpResponseRedirect:
    """Where a placed order goes on: to its payment, or to the confirmation when it is paid."""
    return redirect("checkout:payment", order_number=order.number, key=order.key)


@method_decorator(never_cache, name="dispatch")
class PaymentView(View):
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
        try:
            payment = payments.start_payment(order=self.order)
            if form is not None and form.is_valid():
                DemoGateway().pay(
                    reference=payment.reference, card_number=form.cleaned_data["card_number"]
                )
            elif bank_answer:
                DemoGateway().confirm(
                    reference=payment.reference, approved=bank_answer == "approve"
                )
            payment = payments.refresh_payment(payment=payment)
        except payments.NotPayable:
            return confirmation_redirect(request, self.order)
        except GatewayUnavailable:
            messages.error(
                request, _("The payment service does not answer. You have not been charged.")
            )
            return self.page(request, form or DemoCardForm(), status=503)
        return self.answer(request, payment, form, was_asked=bool(bank_answer))

    def answer(
        self, request: ShopRequest, payment: Payment, form: DemoCardForm | None, *, was_asked: bool
    ) -> HttpResponse:
        """The page for the payment's state; the query string and the form have no say in it."""
        if payment.state in (Payment.State.SUCCEEDED, Payment.State.REVIEW):
            return confirmation_redirect(request, self.order)
        if payment.state == Payment.State.PROCESSING:
            return self.page(request, DemoCardForm(), template="pages/payment_processing.html")
        if DemoGateway().waits_for_bank(reference=payment.reference):
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
    ) -> HttpResponse:
        detail = order_detail(self.order)
        context = {
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
    if is_htmx(request):  # the waiting page looks again by itself; a fetch would swallow a 302
        return HttpResponse(headers={"HX-Redirect": target})
    return redirect(target)


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
