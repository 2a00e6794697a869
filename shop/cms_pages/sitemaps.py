"""What search engines find: every page, category and product, each once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemap_views
from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    Max,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.models import Page, get_page_models

from shop.catalogue.models import Category, Product
from shop.cms_pages.arrangements import arrangements
from shop.cms_pages.models import CategoryPage, ProductIndexPage, ProductPage, StorePage
from shop.core import page_cache
from shop.core.addresses import absolute_url
from shop.core.page_cache import sources
from shop.search.models import Placement


class StoreSitemap(Sitemap):
    """Addresses below `SITE_URL`, so that neither a proxy nor a Host header changes them."""

    limit = 10_000  # each kind's; the three together stay below the 50,000 that a file may hold

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
            .not_type(ProductIndexPage, ProductPage, CategoryPage)
            .exclude(pk__in=_unlisted_ids())
            .order_by("path")
        )

    def location(self, item: Page) -> str:
        return item.get_url() or "/"

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at


def _unlisted_ids() -> list[int]:
    """The pages that search engines should not or will not show. One query."""
    first, *others = (
        model.objects.filter(_unlisted()).order_by().values_list("pk", flat=True)
        for model in get_page_models()
        if issubclass(model, StorePage)
    )
    return list(first.union(*others, all=True))


def _unlisted(at: str = "") -> Q:
    """Hidden by an editor, or the same text stood elsewhere first; `at` leads to the page."""
    return Q(**{f"{at}hidden_from_search": True}) | Q(**{f"{at}canonical_address__gt": ""})


def _of_live_page(things: Any) -> Any:
    """Without those whose live page is not listed; `published` says when the page was."""
    unlisted = Q(page__live=True) & _unlisted("page__")
    published = Case(When(page__live=True, then="page__last_published_at"))
    return things.exclude(unlisted).annotate(published=published)


def _latest(*moments: datetime | None) -> datetime | None:
    return max((moment for moment in moments if moment), default=None)


class CategorySitemap(StoreSitemap):
    """The public categories."""

    def items(self) -> Iterable[Category]:
        placed = Placement.objects.filter(category=OuterRef("pk"), product__is_public=True)
        newest = placed.values("category").annotate(at=Max("product__date_updated")).values("at")
        categories = _of_live_page(Category.objects.browsable())
        return categories.annotate(changed=Subquery(newest)).order_by("path")

    def lastmod(self, item: Any) -> datetime | None:
        """When its page, or the newest of the products in it and below, was changed."""
        return _latest(item.changed, item.published)


class ProductSitemap(StoreSitemap):
    """The products that are sold; variants have no page of their own."""

    def items(self) -> Iterable[Product]:
        return (
            _of_live_page(Product.objects.browsable())
            .annotate(arranged=_layout_published())
            .only("pk", "slug", "structure", "date_updated")
            .order_by("pk")
        )

    def lastmod(self, item: Any) -> datetime | None:
        """When it, its page, or the layout that it is shown with was changed."""
        return _latest(item.date_updated, item.published, item.arranged)


def _layout_published() -> Case:
    """When the nearest layout of a product was published, by the rule of `Arrangements.layout`."""
    layouts = arrangements().layouts
    nearest = sorted((each for each in layouts if each.branch), key=lambda each: -len(each.branch))
    inside = Placement.objects.filter(product=OuterRef("pk"))
    whens = [
        When(page__live=True, page__manner=ProductPage.REPLACE, then=None),
        *(
            When(Exists(inside.filter(category=each.category_id)), then=Value(each.published_at))
            for each in nearest
        ),
        *(
            When(product_class=each.product_class_id, then=Value(each.published_at))
            for each in layouts
            if each.product_class_id
        ),
    ]
    for_all = (each for each in layouts if not each.branch and not each.product_class_id)
    otherwise = next((each.published_at for each in for_all), None)
    return Case(*whens, default=Value(otherwise), output_field=DateTimeField())


SITEMAPS: dict[str, Any] = {
    "pages": PageSitemap,
    "categories": CategorySitemap,
    "products": ProductSitemap,
}


@sitemap_views.x_robots_tag
def sitemap(request: HttpRequest) -> HttpResponse:
    """`/sitemap.xml`: every address, or where they are too many for one file, the files' names."""
    _everybodys()
    pages = {name: kind().paginator.num_pages for name, kind in SITEMAPS.items()}
    if max(pages.values()) == 1:
        return sitemap_views.sitemap(request, sitemaps=SITEMAPS)
    # Django's own index takes its host from the Site and not from SITE_URL.
    found = [
        sitemap_views.SitemapIndexItem(
            absolute_url(reverse("sitemap-section", args=[name])) + (f"?p={n}" if n > 1 else "")
        )
        for name, count in pages.items()
        for n in range(1, count + 1)
    ]
    return TemplateResponse(
        request, "sitemap_index.xml", {"sitemaps": found}, content_type="application/xml"
    )


def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """`/sitemap-products.xml?p=2`: one file of those that the index names; 404 past the last."""
    page = request.GET.get("p", "")
    _everybodys([("p", page)] if page.isdigit() else [])
    return sitemap_views.sitemap(request, sitemaps=SITEMAPS, section=section)


def _everybodys(honoured: Iterable[tuple[str, str]] = ()) -> None:
    made_of = (sources.PAGES, sources.PUBLISHED, sources.CATEGORIES, sources.PRODUCTS)
    page_cache.made_from(*made_of, sources.shelf(), sources.setting("Site"))
    page_cache.everybodys(honoured)


def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`: what is personal or endless is not for robots."""
    page_cache.everybodys()
    return TemplateResponse(
        request,
        "pages/robots.txt",
        {"sitemap_url": f"{settings.SITE_URL}/sitemap.xml"},
        content_type="text/plain; charset=utf-8",
    )
