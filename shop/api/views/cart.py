"""The cart: read, add, change, remove, vouchers."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from oscar.core.loading import get_model
from rest_framework.response import Response

from shop.api.carts import cart_of, country_asked
from shop.api.parsing import read_query
from shop.api.problems import NotThere, Problem, refusal
from shop.api.schema import CART_TOKEN, CART_TOKEN_ANSWERED, problems
from shop.api.serializers.cart import (
    CartSerializer,
    CountryQuery,
    LineChange,
    NewLine,
    NewVoucher,
)
from shop.api.tokens import HEADER, token_of
from shop.api.views.base import ApiView
from shop.basket.forms import AddToBasketForm
from shop.basket.selectors import basket_contents
from shop.basket.services import (
    QuantityRefused,
    add_from_form,
    apply_voucher,
    change_line_quantity,
    price_again,
    remove_voucher,
)
from shop.basket.tries import SECONDS, count_try, tried_too_often
from shop.core.oscar import Line
from shop.offers.exceptions import VoucherRefused
from shop.offers.selectors import voucher_rows
from shop.shipping.selectors import countries_served

Product = get_model("catalogue", "Product")

ANSWER = OpenApiResponse(CartSerializer, description="The cart as it is now.")


class CartView(ApiView):
    """The cart as a whole, and how every change to it is answered."""

    @extend_schema(
        operation_id="cart",
        parameters=[CountryQuery, CART_TOKEN],
        responses={200: CartSerializer, **problems(s422="Nothing is delivered there.")},
    )
    def get(self, request: Any) -> Response:
        """The cart with its lines, vouchers, delivery and totals; an empty one for a newcomer."""
        asked = read_query(CountryQuery, request.query_params)
        country = country_asked(asked, countries_served(), settings.SHOP_HOME_COUNTRY)
        return self.answer(request, cart_of(request), country=country)

    def answer(
        self, request: Any, basket: Any, *, country: str = "", status: int = 200
    ) -> Response:
        """The cart; a guest's with the token that opens it."""
        contents = basket_contents(basket, country=country or settings.SHOP_HOME_COUNTRY)
        vouchers = voucher_rows(basket, user=request.user)
        shown = CartSerializer({**vars(contents), "vouchers": vouchers, **_worth(contents)})
        guests = basket.id and not request.user.is_authenticated
        headers = {HEADER: token_of(basket)} if guests else {}
        return Response(shown.data, status=status, headers=headers)

    def changed(self, request: Any, basket: Any, *, status: int = 200) -> Response:
        """The cart, priced anew."""
        price_again(basket, request.user, request._request)
        return self.answer(request, basket, status=status)


def _worth(contents: Any) -> dict[str, Any]:
    return {"can_check_out": contents.can_check_out}


class CartLinesView(CartView):
    """Adding."""

    http_method_names = ["post"]

    @extend_schema(
        operation_id="cart_add",
        parameters=[CART_TOKEN, CART_TOKEN_ANSWERED],
        request=NewLine,
        responses={
            201: ANSWER,
            **problems(s422="It is not sold, not in stock, or something has to be chosen first."),
        },
    )
    def post(self, request: Any) -> Response:
        """Put a product into the cart.

        A guest's first one answers `X-Cart-Token`, which opens the cart from then on. Units of what
        is there already are added to it.
        """
        asked = NewLine(data=request.data)
        asked.is_valid(raise_exception=True)
        basket = cart_of(request)
        form = self.form(basket, **asked.validated_data)
        if not form.is_valid():
            names = {name: f"options.{name}" for name in form.fields}
            raise refusal({"": form}, {**names, "quantity": "quantity", "child_id": "product"})
        add_from_form(form=form, user=request.user, request=request._request)
        return self.changed(request, basket, status=201)

    def form(
        self, basket: Any, *, product: int, quantity: int, options: dict[str, str] | None = None
    ) -> AddToBasketForm:
        """The product page's form, filled in. Raises Problem for what is not sold."""
        options = options or {}
        products = Product.objects.public().select_related("product_class", "parent__product_class")
        found = products.filter(pk=product).first()
        if found is None or (found.is_child and not found.parent.is_public):
            raise _refused("product", "unknown", _("This product is not sold here."))
        if found.is_parent:
            raise _refused("product", "choose_variant", _("Please choose a variant."))
        data = {**options, "quantity": quantity, "child_id": found.pk}
        form = AddToBasketForm(basket, found.parent if found.is_child else found, data=data)
        for name in options.keys() - (form.fields.keys() - {"quantity", "child_id"}):
            raise _refused(f"options.{name}", "unknown", _("It has no such option."))
        return form


class CartLineView(CartView):
    """A line."""

    http_method_names = ["patch", "delete"]

    @extend_schema(
        operation_id="cart_change",
        parameters=[CART_TOKEN],
        request=LineChange,
        responses={200: ANSWER, **problems(s422="So many cannot be had.")},
    )
    def patch(self, request: Any, pk: int) -> Response:
        """Set how many there are."""
        asked = LineChange(data=request.data)
        asked.is_valid(raise_exception=True)
        return self.change(request, pk, asked.validated_data["quantity"])

    @extend_schema(
        operation_id="cart_remove", parameters=[CART_TOKEN], request=None, responses={200: ANSWER}
    )
    def delete(self, request: Any, pk: int) -> Response:
        """Take a line out."""
        return self.change(request, pk, 0)

    def change(self, request: Any, pk: int, quantity: int) -> Response:
        """Do it under the basket's lock; the line may have gone meanwhile."""
        basket = cart_of(request)
        try:
            if basket.id is None:
                raise Line.DoesNotExist
            change_line_quantity(basket=basket, line_id=pk, quantity=quantity)
        except Line.DoesNotExist:
            raise NotThere(_("That is not in your cart.")) from None
        except QuantityRefused as refused:
            raise _refused("quantity", "out_of_stock", str(refused)) from None
        return self.changed(request, basket)


class CartVouchersView(CartView):
    """Applying a voucher."""

    http_method_names = ["post"]

    @extend_schema(
        operation_id="cart_voucher_add",
        parameters=[CART_TOKEN],
        request=NewVoucher,
        responses={
            201: ANSWER,
            **problems(s422="It is not known, or gives nothing here; `detail` says why."),
        },
    )
    def post(self, request: Any) -> Response:
        """Apply a voucher's code."""
        asked = NewVoucher(data=request.data)
        asked.is_valid(raise_exception=True)
        basket = cart_of(request)
        if tried_too_often(request._request, basket):
            raise Problem(
                _("That were many codes. Please wait a minute, then try again."),
                code="throttled",
                status_code=429,
                wait=SECONDS,
            )
        try:
            apply_voucher(
                basket=basket,
                user=request.user,
                code=asked.validated_data["code"],
                request=request._request,
            )
        except VoucherRefused as refused:
            count_try(request._request, basket)
            raise _refused("code", "voucher_refused", str(refused)) from None
        return self.answer(request, basket, status=201)


class CartVoucherView(CartView):
    """A voucher in the cart."""

    http_method_names = ["delete"]

    @extend_schema(
        operation_id="cart_voucher_remove",
        parameters=[CART_TOKEN],
        request=None,
        responses={200: ANSWER},
    )
    def delete(self, request: Any, pk: int) -> Response:
        """Take a voucher out."""
        basket = cart_of(request)
        voucher = remove_voucher(
            basket=basket, user=request.user, voucher_id=pk, request=request._request
        )
        if voucher is None:
            raise NotThere(_("That voucher is not in your cart."))
        return self.answer(request, basket)


def _refused(field: str, code: str, said: str) -> Problem:
    return Problem(said, code=code, errors=[(field, code, said)])
