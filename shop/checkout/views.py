"""The checkout's one page: contact, delivery, payment. Oscar's session and conditions below."""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from oscar.apps.checkout.exceptions import FailedPreCondition
from oscar.apps.checkout.signals import post_checkout, start_checkout
from oscar.core.loading import get_class

from shop.basket.answers import delivery_country
from shop.basket.selectors import basket_lines
from shop.basket.vouchers import voucher_context
from shop.checkout import payments
from shop.checkout.exceptions import AlreadyPlaced, BasketChanged
from shop.checkout.forms import BillingForm, DeliveryForm, DemoCardForm
from shop.checkout.gateways import GatewayUnavailable, gateway_code
from shop.checkout.gateways.demo import PAYS
from shop.checkout.models import Payment
from shop.checkout.paying import pay_order
from shop.checkout.payment_views import confirmation_redirect, in_fours, payment_redirect
from shop.checkout.policy import ProviderPolicyMixin
from shop.checkout.resent import order_of_resent_form
from shop.checkout.selectors import delivery_methods, line_problems, quote
from shop.checkout.services import place_order
from shop.core.currency import to_minor_units
from shop.core.http import ShopRequest, is_htmx, left_to_script
from shop.core.oscar import Country
from shop.partner.exceptions import InsufficientStock

CheckoutSessionMixin: Any = get_class("checkout.session", "CheckoutSessionMixin")


@dataclass
class CheckoutForms:
    """What the page asks, each with its own errors; `card` is the demo provider's alone."""

    delivery: DeliveryForm
    billing: BillingForm
    card: DemoCardForm | None

    def all(self) -> list[Any]:
        """The forms that are on the page, from top to bottom."""
        return [form for form in (self.delivery, self.card, self.billing) if form is not None]

    def wrong(self) -> list[Any]:
        """Those that were sent and do not hold; every one is looked at, to say all at once."""
        return [form for form in self.all() if form.is_bound and not form.is_valid()]


@method_decorator(never_cache, name="dispatch")
class IndexView(ProviderPolicyMixin, CheckoutSessionMixin, View):
    """Contact, delivery and payment on one page; a POST places the order and then pays it.

    A GET with `country` or `method_code` shows the methods and totals for that choice: that is
    what the page's script asks for, and what works without it. A POST from the script is answered
    with where to go on, or with what Stripe's elements need to confirm the payment in place.
    """

    request: ShopRequest
    pre_conditions = ["check_basket_is_not_empty", "check_basket_is_valid"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return left_to_script(request, super().dispatch(request, *args, **kwargs))

    def check_pre_conditions(self, request: ShopRequest) -> None:
        """Oscar's; but a form that was sent before leads to its one order, not to the basket.

        The first one froze the basket and may have taken the last units, so the second, sent in
        haste or because the answer was lost, finds the basket empty or sold out.
        """
        try:
            super().check_pre_conditions(request)
        except FailedPreCondition:
            order = order_of_resent_form(request) if request.method == "POST" else None
            if order is None:
                raise
            request.session["checkout_order_id"] = order.pk
            raise FailedPreCondition(url=payment_redirect(order).url) from None

    def check_basket_is_valid(self, request: ShopRequest) -> None:
        """Back to the basket, where each line says what is the matter; Oscar's, in our words."""
        problems = [
            _("%(title)s: %(reason)s") % {"title": found.title, "reason": found.reason}
            for found in line_problems(request.basket)
        ]
        if problems:
            raise FailedPreCondition(url=reverse("basket:summary"), messages=problems)

    def get(self, request: ShopRequest) -> HttpResponse:
        initial = self.initial()
        if not self.checkout_session.is_shipping_address_set():
            start_checkout.send_robust(sender=self, request=request)
        country = request.GET.get("country") or initial["country"]
        forms = CheckoutForms(
            delivery=self.form(initial={**initial, "country": country}),
            billing=BillingForm(initial={"country": country}),
            card=DemoCardForm(),
        )
        return self.page(request, forms, country, request.GET.get("method_code", ""))

    def post(self, request: ShopRequest) -> HttpResponse:
        forms = CheckoutForms(
            delivery=self.form(data=request.POST),
            billing=BillingForm(data=request.POST),
            # Without a card the order is placed, and paid on its own page; so it is with Stripe.
            card=DemoCardForm(request.POST) if self.is_card_asked(request) else None,
        )
        code = request.POST.get("method_code", "")
        if forms.wrong():
            return self.page(request, forms, request.POST.get("country", ""), code, status=422)
        self.remember(forms)
        country = forms.delivery.cleaned_data["country"]
        methods = delivery_methods(request.basket, country=country.pk, request=request)
        method = next((m for m in methods if m.code == code), None)
        if method is None:
            problem = _("Please choose a delivery method for %(country)s.") % {
                "country": country.printable_name
            }
            return self.page(request, forms, country.pk, "", method_error=problem, status=422)
        self.checkout_session.use_shipping_method(code)
        return self.place(request, forms, country.pk, code)

    def is_card_asked(self, request: ShopRequest) -> bool:
        """Whether the demo's card counts: not when a voucher has left nothing to pay.

        Should that no longer be so, the total has changed since it was seen, and nothing is placed.
        """
        is_free = re.fullmatch(r"0(\.0+)?", request.POST.get("total_seen", ""))
        return "card_number" in request.POST and gateway_code() == "demo" and not is_free

    def place(
        self, request: ShopRequest, forms: CheckoutForms, country: str, code: str
    ) -> HttpResponse:
        """Place the order, and pay it or say what stands in the way."""
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
                billing_address=submission["billing_address"],
                shipping_method=submission["shipping_method"],
                guest_email=submission["order_kwargs"].get("guest_email", ""),
                expected_total=total,
                request=request,
            )
        except AlreadyPlaced as placed:
            # The winner says so too, but whose session is written last is nobody's choice.
            request.session["checkout_order_id"] = placed.order.pk
            return payment_redirect(placed.order)
        except BasketChanged:
            problem = _("Something in your order has changed since you saw it. Please look again.")
            return self.page(request, forms, country, code, problem=problem, status=409)
        except InsufficientStock as short:
            messages.warning(
                request,
                _("Somebody was faster: of “%(title)s” only %(left)d are left.")
                % {"title": short.stockrecord.product.get_title(), "left": short.left},
            )
            return redirect("basket:summary")
        request.session["checkout_order_id"] = order.pk
        response = self.pay(request, order, forms.card)
        post_checkout.send_robust(
            sender=self, order=order, user=request.user, request=request, response=response
        )
        return response

    def pay(self, request: ShopRequest, order: Any, card: DemoCardForm | None) -> HttpResponse:
        """Hand the card to the demo provider; whatever it says but yes, the payment page shows."""
        if card is None:
            return self.leave_to_stripe(request, order)
        try:
            now = pay_order(order=order, card_number=card.cleaned_data["card_number"])
        except payments.NotPayable:  # an order of nothing is paid at once
            return confirmation_redirect(request, order)
        except GatewayUnavailable:
            return payment_redirect(order)
        if now.state == Payment.State.SUCCEEDED:
            return confirmation_redirect(request, order)
        if now.state == Payment.State.DECLINED:
            messages.error(
                request,
                _("The bank declined this card. Nothing was taken; please try another one."),
            )
        return payment_redirect(order)

    def leave_to_stripe(self, request: ShopRequest, order: Any) -> HttpResponse:
        """What Stripe's elements on the page need to confirm; without script, the payment page.

        The amount is the order's, never the browser's. Talks to the provider.
        """
        if gateway_code() != "stripe" or not is_htmx(request):
            return payment_redirect(order)
        try:
            now = pay_order(order=order)
        except payments.NotPayable:  # an order of nothing is paid at once
            return confirmation_redirect(request, order)
        except GatewayUnavailable:
            return payment_redirect(order)
        url = request.build_absolute_uri(payment_redirect(order).url)
        return JsonResponse({"client_secret": now.client_secret, "payment_url": url})

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
            "country": fields.get("country_id") or delivery_country(self.request),
        }

    def remember(self, forms: CheckoutForms) -> None:
        """Put valid forms into Oscar's checkout session, from which the submission is built."""
        if not self.request.user.is_authenticated:
            self.checkout_session.set_guest_email(forms.delivery.cleaned_data["email"])
        self.checkout_session.ship_to_new_address(forms.delivery.address_fields())
        if forms.billing.is_another():
            self.checkout_session.bill_to_new_address(forms.billing.address_fields())
        else:
            self.checkout_session.bill_to_shipping_address()

    def page(
        self,
        request: ShopRequest,
        forms: CheckoutForms,
        country: str,
        code: str,
        *,
        method_error: str = "",
        problem: str = "",
        status: int = 200,
    ) -> HttpResponse:
        basket = request.basket
        quoted = quote(basket, country=country, method_code=code, request=request)
        totals = quoted.totals
        if not quoted.methods:
            method_error = self.refuse_country(forms.delivery, country)
        context = {
            **voucher_context(request),
            "return_url": reverse("checkout:index"),
            "form": forms.delivery,
            "billing": forms.billing,
            "card": forms.card if gateway_code() == "demo" else None,
            "card_number": in_fours(PAYS),
            "wrong": forms.wrong(),
            "country_name": country_name(country),
            "country_is_open": country != settings.SHOP_HOME_COUNTRY
            or not quoted.methods
            or "country" in forms.delivery.errors,
            "choices": quoted.choices,
            "method_error": method_error,
            "problem": problem,
            "lines": _summary_lines(basket),
            "totals": totals,
            "minor_units": to_minor_units(totals.total, totals.currency),
            "stripe_key": settings.STRIPE_PUBLISHABLE_KEY if gateway_code() == "stripe" else "",
        }
        return render(request, "pages/checkout.html", context, status=status)

    def refuse_country(self, form: DeliveryForm, country: str) -> str:
        """Say that nothing goes there: next to the field of a form that was sent, else returned."""
        refusal = _("We cannot deliver this basket to %(country)s. Please choose another.") % {
            "country": country_name(country)
        }
        if not form.is_bound:
            return refusal
        if "country" not in form.errors:
            form.add_error("country", refusal)
        return ""


def country_name(code: str) -> str:
    """The country's name in the list, the code itself for one that is not there. One query."""
    code = code.replace("\0", "")  # PostgreSQL takes none, and the code is whatever was asked for
    name = Country.objects.filter(pk=code).values_list("printable_name", flat=True).first()
    return name or code


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
