"""Categories as data: what is in them, in which order, on how many pages; and the menus' tree."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.paginator import InvalidPage
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from oscar.core.loading import get_class

from shop.catalogue.models import Category
from shop.catalogue.selectors import category_tree
from shop.partner.tax import tax_rates
from shop.search.listings import asked
from shop.search.listings.selectors import Listing, category_listing, shop_listing
from tests.factories import make_category, make_product, make_variants
from tests.factories.catalogue import mark_filter
from tests.factories.pictures import add_picture

pytestmark = pytest.mark.django_db


def titles(listing: Listing) -> list[str]:
    return [card.title for card in listing.page.object_list]


def listed(path: str = "tableware", query: str = "") -> Listing:
    # A strategy of its own, as every request has: one that is kept keeps the rates it has read.
    strategy = get_class("partner.strategy", "Selector")().strategy()
    return category_listing(path, strategy=strategy, asked=asked.read(QueryDict(query)))


def test_a_category_holds_what_is_below_it_each_once() -> None:
    tableware = make_category("Tableware")
    mugs = make_category("Mugs", parent=tableware)
    mug = make_product("Mug", category=mugs)
    mug.categories.add(tableware)
    make_product("Lamp", category=make_category("Lighting"))

    listing = listed()

    assert titles(listing) == ["Mug"]
    assert [(link.title, link.url) for link in listing.subcategories] == [
        ("Mugs", "/shop/tableware/mugs/")
    ]
    assert [crumb.title for crumb in listed("tableware/mugs").crumbs] == [
        "Shop",
        "Tableware",
        "Mugs",
    ]


def test_prices_sort_by_the_lowest_variant_and_missing_ones_come_last() -> None:
    tableware = make_category("Tableware")
    make_product("Dear", price="90.00", category=tableware)
    make_product("Cheap", price="5.00", category=tableware)
    variants = make_variants("Between", price="40.00", category=tableware)
    first = variants.children.order_by("pk").first().stockrecords.get()
    first.price = Decimal("20.00")
    first.save()
    for record in make_product("Priceless", category=tableware).stockrecords.all():
        record.delete()

    assert titles(listed(query="sort=price")) == ["Cheap", "Between", "Dear", "Priceless"]
    assert titles(listed(query="sort=-price")) == ["Dear", "Between", "Cheap", "Priceless"]


def test_featured_goes_by_priority_and_an_unknown_order_is_featured() -> None:
    tableware = make_category("Tableware")
    make_product("First", category=tableware, priority=9)
    make_product("Second", category=tableware)
    make_product("Third", category=tableware, priority=-1)

    listing = listed(query="sort=by-magic")

    assert titles(listing) == ["First", "Second", "Third"]
    assert listing.sort == "featured"
    assert titles(listed(query="sort=newest")) == ["Third", "Second", "First"]


@pytest.mark.parametrize("path", ["nowhere", "tableware/nowhere", "Tableware"])
def test_a_category_that_is_not_there_is_an_error(path: str) -> None:
    make_category("Tableware")

    with pytest.raises(Category.DoesNotExist):
        listed(path)


def test_a_category_below_a_hidden_one_is_hidden() -> None:
    tableware = make_category("Tableware")
    make_category("Mugs", parent=tableware)
    tableware = Category.objects.get(pk=tableware.pk)
    tableware.is_public = False
    tableware.save()

    with pytest.raises(Category.DoesNotExist):
        listed("tableware/mugs")


def test_pages_hold_twenty_four_and_a_page_past_the_end_is_an_error() -> None:
    tableware = make_category("Tableware")
    for number in range(25):
        make_product(f"Plate {number}", category=tableware)

    assert len(titles(listed())) == 24
    assert len(titles(listed(query="page=2"))) == 1
    with pytest.raises(InvalidPage):
        listed(query="page=3")


def test_an_empty_category_has_one_page() -> None:
    make_category("Tableware")

    assert listed().count == 0
    assert not listed().has_choices


def warm() -> None:
    """What the shop keeps in its cache, and a process in its memory, is there from here on."""
    category_tree()
    tax_rates()
    listed()


@pytest.mark.parametrize(("query", "queries"), [("", 12), ("colour=oat", 14), ("available=1", 13)])
def test_thirty_products_cost_as_many_queries_as_three(query: str, queries: int) -> None:
    tableware = make_category("Tableware")
    mugs = make_category("Mugs", parent=tableware)
    for number in range(3):
        add_picture(make_variants(f"Mug {number}", category=mugs))
    for number in range(27):
        add_picture(make_variants(f"Plate {number}", category=tableware))
    mark_filter("colour")
    warm()

    with CaptureQueriesContext(connection) as few:
        assert listed("tableware/mugs", query).count == 3
    with CaptureQueriesContext(connection) as many:
        assert listed("tableware", query).count == 30
    assert len(few) == len(many) == queries


def test_the_shop_lists_every_product_that_is_sold() -> None:
    make_category("Tableware")
    make_product("Mug")
    gone = make_product("Gone")
    gone.is_public = False
    gone.save()

    strategy = get_class("partner.strategy", "Selector")().strategy()
    shop = shop_listing(strategy=strategy, asked=asked.Asked())

    assert titles(shop) == ["Mug"]
    assert [link.title for link in shop.subcategories] == ["Tableware"]


@pytest.fixture
def tree() -> Category:
    tableware = make_category("Tableware")
    make_category("Mugs", parent=tableware)
    make_category("Kitchen")
    category_tree()
    return tableware


def shown() -> list[tuple[str, list[str]]]:
    return [(node.title, [child.url for child in node.children]) for node in category_tree()]


def test_the_tree_asks_nothing_while_warm(tree: Category, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert shown() == [("Tableware", ["/shop/tableware/mugs/"]), ("Kitchen", [])]


@pytest.mark.parametrize("change", ["rename", "move", "hide", "delete", "add"])
def test_the_tree_follows_every_change(
    tree: Category, change: str, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        kitchen, mugs = Category.objects.get(name="Kitchen"), Category.objects.get(name="Mugs")
        if change == "rename":
            tree = Category.objects.get(pk=tree.pk)
            tree.name, tree.slug = "At table", "at-table"
            tree.save()
        elif change == "move":
            mugs.move(kitchen, "first-child")
        elif change == "hide":
            mugs.is_public = False
            mugs.save()
        elif change == "delete":
            mugs.delete()
        else:
            make_category("Lighting")

    expected = {
        "rename": [("At table", ["/shop/at-table/mugs/"]), ("Kitchen", [])],
        "move": [("Tableware", []), ("Kitchen", ["/shop/kitchen/mugs/"])],
        "hide": [("Tableware", []), ("Kitchen", [])],
        "delete": [("Tableware", []), ("Kitchen", [])],
        "add": [
            ("Tableware", ["/shop/tableware/mugs/"]),
            ("Kitchen", []),
            ("Lighting", []),
        ],
    }
    assert shown() == expected[change]
