"""The CMS's first page: totals for who may see them, and which pages want something."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shop.cms_pages.models import LandingPage
from shop.orders.models import Line, Order
from shop.orders.statuses import AWAITING_PAYMENT, CANCELLED, PAID, REFUNDED, SHIPPED
from tests.cms_pages.editing import edit, editor, home_page, page_form, product_row, publish
from tests.factories import make_product, make_user, make_variants

pytestmark = pytest.mark.django_db

NOON = datetime(2027, 3, 2, 12, 30, tzinfo=ZoneInfo("Europe/London"))


def make_order(
    total: str = "18.00",
    *,
    status: str = PAID,
    placed: datetime | None = None,
    product: Any = None,
    units: int = 1,
) -> None:
    """An order's row as reports read it."""
    number = str(100000 + Order.objects.count())
    order = Order.objects.create(
        number=number,
        currency="GBP",
        total_incl_tax=Decimal(total),
        total_excl_tax=Decimal(total),
        status=status,
        guest_email="rowan@example.com",
    )
    Order.objects.filter(pk=order.pk).update(date_placed=placed or timezone.now())
    if product is not None:
        Line.objects.create(
            order=order,
            product=product,
            title=product.get_title(),
            partner_name="P",
            partner_sku=number,
            quantity=units,
            num_allocated=0,
            line_price_incl_tax=Decimal(total),
            line_price_excl_tax=Decimal(total),
            line_price_before_discounts_incl_tax=Decimal(total),
            line_price_before_discounts_excl_tax=Decimal(total),
        )


def first_page(client: Client | None = None) -> str:
    response = (client or editor()).get("/cms/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def panel(page: str, key: str) -> str:
    """A list of the page by the id of its heading."""
    return page[page.index(f'id="{key}"') :].partition("</section>")[0]


@time_machine.travel(NOON, tick=False)
def test_todays_orders_and_revenue_are_summed_by_the_hour() -> None:
    make_order("18.00", placed=NOON - timedelta(hours=3))
    make_order("60.00", placed=NOON - timedelta(hours=3, minutes=10), status=SHIPPED)
    make_order("5.00", placed=NOON - timedelta(minutes=1))
    for status in (AWAITING_PAYMENT, CANCELLED, REFUNDED):
        make_order("1000.00", status=status)
    make_order("1000.00", placed=NOON - timedelta(hours=13))

    page = first_page()

    assert "<dt>Orders today</dt> <dd> 3 </dd>" in page
    assert "<dt>Revenue today</dt> <dd> £83.00 </dd>" in page
    assert "Most came after 9:00: £78.00." in page
    # The plot's picture has its words, and the same stands in a table.
    assert 'role="img" aria-labelledby="sales-plot"' in page
    assert page.count("<rect") == 2
    assert '<th scope="row">9:00</th> <td>2</td> <td>£78.00</td>' in page
    assert "1,000" not in page


def test_the_best_sellers_are_products_with_their_variants_together() -> None:
    mug, tray = make_variants(), make_product("Oak Tray")
    for variant in mug.children.all():
        make_order(product=variant, units=2)
    make_order(product=tray, units=3)
    make_order(product=make_product("Old Clock"), units=9, placed=timezone.now() - timedelta(8))
    make_order(product=make_product("Cancelled Lamp"), units=9, status=CANCELLED)

    page = first_page()

    sellers = page[page.index("Best sellers") :].partition("</ol>")[0]
    assert sellers.index("Stoneware Mug") < sellers.index("Oak Tray")
    assert "4 sold" in sellers
    assert "Old Clock" not in sellers
    assert "Cancelled Lamp" not in sellers


def test_a_quiet_day_says_so() -> None:
    page = first_page()

    assert "Nothing has been sold yet today." in page
    assert "Nobody waits for an answer." in page
    assert "Everything that was chosen for a page can be bought." in page


def test_totals_are_for_who_may_see_them_and_hold_no_order() -> None:
    make_order(product=make_product("Oak Tray"))
    writer = make_user()
    group = Group.objects.create(name="Guest writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    writer.groups.add(group)
    client = Client()
    client.force_login(writer)

    seen, unseen = first_page(), first_page(client)

    assert "Orders today" in seen
    assert "rowan@example.com" not in seen
    assert "/dashboard/" not in seen
    assert "Orders today" not in unseen
    assert "Best sellers" not in unseen


def test_what_awaits_approval_stands_there_until_it_is_approved() -> None:
    page = home_page()
    edit(editor(), page, product_row(make_product()), **{"action-submit": "on"})

    waiting = panel(first_page(editor("Publishers")), "home-awaiting")
    assert f'href="/cms/pages/{page.pk}/edit/"' in waiting
    assert "ago" in waiting

    state = page.current_workflow_task_state
    editor("Publishers").post(f"/cms/pages/workflow/action/{page.pk}/approve/{state.pk}/")
    assert "Nobody waits" in panel(first_page(), "home-awaiting")


@time_machine.travel(NOON, tick=False)
def test_pages_that_go_live_or_end_this_week() -> None:
    for slug, days in (("soon", 2), ("later", 9)):
        page = home_page().add_child(
            instance=LandingPage(title=f"Sale {slug}", slug=slug, live=False)
        )
        when = (NOON + timedelta(days)).strftime("%Y-%m-%d %H:%M")
        editor().post(
            f"/cms/pages/{page.pk}/edit/",
            page_form(
                title=page.title,
                slug=slug,
                go_live_at=when,
                **{"action-publish": "action-publish"},
            ),
        )
    home_page().add_child(
        instance=LandingPage(title="Spring", slug="spring", expire_at=NOON + timedelta(days=1))
    )

    coming = panel(first_page(), "home-coming")

    assert coming.index("Spring") < coming.index("Sale soon")
    assert "ends Wed 3 Mar, 12:30" in coming
    assert "goes live Thu 4 Mar, 12:30" in coming
    assert "Sale later" not in coming


def test_a_product_that_is_sold_out_on_a_live_page_is_named() -> None:
    gone, there = make_product("Oak Tray", stock=0), make_product("Stoneware Mug")
    make_product("Sold Out Elsewhere", stock=0)
    publish(editor(), home_page(), product_row(gone, there))

    named = panel(first_page(), "home-sold-out")
    assert "Oak Tray" in named
    assert "Tarn &amp; Weald" in named
    assert "Stoneware Mug" not in named
    assert "Elsewhere" not in named


def test_thirty_of_everything_cost_no_more_queries_than_three() -> None:
    client = editor()

    def add(count: int, start: int) -> None:
        for number in range(start, start + count):
            product = make_product(f"Plate {number}", stock=0)
            make_order(product=product)
            page = home_page().add_child(
                instance=LandingPage(title=f"Page {number}", slug=f"page-{number}")
            )
            publish(client, page, product_row(product))
            edit(client, page, product_row(product), **{"action-submit": "on"})
            soon = timezone.now() + timedelta(days=1)
            LandingPage.objects.filter(pk=page.pk).update(expire_at=soon)

    def cost() -> int:
        first_page(client)
        with CaptureQueriesContext(connection) as captured:
            first_page(client)
        return len(captured)

    # More than Wagtail's own list of one's latest edits holds.
    add(6, 0)
    few = cost()
    add(24, 6)

    assert cost() == few
    assert few <= 60
    assert "And 22 more." in first_page(client)
