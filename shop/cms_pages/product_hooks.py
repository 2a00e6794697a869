"""Products, categories and layouts in `/cms/`: listings, pages, what may be done with them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail import hooks
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from shop.catalogue.models import Category, Product
from shop.cms_pages import links, product_services
from shop.cms_pages.catalogue_columns import EditedColumn
from shop.cms_pages.catalogue_listings import CategoryListing, ProductListing, may_edit_pages
from shop.cms_pages.models import ProductLayout
from shop.cms_pages.models.products import DerivedPage


class OpenPageView(View):
    """The page of a product or category: the one there is, else a new draft (by POST alone)."""

    model: Any = None
    listing_url = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        thing = self.thing(request, pk)
        page = getattr(thing, "page", None)
        if page is None:
            return redirect(self.listing_url)
        return redirect("wagtailadmin_pages:edit", page.pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        thing = self.thing(request, pk)
        try:
            page, made = self.open(thing, request.user)
        except product_services.NoHomePage:
            messages.error(request, _now("The shop has no home page yet: make that first."))
            return redirect(self.listing_url)
        if made:
            messages.success(
                request,
                _now("This is a draft. Shoppers see its sections once you publish it."),
            )
        return redirect("wagtailadmin_pages:edit", page.pk)

    def thing(self, request: HttpRequest, pk: int) -> Any:
        if not may_edit_pages(request.user):
            raise PermissionDenied
        things = self.model.objects.all()
        if self.model is Product:
            things = things.exclude(structure=Product.CHILD)
        return get_object_or_404(things, pk=pk)

    def open(self, thing: Any, user: Any) -> tuple[Any, bool]:
        if self.model is Product:
            return product_services.open_product_page(product=thing, user=user)
        return product_services.open_category_page(category=thing, user=user)


class CatalogueViewSet(ViewSet):
    """A listing of things of the catalogue, and the way to their pages."""

    add_to_admin_menu = True
    listing: Any = None
    model: Any = None

    def get_urlpatterns(self) -> list[URLPattern]:
        names = {
            "index_url_name": self.get_url_name("index"),
            "index_results_url_name": self.get_url_name("results"),
        }
        listing_url = self.get_url_name("index")
        return [
            path("", self.listing.as_view(**names), name="index"),
            path("results/", self.listing.as_view(results_only=True, **names), name="results"),
            path(
                "<int:pk>/page/",
                OpenPageView.as_view(model=self.model, listing_url=listing_url),
                name="open",
            ),
        ]

    def get_menu_item(self, order: int | None = None) -> Any:
        item = super().get_menu_item(order)
        item.is_shown = lambda request: may_edit_pages(request.user)
        return item


products = CatalogueViewSet(
    "shop_products",
    url_prefix="products",
    menu_label=_("Products"),
    icon="tag",
    menu_order=110,
    listing=ProductListing,
    model=Product,
)
categories = CatalogueViewSet(
    "shop_categories",
    url_prefix="categories",
    menu_label=_("Categories"),
    icon="folder-open-inverse",
    menu_order=120,
    listing=CategoryListing,
    model=Category,
)


@hooks.register("register_admin_viewset")
def register_catalogue() -> list[ViewSet]:
    """Products and Categories in the editor's menu."""
    return [products, categories]


def _last_edited(layout: ProductLayout) -> Any:
    return layout.latest_revision.created_at if layout.latest_revision else None


class LayoutViewSet(SnippetViewSet):
    """The layouts, each with what it is for."""

    model = ProductLayout
    icon = "grip"
    menu_label = _("Product layouts")
    menu_order = 130
    add_to_admin_menu = True
    list_display = [
        "name",
        Column("scope", label=_("For")),
        LiveStatusTagColumn(),
        EditedColumn("edited", label=_("Last edited"), accessor=_last_edited),
    ]
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> Any:
        return self.model.objects.select_related("latest_revision")


register_snippet(LayoutViewSet)


@hooks.register("register_rich_text_features")
def register_links(features: Any) -> None:
    """Links to products and categories in running text."""
    links.register(features)


@hooks.register("insert_editor_js")
def editor_scripts() -> SafeString:
    """A press on a section in the preview opens it in the form; what is saved is saved once."""
    names = ("js/editor-sections.js", "js/cms/one-saving.js")
    return format_html_join(
        "\n", '<script type="module" src="{}"></script>', ((static(name),) for name in names)
    )


@hooks.register("insert_global_admin_css")
def listing_styles() -> SafeString:
    """The look of our listings in `/cms/`."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/cms.css"))


@hooks.register("before_copy_page")
def refuse_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A product has one page; a copy or an alias of it would belong to nothing."""
    if not isinstance(page.specific, DerivedPage):
        return None
    messages.error(
        request,
        _now("“%(title)s” has one page only. Open another product or category in its list.")
        % {"title": page.title},
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)
