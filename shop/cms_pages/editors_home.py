"""What the CMS's first page says: how the shop does today, and which pages want something."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, ReferenceIndex, Revision, TaskState
from wagtail.permissions import policy_registry

from shop.catalogue.models import Product
from shop.cms_pages.models import ProductLayout
from shop.orders.takings import Takings, best_sellers
from shop.search.models import ListedProduct

SALES_RIGHT = "cms_pages.view_sales_totals"
# Of everything as many as are read at a glance; a line says how many more there are.
MOST = 8
AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class PageLine:
    """A page or a layout with the way to its editor, and what is said of it."""

    title: str
    edit_url: str
    when: datetime | None = None
    who: str = ""
    ends: bool = False


@dataclass(frozen=True)
class SellingLine:
    """A product and its units, with the way to its page."""

    title: str
    url: str
    units: int


@dataclass(frozen=True)
class SoldOutLine:
    """A product that cannot be bought, and the live pages that show it."""

    title: str
    url: str
    pages: tuple[PageLine, ...]


@dataclass(frozen=True)
class Bar:
    """An hour in the plot, in its units: where it stands and how tall it is."""

    x: int
    y: float
    height: float
    hour: int
    orders: int
    revenue: Any


@dataclass(frozen=True)
class Lines:
    """Some lines, and how many more there are."""

    shown: tuple[Any, ...]
    more: int = 0

    @classmethod
    def of(cls, found: list[Any]) -> Lines:
        """The first of them."""
        return cls(tuple(found[:MOST]), max(0, len(found) - MOST))


def bars(takings: Takings, *, width: int = 10, height: int = 60) -> tuple[Bar, ...]:
    """The plot's bars; an hour with any order can be seen."""
    most = max((hour.revenue for hour in takings.hours), default=0)
    found = []
    for number, hour in enumerate(takings.hours):
        tall = max(2.0, float(hour.revenue / most) * height) if most and hour.orders else 0.0
        found.append(
            Bar(
                x=number * width,
                y=round(height - tall, 1),
                height=round(tall, 1),
                hour=hour.hour,
                orders=hour.orders,
                revenue=hour.revenue,
            )
        )
    return tuple(found)


def selling() -> tuple[SellingLine, ...]:
    """The best sellers of the last seven days that still have a page. Two queries."""
    sold = best_sellers()
    there = Product.objects.filter(is_public=True).only("title", "slug", "structure", "parent_id")
    products = there.in_bulk([row.product_id for row in sold])
    return tuple(
        SellingLine(product.title, product.get_absolute_url(), row.units)
        for row in sold
        if (product := products.get(row.product_id))
    )


def awaiting_approval(user: Any) -> Lines:
    """The pages and layouts that somebody submitted and the user may see, the oldest first. Five
    queries."""
    states = list(
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS, revision__base_content_type__in=_kinds()
        )
        .select_related("revision__user")
        .order_by("started_at", "pk")
    )
    lines = _lines(user, {_key(state.revision) for state in states})
    return Lines.of(
        [
            replace(line, when=state.started_at, who=_name(state.revision.user))
            for state in states
            if (line := lines.get(_key(state.revision)))
        ]
    )


def this_week(user: Any) -> Lines:
    """The pages and layouts that go live or end within seven days, the next first. Six queries."""
    now = timezone.now()
    week = (now, now + AHEAD)
    pages, layouts = _kinds()
    coming = Revision.objects.filter(
        base_content_type__in=_kinds(), approved_go_live_at__range=week
    )
    moments = [(each.approved_go_live_at, _key(each), False) for each in coming.defer("content")]
    for kind, live in ((pages, Page.objects.live()), (layouts, _live_layouts())):
        ending = live.filter(expire_at__range=week).values_list("expire_at", "pk")
        moments += [(moment, (kind.pk, pk), True) for moment, pk in ending]
    lines = _lines(user, {key for _moment, key, _ends in moments})
    return Lines.of(
        [
            replace(lines[key], when=moment, ends=ends)
            for moment, key, ends in sorted(moments)
            if key in lines
        ]
    )


def _kinds() -> tuple[ContentType, ContentType]:
    """What has drafts, schedules and approval: pages and layouts. No query once they are known."""
    found = ContentType.objects.get_for_models(Page, ProductLayout)
    return found[Page], found[ProductLayout]


def _key(revision: Revision) -> tuple[int, int]:
    return revision.base_content_type_id, int(revision.object_id)


def _live_layouts() -> Any:
    return ProductLayout.objects.filter(live=True)


def _lines(user: Any, keys: set[tuple[int, int]]) -> dict[tuple[int, int], PageLine]:
    """Those of the pages and layouts that the user may do something with."""
    pages, layouts = _kinds()
    found = {
        (pages.pk, pk): _line(page)
        for pk, page in _pages(user, {pk for kind, pk in keys if kind == pages.pk}).items()
    }
    wanted = {pk for kind, pk in keys if kind == layouts.pk}
    if wanted and user.has_perm("cms_pages.change_productlayout"):
        for pk, layout in ProductLayout.objects.in_bulk(wanted).items():
            url = reverse("wagtailsnippets_cms_pages_productlayout:edit", args=[pk])
            found[layouts.pk, pk] = PageLine(layout.name, url)
    return found


def sold_out_on_pages(user: Any) -> Lines:
    """Products that somebody chose for a live page though nobody can buy them. Five queries.

    What a rule draws is left to it: it can leave out what is sold out.
    """
    shown: dict[int, list[int]] = {}
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Product),
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    for product_id, page_id in references.values_list("to_object_id", "object_id").distinct():
        shown.setdefault(int(product_id), []).append(int(page_id))
    sold_out = ListedProduct.objects.filter(is_available=False).values("product")
    gone = Product.objects.filter(pk__in=list(shown), is_public=True).filter(pk__in=sold_out)
    products = list(gone.only("title", "slug", "structure", "parent_id").order_by("title", "pk"))
    pages = _pages(user, {pk for product in products for pk in shown[product.pk]}, live=True)
    lines = []
    for product in products:
        on = tuple(_line(pages[pk]) for pk in sorted(shown[product.pk]) if pk in pages)
        if on:
            lines.append(SoldOutLine(product.title, product.get_absolute_url(), on))
    return Lines.of(lines)


def _pages(user: Any, ids: set[int], *, live: bool = False) -> dict[int, Page]:
    """Those of the pages that the user may do something with."""
    if not ids:
        return {}
    allowed = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(
        user, ["add", "change", "publish"]
    )
    if live:
        allowed = allowed.live()
    return {page.pk: page for page in allowed.filter(pk__in=ids)}


def _line(page: Page) -> PageLine:
    title = page.draft_title or page.title
    return PageLine(title, reverse("wagtailadmin_pages:edit", args=[page.pk]))


def _name(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
