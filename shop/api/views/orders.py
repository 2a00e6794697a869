"""Orders: an account's own, and any by its number and key; and paying them."""

from typing import Any

from django.core.paginator import InvalidPage, Paginator
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response

from shop.api.parsing import read_query
from shop.api.payments import UNKNOWN, payment_of
from shop.api.problems import Conflict, NoAnswer, NotThere, Problem, refusal
from shop.api.schema import problems
from shop.api.serializers.checkout import PaymentBody, PaymentSerializer
from shop.api.serializers.orders import OrderSerializer, OrdersQuery, OrdersSerializer
from shop.api.views.base import ApiView
from shop.checkout.forms import DemoCardForm
from shop.checkout.gateways import gateway_code
from shop.checkout.paying import pay_order, payment_now
from shop.orders.models import Order
from shop.orders.selectors import keyed_order, order_detail, orders_of
from shop.orders.statuses import CANCELLED

PER_PAGE = 10
ORDER_KEY = OpenApiParameter(
    "X-Order-Key",
    str,
    OpenApiParameter.HEADER,
    description="The key that the placed order was answered with; an account needs none for its "
    "own orders.",
)


class OrdersView(ApiView):
    """An account's orders."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(
        operation_id="orders", parameters=[OrdersQuery], responses={200: OrdersSerializer}
    )
    def get(self, request: Any) -> Response:
        """Your orders, newest first."""
        asked = read_query(OrdersQuery, request.query_params)
        try:
            page = Paginator(orders_of(request.user), PER_PAGE).page(asked["page"])
        except InvalidPage:
            raise NotThere(_("There is no such page.")) from None
        shown = OrdersSerializer(
            {
                "count": page.paginator.count,
                "page": page.number,
                "pages": page.paginator.num_pages,
                "results": [order_detail(order) for order in page],
            }
        )
        return Response(shown.data)


class OrderView(ApiView):
    """An order."""

    @extend_schema(operation_id="order", parameters=[ORDER_KEY], responses={200: OrderSerializer})
    def get(self, request: Any, number: str) -> Response:
        """An order of yours, or the one that the key opens."""
        return Response(OrderSerializer(order_detail(order_of(request, number))).data)


class PaymentView(ApiView):
    """An order's payment. The amount is the order's, never the client's."""

    throttle_scope = "checkout"

    @extend_schema(
        operation_id="payment", parameters=[ORDER_KEY], responses={200: PaymentSerializer}
    )
    def get(self, request: Any, number: str) -> Response:
        """How the payment stands at its provider, and what to do next."""
        return Response(PaymentSerializer(payment_of(order_of(request, number), payment_now)).data)

    @extend_schema(
        operation_id="payment_go_on",
        parameters=[ORDER_KEY],
        request=PaymentBody,
        responses={
            200: PaymentSerializer,
            **problems(
                s409="The order was cancelled.",
                s422="The card's number, month or code cannot be right.",
                s503="The provider does not answer; nothing was charged.",
            ),
        },
    )
    def post(self, request: Any, number: str) -> Response:
        """Start the payment, or go on with it as `next` says.

        A declined card is no error: `state` says so, and another one may be tried.
        """
        asked = PaymentBody(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        order = order_of(request, number)
        if order.status == CANCELLED:
            raise Conflict(_("This order was cancelled."), code="cancelled")
        shown = payment_of(order, pay_order, **self.said_to_the_demo(given))
        if shown["state"] == UNKNOWN:
            raise NoAnswer
        return Response(PaymentSerializer(shown).data)

    def said_to_the_demo(self, given: dict[str, Any]) -> dict[str, Any]:
        """The demo's card, looked at as its form does, or what was answered to its bank."""
        if given and gateway_code() != "demo":
            raise Problem(_("Cards go to the payment provider, never through here."))
        answer = given.pop("bank_answer", None)
        if answer and given:
            said = _("Either a card or the answer to its bank.")
            raise Problem(said, code="invalid", errors=[("bank_answer", "invalid", said)])
        if answer:
            return {"bank_approves": answer == "approve"}
        if not given:
            return {}
        card = DemoCardForm(data=given)
        if not card.is_valid():
            raise refusal({"": card})
        return {"card_number": card.cleaned_data["card_number"]}


def order_of(request: Any, number: str) -> Any:
    """The order with its details; NotThere for somebody else's, and for a wrong key."""
    key = request.headers.get("X-Order-Key", "")
    found = None
    if key:
        try:
            found = keyed_order(number=number, key=key)
        except Order.DoesNotExist:
            raise NotThere from None
    elif request.user.is_authenticated:
        found = orders_of(request.user).filter(number=number).first()
    if found is None:
        raise NotThere
    return found
