"""Categories as data: what is in them, in which order, on how many pages; and the menus' tree."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.paginator import InvalidPage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from oscar.core.loading import get_class

from shop.catalogue.models import Category, Product
from shop.catalogue.selectors import category_detail, category_tree, shop_detail
from tests.factories import make_category, make_product, make_variants
from tests.factories.pictures import add_picture

pytestmark = pytest.mark.django_db
strategy = get_class("partner.strategy", "Selector")().strategy()


def titles(listing: Any) -> list[str]:
    return [card.title for card in listing.page.object_list]


def listed(path: str = "tableware", **asked: Any) -> Any:
    return category_detail(path, strategy=strategy, **asked)


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
    make_product("Priceless", category=tableware).stockrecords.all().delete()

    assert titles(listed(sort="price")) == ["Cheap", "Between", "Dear", "Priceless"]
    assert titles(listed(sort="-price")) == ["Dear", "Between", "Cheap", "Priceless"]


def test_featured_goes_by_priority_and_an_unknown_order_is_featured() -> None:
    tableware = make_category("Tableware")
    make_product("First", category=tableware, priority=9)
    make_product("Second", category=tableware)
    make_product("Third", category=tableware, priority=-1)

    listing = listed(sort="by-magic")

    assert titles(listing) == ["First", "Second", "Third"]
    assert listing.sort == "featured"
    assert titles(listed(sort="newest")) == ["Third", "Second", "First"]


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


def test_pages_hold_twenty_four_and_a_page_too_far_is_an_error() -> None:
    tableware = make_category("Tableware")
    for number in range(25):
        make_product(f"Plate {number}", category=tableware)

    assert len(titles(listed())) == 24
    assert len(titles(listed(page="2"))) == 1
    for page in ("3", "0", "x"):
        with pytest.raises(InvalidPage):
            listed(page=page)


def test_an_empty_category_has_one_page() -> None:
    make_category("Tableware")

    assert listed().count == 0


def test_a_long_category_costs_no_more_queries() -> None:
    tableware = make_category("Tableware")
    mugs = make_category("Mugs", parent=tableware)
    for number in range(3):
        add_picture(make_variants(f"Mug {number}", category=mugs))
    for number in range(24):
        add_picture(make_variants(f"Plate {number}", category=tableware))
    category_tree()
    listed("tableware/mugs")  # what a process keeps, such as rates, is there from here on

    with CaptureQueriesContext(connection) as few:
        assert listed("tableware/mugs").count == 3
    with CaptureQueriesContext(connection) as many:
        assert listed("tableware").count == 27
    assert len(few) == len(many) == 10


def test_the_shop_lists_every_product_that_is_sold() -> None:
    make_category("Tableware")
    make_product("Mug")
    Product.objects.filter(pk=make_product("Gone").pk).update(is_public=False)

    shop = shop_detail(strategy=strategy)

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
