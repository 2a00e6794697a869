"""The search page: products and pages, whole words and beginnings, and ways on."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop.catalogue.models import Product
from shop.cms_pages.models import ContentPage, HomePage
from tests.factories import make_category, make_product, make_variants
from tests.factories.pictures import add_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def shop() -> None:
    make_product("Walnut Serving Board", tagline="For bread", description="Oiled by hand.")
    make_product("Oak Tray", description="Round, for serving.")
    make_variants("Stoneware Mug")


def found(query: str, **asked: Any) -> str:
    response = Client().get("/search/", {"q": query, **asked})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("walnut", "/products/walnut-serving-board/"),
        ("WALNUT board", "/products/walnut-serving-board/"),
        ("bread", "/products/walnut-serving-board/"),
        ("oiled", "/products/walnut-serving-board/"),
        ("stonew", "/products/stoneware-mug/"),
        ("  mug  ", "/products/stoneware-mug/"),
    ],
)
def test_products_are_found(query: str, path: str) -> None:
    page = found(query)

    assert f'href="{path}"' in page
    assert "1 product<" in page


def test_all_words_count() -> None:
    assert "Nothing found" in found("walnut mug")
    assert "2 products" in found("serving")


def test_a_title_counts_more_than_a_description() -> None:
    page = found("serving")

    assert page.index("walnut-serving-board") < page.index("oak-tray")


@pytest.mark.parametrize(
    "query", ['"', "a AND", "NEAR(", "*", "mug'; DROP TABLE", "\x00mug", "🫖", "-", "x" * 5000]
)
def test_strange_queries_do_no_harm(query: str) -> None:
    found(query)


def test_nothing_found_leads_on() -> None:
    make_category("Tableware")

    page = found("zzzz")

    assert "Nothing found for “zzzz”" in page
    assert 'href="/shop/tableware/"' in page
    assert 'name="robots" content="noindex' in page


def test_an_empty_query_asks_the_index_nothing() -> None:
    client = Client()
    client.get("/search/")

    with CaptureQueriesContext(connection) as captured:
        assert client.get("/search/").status_code == 200
    assert len(captured) == 0


def test_a_query_is_shown_as_text() -> None:
    page = found("<script>alert(1)</script>")

    assert "<script>alert" not in page


def test_what_is_not_sold_is_not_found() -> None:
    product = Product.objects.get(slug="oak-tray")
    product.is_public = False
    product.save()

    assert "Nothing found" in found("oak")


def test_a_new_title_is_found_at_once() -> None:
    product = Product.objects.get(slug="oak-tray")
    product.title = "Cherry Tray"
    product.save()

    assert "/products/oak-tray/" in found("cherry")


def test_pages_are_found_too() -> None:
    HomePage.objects.get().add_child(
        instance=ContentPage(title="Delivery and returns", slug="delivery", introduction="Parcels.")
    )

    page = found("parcels")

    assert 'href="/delivery/"' in page


def test_a_page_of_many_costs_no_more_queries() -> None:
    client = Client()

    def cost() -> int:
        client.get("/search/?q=plate")
        with CaptureQueriesContext(connection) as captured:
            client.get("/search/?q=plate")
        return len(captured)

    for number in range(3):
        add_picture(make_variants(f"Plate {number}"))
    few = cost()
    for number in range(30):
        add_picture(make_variants(f"Plate of a kind {number}"))

    assert cost() == few
    assert few <= 16
    assert Client().get("/search/?q=plate&page=2").status_code == 200
    assert Client().get("/search/?q=plate&page=3").status_code == 404
