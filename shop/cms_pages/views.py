"""The pages of products and categories. They stand whether or not an editor has touched them.

Public: none reads the user, the session or the basket, and none sets a cookie.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views import View
from wagtail.whitelist import Whitelister

from shop.catalogue.models import Category, Product
from shop.catalogue.selectors import (
    ProductDetail,
    Row,
    category_detail,
    product_detail,
)
from shop.cms_pages.listings import asked, listing_context, shop_context
from shop.cms_pages.models import ShopIndexPage
from shop.cms_pages.selectors import Shell, store_shell
from shop.core.addresses import absolute_url


class ProductView(View):
    """A product, with a variant chosen by `?variant=<id>`."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, product_slug: str) -> HttpResponse:
        shell = store_shell(request)
        try:
            product = product_detail(
                product_slug,
                strategy=request.strategy,  # type: ignore[attr-defined]
                variant_id=_number(request.GET.get("variant")),
                delivery_note=shell.delivery_promise,
            )
        except Product.DoesNotExist as error:
            raise Http404(_("This product is not sold here.")) from error
        context = {
            "product": product,
            "facts": product_facts(product, shell),
            "canonical_url": absolute_url(product.url),
            "meta_description": product.meta_description,
            "meta_image": absolute_url(product.picture_url),
        }
        return render(request, "pages/product.html", context)


@dataclass(frozen=True)
class Fact:
    """What components/facts.html folds: a title, and a text (safe HTML) or rows."""

    title: str
    text: str = ""
    rows: tuple[Row, ...] = ()
    open: bool = False


def product_facts(product: ProductDetail, shell: Shell) -> tuple[Fact, ...]:
    """What is told beside the buy box; what there is nothing to say about is left out."""
    facts = (
        Fact(_("About it"), text=_prose(product.description), open=True),
        Fact(_("Measures and care"), rows=product.specification, open=True),
        Fact(_("Delivery and returns"), text=_prose(shell.delivery_and_returns)),
    )
    return tuple(fact for fact in facts if fact.text or fact.rows)


def _prose(text: str) -> str:
    """Safe HTML: paragraphs of plain text, or what is harmless of the catalogue's HTML."""
    text = text.strip()
    if not text:
        return ""
    html = Whitelister().clean(text) if "<" in text else linebreaks(text, autoescape=True)
    return mark_safe(html)


class CategoryView(View):
    """A category: its products and those of the categories below it."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, category_slug: str) -> HttpResponse:
        try:
            listing = category_detail(
                category_slug,
                strategy=request.strategy,  # type: ignore[attr-defined]
                **asked(request),
            )
        except (Category.DoesNotExist, InvalidPage) as error:
            raise Http404(_("There is no such category.")) from error
        return render(request, "pages/category.html", listing_context(listing))


class ShopView(View):
    """All products and the main categories. Its words are the ShopIndexPage's."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        page = ShopIndexPage.objects.live().first()
        try:
            context = shop_context(request, page=page)
        except InvalidPage as error:
            raise Http404(_("There is no such page.")) from error
        return render(request, "pages/shop.html", context)


def _number(text: str | None) -> int | None:
    """The id in a query string; anything but a plain number of sane length is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
