"""The header: the same for everyone, from memory, with what the menus hold."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop.catalogue.selectors import category_tree
from shop.cms_pages.models import HomePage, LandingPage
from tests.factories import make_category, make_user
from tests.factories.pictures import make_image

pytestmark = pytest.mark.django_db


def header(client: Client | None = None, path: str = "/search/") -> str:
    """The header, the drawer and the search panel of a page."""
    page = (client or Client()).get(path).content.decode()
    return page[page.index("<header") : page.index("<main")]


def test_a_panel_holds_text_picture_and_two_levels_below() -> None:
    kitchen = make_category(
        "Kitchen",
        description="<p>Working pieces, plain enough to leave out.</p>",
        image=make_image("Kettle"),
    )
    tea = make_category("Coffee & Tea", parent=kitchen)
    make_category("Brewing", parent=tea)

    markup = header()

    panel = markup[markup.index("<mega-menu>") : markup.index("</mega-menu>")]
    assert '<details name="mega-menu">' in panel
    assert "Working pieces, plain enough to leave out." in panel
    assert "&lt;p&gt;" not in panel
    assert "<img" in panel
    assert 'loading="lazy"' in panel
    assert 'href="/shop/kitchen/coffee-tea/brewing/"' in panel
    assert "All of Kitchen" in panel


def test_a_category_with_nothing_below_is_a_plain_link() -> None:
    make_category("Sale")

    markup = header()

    assert re.search(r'<a class="nav-item"\s+href="/shop/sale/"', markup)
    assert "<details" not in markup


def test_a_page_in_the_menu_is_a_plain_link() -> None:
    HomePage.objects.get().add_child(
        instance=LandingPage(title="Journal", slug="journal", show_in_menus=True)
    )

    assert 'href="/journal/"' in header()


def test_it_marks_where_one_is() -> None:
    kitchen = make_category("Kitchen")
    make_category("Brewing", parent=kitchen)
    make_category("Lighting")

    markup = header(path="/shop/kitchen/brewing/")

    assert len(re.findall(r'href="/shop/kitchen/brewing/" aria-current="page"', markup)) == 2
    assert markup.count("data-current") == 1
    assert '<details name="site-menu" open>' in markup


def test_everyone_gets_the_same_and_no_query_is_asked() -> None:
    kitchen = make_category("Kitchen", image=make_image("Kettle"))
    for number in range(3):
        make_category(f"Room {number}", parent=kitchen)
    visitor, shopper = Client(), Client()
    shopper.force_login(make_user())
    assert header(visitor) == header(shopper)

    with CaptureQueriesContext(connection) as captured:
        header(visitor)
    asked = [query["sql"] for query in captured]
    assert not [sql for sql in asked if "catalogue_category" in sql or "media_image" in sql]


def test_thirty_categories_cost_no_more_queries_than_three() -> None:
    def cost() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            category_tree()
        return len(captured)

    for number in range(3):
        make_category(f"Room {number}", image=make_image(f"Room {number}"))
    few = cost()
    for number in range(30):
        top = make_category(f"Hall {number}", image=make_image(f"Hall {number}"))
        make_category("Below", parent=top)

    assert cost() == few
    assert few <= 4
