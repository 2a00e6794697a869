"""The checkout: delivery and totals, and placing the order."""

import re
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from oscar.apps.checkout.signals import post_checkout
from rest_framework.response import Response

from shop.api.carts import cart_of, country_asked
from shop.api.parsing import read_query
from shop.api.payments import payment_of
from shop.api.problems import Conflict, Problem, refusal
from shop.api.schema import CART_TOKEN, problems
from shop.api.serializers.checkout import CheckoutBody, CheckoutQuery, CheckoutSerializer
from shop.api.serializers.orders import PlacedSerializer
from shop.api.services import KeyUsed, place_once
from shop.api.tokens import basket_id_of
from shop.api.views.base import ApiView
from shop.checkout.exceptions import AlreadyPlaced, BasketChanged
from shop.checkout.forms import BillingForm, DeliveryForm
from shop.checkout.selectors import line_problems, quote
from shop.checkout.services import place_order
from shop.core.oscar import BillingAddress, ShippingAddress
from shop.orders.selectors import keyed_order, order_detail
from shop.partner.exceptions import InsufficientStock
from shop.shipping.selectors import countries_served

KEY = re.compile(r"[\x21-\x7e]{1,255}")


class CheckoutView(ApiView):
    """Stands on no session: every request says all that it is about."""

    throttle_scope = "checkout"

    @extend_schema(
        operation_id="checkout",
        parameters=[CheckoutQuery, CART_TOKEN],
        responses={
            200: CheckoutSerializer,
            **problems(s422="Nothing is delivered there, or there is no such method."),
        },
    )
    def get(self, request: Any) -> Response:
        """The methods of delivery of this cart, with prices and days, and what all comes to."""
        asked = read_query(CheckoutQuery, request.query_params)
        served = countries_served()
        country = country_asked(asked, served, settings.SHOP_HOME_COUNTRY)
        basket = cart_of(request)
        code = asked.get("method", "")
        quoted = quote(basket, country=country, method_code=code, request=request._request)
        if code and (quoted.chosen is None or quoted.chosen.code != code):
            raise _no_method(country)
        shown = CheckoutSerializer(
            {
                "country": country,
                "countries": [{"code": code, "name": name} for code, name in served],
                "methods": quoted.choices,
                "method": quoted.chosen.code if quoted.chosen else None,
                "totals": quoted.totals,
                "can_check_out": bool(
                    not basket.is_empty and quoted.chosen and not line_problems(basket)
                ),
            }
        )
        return Response(shown.data)

    @extend_schema(
        operation_id="checkout_place",
        parameters=[
            CART_TOKEN,
            OpenApiParameter(
                "Idempotency-Key",
                {"type": "string", "pattern": "^[!-~]{1,255}$"},
                OpenApiParameter.HEADER,
                required=True,
                description="A new random text for each order. Sent again with the same body it "
                "answers the same order; with another body it is refused (422).",
            ),
        ],
        request=CheckoutBody,
        responses={
            201: OpenApiResponse(PlacedSerializer, description="The order, and how to pay it."),
            **problems(
                s409="The cart is empty, is an order already, or is not what the shopper saw.",
                s422="An address, a method or an e-mail cannot be accepted; or the key was used.",
            ),
        },
    )
    def post(self, request: Any) -> Response:
        """Place the order, which then waits for its payment and holds its stock meanwhile.

        The same key and body: the same order, once, however often and however fast it is sent.
        """
        asked = CheckoutBody(data=request.data)
        asked.is_valid(raise_exception=True)
        key = request.headers.get("Idempotency-Key", "")
        if not KEY.fullmatch(key):
            said = _("Please send an Idempotency-Key: a new random text for each order.")
            raise Problem(
                said,
                code="idempotency_key",
                status_code=400,
                errors=[("Idempotency-Key", "required", said)],
            )
        owner = self.owner(request)
        if not owner:
            raise _empty()
        try:
            order, is_new = place_once(
                owner=owner,
                key=key,
                asked=request.data,
                place=lambda: self.place(request, asked.validated_data),
            )
        except KeyUsed:
            raise Problem(
                _("This Idempotency-Key was sent before, with something else."),
                code="idempotency_key_used",
            ) from None
        if is_new:
            post_checkout.send_robust(
                sender=type(self), order=order, user=request.user, request=request._request
            )
        payment = payment_of(order)
        order = keyed_order(number=order.number, key=order.key)
        placed = PlacedSerializer(
            {"order": order_detail(order), "key": order.key, "payment": payment}
        )
        return Response(placed.data, status=201)

    def owner(self, request: Any) -> str:
        """Whose key it is; nobody's for a guest without a cart."""
        if request.user.is_authenticated:
            return f"user:{request.user.pk}"
        basket_id = basket_id_of(request)
        return f"cart:{basket_id}" if basket_id else ""

    def place(self, request: Any, asked: dict[str, Any]) -> Any:
        """Place it; raises what stands in the way as a Problem.

        All that it decides by is read after the key was taken, so that a second request with the
        same key does not find the cart that the first one has emptied.
        """
        basket = cart_of(request)
        if basket.is_empty:
            raise _empty()
        wrong = [(f"lines.{p.line_id}", "out_of_stock", p.reason) for p in line_problems(basket)]
        if wrong:
            raise Conflict(_("Not all of it can be bought."), code="out_of_stock", errors=wrong)
        shipping, billing, guest_email = self.addresses(request, asked)
        country, code = shipping.country_id, asked["method"]
        quoted = quote(basket, country=country, method_code=code, request=request._request)
        if quoted.chosen is None or quoted.chosen.code != code:
            raise _no_method(country)

        try:
            return place_order(
                basket=basket,
                user=request.user,
                shipping_address=shipping,
                billing_address=billing,
                shipping_method=quoted.chosen,
                guest_email=guest_email,
                expected_total=Decimal(asked["total"]),
                request=request._request,
            )
        except AlreadyPlaced as placed:
            raise Conflict(
                _("This cart is an order already."),
                code="already_placed",
                order={"number": placed.order.number, "key": placed.order.key},
            ) from None
        except BasketChanged:
            raise Conflict(
                _("Something in your order has changed since you saw it. Please look again."),
                code="changed",
            ) from None
        except InsufficientStock as short:
            said = _("Somebody was faster: of “%(title)s” only %(left)d are left.")
            names = {"title": short.stockrecord.product.get_title(), "left": short.left}
            raise Conflict(said % names, code="out_of_stock") from None

    def addresses(self, request: Any, asked: dict[str, Any]) -> tuple[Any, Any, str]:
        """The addresses for delivery and bill, by the page's own forms, and a guest's e-mail."""
        signed_in = request.user.is_authenticated
        if signed_in and "email" in asked:
            said = _("An account's e-mail address is known.")
            raise Problem(said, code="invalid", errors=[("email", "unknown", said)])
        delivery = DeliveryForm(
            data={**asked["address"], "email": asked.get("email", "")}, email_is_known=signed_in
        )
        given = asked.get("billing_address") or {}
        billing = BillingForm(data={f"billing-{name}": value for name, value in given.items()})
        wrong = {"": delivery, "billing_address": billing}
        if not delivery.is_valid() or not billing.is_valid():
            names = {name: f"address.{name}" for name in delivery.fields if name != "email"}
            raise refusal({path: f for path, f in wrong.items() if f.errors}, names)
        shipping_address = ShippingAddress(**delivery.address_fields())
        another = billing.is_another()
        fields = billing.address_fields() if another else delivery.address_fields()
        guest_email = "" if signed_in else delivery.cleaned_data["email"]
        return shipping_address, BillingAddress(**fields), guest_email


def _empty() -> Problem:
    return Conflict(_("The cart is empty."), code="cart_empty")


def _no_method(country: str) -> Problem:
    said = _("There is no such delivery to %(country)s.") % {"country": country}
    return Problem(said, code="unknown_choice", errors=[("method", "unknown", said)])
