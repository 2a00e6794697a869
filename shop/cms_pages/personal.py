"""The personal request of a page: the header's parts, and the sections that are not for everybody.

Pages are cached for all alike. What is for shoppers who are logged in comes with the one request
that every page makes for its header.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from wagtail.models import Page

from shop.basket.views import header_context
from shop.catalogue.models import Category, Product
from shop.cms_pages.blocks.base import SIGNED_IN
from shop.cms_pages.category_pages import streams_of
from shop.cms_pages.models import CategoryPage
from shop.cms_pages.product_pages import arranged_for, sections_of
from shop.cms_pages.sections import SectionData
from shop.core.http import ShopRequest


@method_decorator(never_cache, name="dispatch")
class PersonalView(View):
    """What a page shows of and for this shopper, as pieces for the page that stands already."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: ShopRequest, page_id: int) -> HttpResponse:
        context = header_context(request) | {"section_data": self.sections(request, page_id)}
        return render(request, "pages/personal.html", context)

    def sections(self, request: ShopRequest, page_id: int) -> SectionData | None:
        """The page's sections for who is logged in; nothing for others and for a page that is gone.

        A visitor's request asks nothing but what the header needs.
        """
        if not request.user.is_authenticated:
            return None
        found: Any = Page.objects.live().public().filter(pk=page_id).first()
        page = found.specific if found else None
        body = streams_of(page) if isinstance(page, CategoryPage) else getattr(page, "body", None)
        if body is None:
            return None
        return SectionData.for_stream(body, request=request, audiences=[SIGNED_IN])


@method_decorator(never_cache, name="dispatch")
class ProductPersonalView(View):
    """The same of a product's page, whose sections are its own and its layout's."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: ShopRequest, product_slug: str) -> HttpResponse:
        context = header_context(request) | {"section_data": self.sections(request, product_slug)}
        return render(request, "pages/personal.html", context)

    def sections(self, request: ShopRequest, slug: str) -> SectionData | None:
        """For who is logged in; nothing for others and for a product that is not sold."""
        if not request.user.is_authenticated:
            return None
        product = Product.objects.browsable().filter(slug=slug).first()
        if product is None:
            return None
        categories = Category.objects.browsable().filter(product=product.pk)
        arranged = arranged_for(
            product_id=product.pk,
            product_class_id=product.product_class_id,
            branches=[category.path for category in categories],
        )
        return SectionData.for_stream(sections_of(arranged), request=request, audiences=[SIGNED_IN])
