"""Products and categories: the same for everybody."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import InvalidPage
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response

from shop.api.parsing import read_query
from shop.api.problems import NotThere, Problem
from shop.api.schema import problems
from shop.api.serializers.catalogue import (
    CategorySerializer,
    ProductDetailSerializer,
    ProductsQuery,
    ProductsSerializer,
)
from shop.api.views.base import PublicView
from shop.catalogue.models import Product
from shop.catalogue.selectors import gone_product, product_detail, whole_tree
from shop.core import page_cache
from shop.core.addresses import absolute_url
from shop.search.listings.asked import Asked
from shop.search.listings.plain import UnknownChoice, product_list


class ProductsView(PublicView):
    """All products, a category's, or those that words find."""

    @extend_schema(
        operation_id="products",
        parameters=[ProductsQuery],
        responses={
            200: ProductsSerializer,
            **problems(s422="There is no such category, or no such value to filter by."),
        },
    )
    def get(self, request: Any) -> Response:
        """A page of products.

        Sold-out products are listed too. A page past the end is a 404.
        """
        asked = read_query(ProductsQuery, request.query_params)
        values: dict[str, tuple[str, ...]] = {}
        for pair in asked.get("filter", ()):
            code, _colon, slug = pair.partition(":")
            values[code] = (*values.get(code, ()), slug)
        try:
            found = product_list(
                strategy=request.strategy,
                asked=Asked(
                    page=asked["page"],
                    sort=asked.get("sort", ""),
                    price_from=_amount(asked.get("price_from")),
                    price_to=_amount(asked.get("price_to")),
                    rating=asked.get("rating"),
                    available=asked.get("available", False),
                    on_offer=asked.get("offer", False),
                    values=values,
                ),
                per_page=asked["page_size"],
                category=asked.get("category", "").strip("/"),
                words=asked.get("q", ""),
            )
        except InvalidPage:
            raise NotThere(_("There is no such page.")) from None
        except UnknownChoice as error:
            raise Problem(
                _("There is no “%(value)s” to choose.") % {"value": error.value},
                code="unknown_choice",
                errors=[(error.field, "unknown", str(error))],
            ) from None
        known = ProductsQuery().fields
        page_cache.everybodys(
            (name, value)
            for name, values in request.query_params.lists()
            for value in values
            if name in known
        )
        shown = ProductsSerializer(
            {
                **vars(found),
                "next": _page(request, found.page + 1) if found.page < found.pages else None,
                "previous": _page(request, found.page - 1) if found.page > 1 else None,
            }
        )
        return Response(shown.data)


class ProductView(PublicView):
    """A product."""

    @extend_schema(
        operation_id="product",
        parameters=[OpenApiParameter("slug", str, OpenApiParameter.PATH)],
        responses={
            200: ProductDetailSerializer,
            **problems(s410="It was sold once and will not come back."),
        },
    )
    def get(self, request: Any, slug: str) -> Response:
        """A product with its variants, prices, stock and pictures."""
        try:
            found = product_detail(slug, strategy=request.strategy)
        except Product.DoesNotExist:
            return self.gone(request, slug)
        page_cache.everybodys()
        box = found.buy_box
        stock = {"level": box.stock_level, "text": box.stock_state, "most": box.max}
        more = {"slug": slug, "available": not found.sold_out, "stock": stock}
        return Response(ProductDetailSerializer({**vars(found), **more}).data)

    def gone(self, request: Any, slug: str) -> Response:
        """That it will not come back; else there is no such product."""
        try:
            gone_product(slug, strategy=request.strategy)
        except Product.DoesNotExist:
            raise NotThere(_("This product is not sold here.")) from None
        raise Problem(_("This product is gone for good."), code="gone", status_code=410)


class CategoriesView(PublicView):
    """The categories."""

    @extend_schema(operation_id="categories", responses={200: CategorySerializer(many=True)})
    def get(self, request: Any) -> Response:
        """All categories as a tree."""
        page_cache.everybodys()
        return Response(CategorySerializer(whole_tree(), many=True).data)


def _amount(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def _page(request: Any, number: int) -> str:
    query = {**request.query_params.dict(), "page": str(number)}
    pairs = [(n, v) for n, v in query.items() if n != "filter"]
    pairs += [("filter", value) for value in request.query_params.getlist("filter")]
    return absolute_url(f"{request.path}?{urlencode(pairs)}")
