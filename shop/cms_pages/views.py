"""The pages of products and categories. They stand whether or not an editor has touched them.

Public: none reads the user, the session or the basket, and none sets a cookie.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views import View

from shop.catalogue.models import Category, Product
from shop.catalogue.selectors import ProductDetail, gone_product, parcel, product_detail
from shop.cms_pages import category_pages
from shop.cms_pages.listings import shop_context
from shop.cms_pages.models import ShopIndexPage
from shop.cms_pages.product_pages import arranged_product, render_product, sections_of
from shop.core import page_cache
from shop.search.listings import asked
from shop.search.listings.selectors import category_listing
from shop.shipping.estimates import product_delivery
from shop.shipping.selectors import countries_served

# How long shared caches and browsers may keep an answer about delivery, in seconds.
DELIVERY_SECONDS = 300


def _honoured(query: QueryDict, product: ProductDetail) -> Iterator[tuple[str, str]]:
    """Those parameters of a product's address that its page depends on."""
    options = {(code, slugify(value)) for v in product.variants for code, _n, value in v.options}
    variants = {str(variant.id) for variant in product.variants}
    for name, value in query.items():
        if name == "variant":
            known = value in variants
        elif name == "country":
            known = value in dict(countries_served())
        else:
            known = (name, value) in options
        if known and isinstance(value, str):
            yield name, value


class ProductView(View):
    """A product, with a variant chosen by `?variant=<id>` or by its options: `?colour=ink`.

    `?country=FR` says where it should be delivered to. One that is gone for good answers 410.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, product_slug: str) -> HttpResponseBase:
        strategy = request.strategy  # type: ignore[attr-defined]
        try:
            product = product_detail(product_slug, strategy=strategy, choice=request.GET)
        except Product.DoesNotExist:
            return self.gone(request, product_slug)
        page_cache.everybodys(_honoured(request.GET, product))
        arranged = arranged_product(product)
        return render_product(
            request,
            product,
            sections=sections_of(arranged),
            page=arranged.page,
            country=request.GET.get("country", ""),
        )

    def gone(self, request: HttpRequest, slug: str) -> HttpResponse:
        """That it will not come back, and what is like it; else there is no such product."""
        try:
            product = gone_product(slug, strategy=request.strategy)  # type: ignore[attr-defined]
        except Product.DoesNotExist as error:
            raise Http404(_("This product is not sold here.")) from error
        return render(request, "pages/product_gone.html", {"product": product}, status=410)


class ProductDeliveryView(View):
    """A piece of the product's page: what delivery costs to `?country=` and when it arrives.

    The same for everybody, so that caches may keep it, but not beyond the next cut-off.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, product_slug: str) -> HttpResponse:
        variant = request.GET.get("variant", "")
        try:
            found = parcel(product_slug, strategy=request.strategy, variant=variant)  # type: ignore[attr-defined]
        except Product.DoesNotExist as error:
            raise Http404(_("This product is not sold here.")) from error
        if found.price is None or not found.ships:
            raise Http404(_("This product does not go by parcel."))
        delivery = product_delivery(
            found.product_id,
            parent_id=found.parent_id,
            price=found.price.incl_tax,
            currency=found.price.currency,
            country=request.GET.get("country", ""),
        )
        context = {
            "delivery": delivery,
            "delivery_url": request.path,
            "product_url": reverse("catalogue:detail", args=[product_slug]),
            "variant": found.product_id if found.parent_id else "",
        }
        country = [("country", delivery.country)] if "country" in request.GET else []
        chosen = [("variant", str(found.product_id))] if variant else []
        page_cache.everybodys([*country, *chosen])
        response = render(request, "components/product_delivery.html", context)
        left = int((delivery.until - timezone.now()).total_seconds())
        patch_cache_control(response, public=True, max_age=max(0, min(left, DELIVERY_SECONDS)))
        response["X-Robots-Tag"] = "noindex"
        return response


class CategoryView(View):
    """A category: its products and those of the categories below it."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, category_slug: str) -> HttpResponse:
        try:
            listing = category_listing(
                category_slug,
                strategy=request.strategy,  # type: ignore[attr-defined]
                asked=asked.read(request.GET),
            )
        except (Category.DoesNotExist, InvalidPage) as error:
            raise Http404(_("There is no such category.")) from error
        page_cache.everybodys(asked.honoured(request.GET, listing))
        page = category_pages.live_page(listing.category_id) if listing.category_id else None
        return category_pages.render_category(request, listing, page=page)


class ShopView(View):
    """All products and the main categories. Its words are the ShopIndexPage's."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        page = ShopIndexPage.objects.live().first()
        if page is not None:
            page_cache.made_from(page_cache.sources.page(page.pk))
        try:
            context = shop_context(request, page=page)
        except InvalidPage as error:
            raise Http404(_("There is no such page.")) from error
        page_cache.everybodys(asked.honoured(request.GET, context["listing"]))
        return render(request, "pages/shop.html", context)
