"""The Products and Categories of `/cms/`: what shoppers see of each, and the way to its page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import django_filters
from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, Greatest
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from oscar.core.loading import get_model
from oscar.views.decorators import check_permissions
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.generic import IndexView
from wagtail.permission_policies.pages import PagePermissionPolicy

from shop.catalogue.models import Category, Product
from shop.catalogue.selectors.batch import ProductBatch
from shop.catalogue.selectors.cards import card_of
from shop.cms_pages.arrangements import Layout, arrangements
from shop.cms_pages.catalogue_columns import CellColumn, EditedColumn, Shown, full_names
from shop.cms_pages.catalogue_search import matching_categories, matching_products
from shop.cms_pages.models import CategoryPage, ProductPage
from shop.media.selectors import picture
from shop.search.models import Placement

PER_PAGE = 24
StockRecord = get_model("partner", "StockRecord")
ProductClass = get_model("catalogue", "ProductClass")


def may_edit_pages(user: Any) -> bool:
    """Whether somebody edits pages anywhere. Two queries, once a request."""
    policy = PagePermissionPolicy()
    return bool(policy.user_has_any_permission(user, {"add", "change", "publish"}))


def may_open_in_dashboard(user: Any, url_name: str) -> bool:
    """Oscar's own rule for the catalogue's pages in the dashboard."""
    config: Any = apps.get_app_config("catalogue_dashboard")
    needed = config.permissions_map.get(url_name, config.default_permissions)
    return bool(check_permissions(user, needed))


@dataclass(frozen=True, kw_only=True)
class Row(Shown):
    """What a listing shows of a product or category, beside its name.

    `layout` names where its sections come from. `dashboard_url` is empty for who may not go there.
    """

    open_url: str
    edit_url: str
    live_url: str
    dashboard_url: str
    page: str
    layout: str
    edited: datetime | None


class CatalogueListing(IndexView):
    """What the two listings share: who may see it, the search, the rows of a page at once."""

    paginate_by = PER_PAGE
    is_searchable = True
    search_backend_name = None
    show_export_buttons = False
    any_permission_required: list[str] = []
    permission_policy = None
    add_url_name = None
    dashboard_url_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_edit_pages(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> Any:
        """With the rows of the page: a constant number of queries, whatever it holds."""
        paginator, page, objects, is_paginated = super().paginate_queryset(queryset, page_size)
        found = list(objects)
        for thing, row in zip(found, self.rows(found), strict=True):
            thing.row = row
        page.object_list = found
        return paginator, page, found, is_paginated

    def rows(self, things: list[Any]) -> list[Row]:
        raise NotImplementedError

    @cached_property
    def may_see_dashboard(self) -> bool:
        """Whether the rows lead to the dashboard too."""
        return may_open_in_dashboard(self.request.user, self.dashboard_url_name)


PAGE_STATES = [
    ("live", _("A page of its own, published")),
    ("draft", _("A page of its own, as a draft")),
    ("none", _("No page of its own")),
]


def _by_page(queryset: QuerySet, value: str) -> QuerySet:
    if value == "none":
        return queryset.filter(page=None)
    return queryset.filter(page__isnull=False, page__live=value == "live")


class ProductFilters(WagtailFilterSet):
    """What the list of products can be narrowed by."""

    sold = django_filters.ChoiceFilter(
        label=_("For sale"),
        choices=[("yes", _("For sale")), ("no", _("Not for sale")), ("gone", _("Gone for good"))],
        method="by_sold",
    )
    stock = django_filters.ChoiceFilter(
        label=_("Stock"),
        choices=[("in", _("In stock")), ("low", _("Only a few left")), ("out", _("Sold out"))],
        method="by_stock",
    )
    product_class = django_filters.ModelChoiceFilter(
        label=_("Type"), queryset=ProductClass.objects.order_by("name")
    )
    category = django_filters.ChoiceFilter(
        label=_("Category"), choices=lambda: list(full_names().items()), method="by_category"
    )
    page_state = django_filters.ChoiceFilter(label=_("Page"), choices=PAGE_STATES, method="by_page")

    class Meta:
        model = Product
        fields: list[str] = []

    def by_sold(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == "gone":
            return queryset.filter(is_public=False, is_discontinued=True)
        return queryset.filter(is_public=value == "yes")

    def by_stock(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """By what is left of the product and its variants; what is not counted is in stock."""
        counted, few = Q(product_class__track_stock=True), settings.SHOP_LOW_STOCK_LEVEL
        # Summed once for all: a sum for each product would take seconds.
        left = (
            StockRecord.objects.order_by()
            .values(whole=Coalesce(F("product__parent"), F("product")))
            .annotate(left=Sum(Greatest(F("num_in_stock") - Coalesce(F("num_allocated"), 0), 0)))
        )
        if value == "out":
            return queryset.filter(counted).exclude(pk__in=left.filter(left__gt=0).values("whole"))
        if value == "low":
            low = left.filter(left__range=(1, few)).values("whole")
            return queryset.filter(counted, pk__in=low)
        return queryset.filter(~counted | Q(pk__in=left.filter(left__gt=few).values("whole")))

    def by_category(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        path = Category.objects.values_list("path", flat=True).get(pk=value)
        placed = Product.categories.through.objects.filter(
            category__path__startswith=path, product=OuterRef("pk")
        )
        return queryset.filter(Exists(placed))

    def by_page(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return _by_page(queryset, value)


class ProductListing(CatalogueListing):
    """Every product that has an address; variants share their product's."""

    model = Product
    dashboard_url_name = "catalogue-product"
    page_title = _("Products")
    header_icon = "tag"
    filterset_class = ProductFilters
    default_ordering = "-date_updated"

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            CellColumn("title", label=_("Product"), template="title", sort_key="title"),
            CellColumn("price", label=_("Price"), template="price"),
            CellColumn("stock", label=_("Stock"), template="stock"),
            CellColumn("sold", label=_("For sale"), template="sold"),
            CellColumn("layout", label=_("Layout or page"), template="layout"),
            EditedColumn(
                "edited", label=_("Last edited"), accessor="row.edited", sort_key="date_updated"
            ),
        ]

    def get_base_queryset(self) -> QuerySet:
        return Product.objects.exclude(structure=Product.CHILD).select_related("product_class")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return matching_products(queryset, self.search_query)

    def rows(self, things: list[Product]) -> list[Row]:
        """Some twelve queries for any number."""
        batch = ProductBatch(things)
        strategy = self.request.strategy
        pages = {page.product_id: page for page in ProductPage.objects.filter(product__in=things)}
        branches: dict[int, list[str]] = {}
        through = Product.categories.through.objects.filter(
            product__in=things,
            category__is_public=True,
            category__ancestors_are_public=True,
        )
        for product_id, path in through.values_list("product_id", "category__path"):
            branches.setdefault(product_id, []).append(path)
        arranged = arrangements()
        return [
            self._row(
                product,
                batch,
                strategy=strategy,
                page=pages.get(product.pk),
                layout=arranged.layout(
                    product_class_id=product.product_class_id,
                    branches=branches.get(product.pk, ()),
                ),
            )
            for product in things
        ]

    def _row(
        self,
        product: Product,
        batch: ProductBatch,
        *,
        strategy: Any,
        page: ProductPage | None,
        layout: Layout | None,
    ) -> Row:
        card = card_of(product, batch, strategy=strategy)
        name = layout.name if layout else _now("The usual one")
        if page is not None and page.live and page.manner == ProductPage.REPLACE:
            name = ""
        return Row(
            open_url=reverse("shop_products:open", args=[product.pk]),
            edit_url=reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else "",
            live_url=product.get_absolute_url() if product.is_public else "",
            dashboard_url=reverse(f"dashboard:{self.dashboard_url_name}", args=[product.pk])
            if self.may_see_dashboard
            else "",
            picture=card.picture,
            page=_page_state(page),
            layout=name,
            edited=_latest(product.date_updated, page),
            price=card.price,
            stock=batch.units_left(product),
        )


def _page_state(page: Any) -> str:
    if page is None:
        return ""
    if not page.live:
        return _now("Page, not published")
    return _now("Page, with changes to publish") if page.has_unpublished_changes else _now("Page")


def _latest(changed: datetime | None, page: Any) -> datetime | None:
    moments = [changed, page.latest_revision_created_at if page else None]
    return max((moment for moment in moments if moment), default=None)


def _in_hidden(categories: Iterable[Category]) -> dict[int, int]:
    """How many products the hidden ones hold: placements know those that shoppers reach alone."""
    hidden = [each for each in categories if not (each.is_public and each.ancestors_are_public)]
    below = Q(pk__in=())
    for category in hidden:
        below |= Q(category__path__startswith=category.path)
    placed = list(
        Product.categories.through.objects.filter(below, product__is_public=True).values_list(
            "category__path", "product"
        )
        if hidden
        else ()
    )
    return {
        category.pk: len({product for path, product in placed if path.startswith(category.path)})
        for category in hidden
    }


class CategoryFilters(WagtailFilterSet):
    """What the list of categories can be narrowed by."""

    sold = django_filters.ChoiceFilter(
        label=_("Public"), choices=[("yes", _("Public")), ("no", _("Hidden"))], method="by_public"
    )
    page_state = django_filters.ChoiceFilter(label=_("Page"), choices=PAGE_STATES, method="by_page")

    class Meta:
        model = Category
        fields: list[str] = []

    def by_public(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        public = Q(is_public=True, ancestors_are_public=True)
        return queryset.filter(public if value == "yes" else ~public)

    def by_page(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return _by_page(queryset, value)


class CategoryListing(CatalogueListing):
    """Every category, as they stand in the tree."""

    model = Category
    dashboard_url_name = "catalogue-category-update"
    page_title = _("Categories")
    header_icon = "folder-open-inverse"
    filterset_class = CategoryFilters
    default_ordering = "path"

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            CellColumn("title", label=_("Category"), template="title", sort_key="name"),
            Column("full_path", label=_("Address"), accessor="get_absolute_url"),
            Column("products", label=_("Products"), accessor="number"),
            CellColumn("public", label=_("Public"), template="public"),
            CellColumn("layout", label=_("Page"), template="layout"),
            EditedColumn("edited", label=_("Last edited"), accessor="row.edited"),
        ]

    def get_base_queryset(self) -> QuerySet:
        return Category.objects.select_related("image").prefetch_related("image__renditions")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return matching_categories(queryset, self.search_query)

    def rows(self, things: list[Category]) -> list[Row]:
        """Five queries for any number. A category's products are those that stand below it too."""
        found = CategoryPage.objects.filter(category__in=things)
        pages = {page.category_id: page for page in found}
        placed = Placement.objects.filter(category__in=things, product__is_public=True)
        counted = placed.order_by().values("category").annotate(number=Count("pk"))
        numbers = dict(counted.values_list("category", "number")) | _in_hidden(things)
        names = full_names()
        for category in things:
            category.number = numbers.get(category.pk, 0)
            category.label = names[category.pk]
        return [self._row(category, pages.get(category.pk)) for category in things]

    def _row(self, category: Category, page: CategoryPage | None) -> Row:
        public = category.is_public and category.ancestors_are_public
        return Row(
            open_url=reverse("shop_categories:open", args=[category.pk]),
            edit_url=reverse("wagtailadmin_pages:edit", args=[page.pk]) if page else "",
            live_url=category.get_absolute_url() if public else "",
            dashboard_url=reverse(f"dashboard:{self.dashboard_url_name}", args=[category.pk])
            if self.may_see_dashboard
            else "",
            picture=picture(category.image) if category.image else None,
            page=_page_state(page),
            layout="" if page else _now("The usual one"),
            edited=_latest(None, page),
        )
