"""What search engines find: every page, category and product, each once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.models import Page

from shop.catalogue.models import Category, Product
from shop.cms_pages.models import ProductIndexPage


class StoreSitemap(Sitemap):
    """Addresses below `SITE_URL`, so that neither a proxy nor a Host header changes them."""

    limit = 5000

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme


class PageSitemap(StoreSitemap):
    """The pages that everybody may read; the shop's index stands for `/shop/`."""

    def items(self) -> Iterable[Page]:
        return (
            Page.objects.live()
            .public()
            .filter(depth__gt=1)
            .not_type(ProductIndexPage)
            .order_by("path")
        )

    def location(self, item: Page) -> str:
        return item.get_url() or "/"

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at


class CategorySitemap(StoreSitemap):
    """The public categories."""

    def items(self) -> Iterable[Category]:
        return Category.objects.browsable().order_by("path")


class ProductSitemap(StoreSitemap):
    """The products that are sold; variants have no page of their own."""

    def items(self) -> Iterable[Product]:
        return (
            Product.objects.browsable()
            .only("pk", "slug", "structure", "date_updated")
            .order_by("pk")
        )

    def lastmod(self, item: Product) -> datetime:
        return item.date_updated


SITEMAPS: dict[str, type[Sitemap] | Sitemap] = {
    "pages": PageSitemap,
    "categories": CategorySitemap,
    "products": ProductSitemap,
}


def sitemap(request: HttpRequest) -> HttpResponse:
    """`/sitemap.xml`; `?p=2` where there are more than `limit` addresses of a kind."""
    return sitemap_views.sitemap(request, sitemaps=SITEMAPS)


def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`: what is personal or endless is not for robots."""
    return TemplateResponse(
        request,
        "pages/robots.txt",
        {"sitemap_url": f"{settings.SITE_URL}/sitemap.xml"},
        content_type="text/plain; charset=utf-8",
    )
