"""What is offered while somebody types: products, categories and pages, corrected where needed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop.catalogue.models import Product
from shop.cms_pages.models import ContentPage, HomePage
from tests.factories import make_category, make_product, make_variants
from tests.factories.pictures import add_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("goods")]


def offered(query: str) -> str:
    """The fragment for a query."""
    response = Client().get("/search/suggest/", {"q": query})
    assert response.status_code == 200
    return response.content.decode()


def test_products_come_with_picture_and_price() -> None:
    add_picture(Product.objects.get(slug="oak-tray"))

    page = offered("oa")

    assert 'href="/products/oak-tray/"' in page
    assert "£18.00" in page
    assert "<img" in page
    assert page.count('role="option"') == 2, "the tray, and the search itself"
    assert 'data-status="1 suggestion."' in page
    assert 'href="/search/?q=oa"' in page


def test_categories_and_pages_are_offered_too() -> None:
    kitchen = make_category("Kitchen")
    make_category("Mugs & Cups", parent=kitchen)
    HomePage.objects.get().add_child(
        instance=ContentPage(title="Mug care", slug="mug-care", introduction="By hand.")
    )

    page = offered("mug")

    assert 'href="/products/stoneware-mug/"' in page
    assert 'href="/shop/kitchen/mugs-cups/"' in page
    assert 'href="/mug-care/"' in page
    assert 'data-status="3 suggestions."' in page


def test_titles_come_before_what_only_has_the_word() -> None:
    make_product("Round Mug")

    page = offered("serving")

    assert page.index("walnut-serving-board") < page.index("oak-tray")
    # Half a word is looked for in titles only.
    assert "oak-tray" not in offered("servi")


def test_the_closest_titles_are_offered_of_many() -> None:
    for number in range(40):
        make_product(f"Bowl of a kind with a longer name {number}")
    make_product("Bowl")

    page = offered("bowl")

    assert page.index("/products/") == page.index("/products/bowl/")
    assert page.count("/products/") == 6


@pytest.mark.parametrize(
    ("query", "instead"),
    [("stonware", "stoneware"), ("stonwa", "stoneware"), ("walnutt boa", "walnut board")],
)
def test_a_typing_error_is_corrected_and_said(query: str, instead: str) -> None:
    page = offered(query)

    assert page.count(f"Nothing for “{query}”. Showing “{instead}”.") == 2, "seen and heard"
    assert "/products/" in page


def test_a_code_is_known() -> None:
    mug = Product.objects.get(slug="stoneware-mug", parent=None)
    code = mug.children.first().stockrecords.get().partner_sku

    assert 'href="/products/stoneware-mug/"' in offered(code)


def test_nothing_found_leads_on() -> None:
    make_category("Tableware")

    page = offered("zzzz")

    assert "Nothing for “zzzz” so far." in page
    assert 'data-status="Nothing found."' in page
    assert 'href="/shop/tableware/"' in page


@pytest.mark.parametrize("query", ["", " ", "a", "-", "🫖"])
def test_too_little_asks_the_database_nothing(query: str) -> None:
    make_category("Tableware")
    offered(query)

    with CaptureQueriesContext(connection) as captured:
        page = offered(query)

    assert len(captured) == 0
    assert "/products/" not in page


def test_what_is_not_sold_or_not_public_is_not_offered() -> None:
    Product.objects.filter(slug="oak-tray").update(is_public=False)
    make_category("Oaken things", is_public=False)
    HomePage.objects.get().add_child(
        instance=ContentPage(title="Oak, a draft", slug="oak-draft", live=False)
    )

    page = offered("oak")

    assert "oak-tray" not in page
    assert "Oaken" not in page
    assert "draft" not in page


def test_everyone_gets_the_same_and_a_cache_may_keep_it() -> None:
    response = Client().get("/search/suggest/?q=mug")

    assert response["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


def test_many_cost_no_more_queries_than_few() -> None:
    client = Client()

    def cost(query: str) -> int:
        client.get("/search/suggest/", {"q": query})
        with CaptureQueriesContext(connection) as captured:
            client.get("/search/suggest/", {"q": query})
        return len(captured)

    for number in range(3):
        add_picture(make_variants(f"Plate {number}", colours={"Oat": 3, "Ink": 3}))
    few = cost("plate"), cost("palte"), cost("zzzz")
    for number in range(27):
        add_picture(make_variants(f"Plate {number + 3}", colours={"Oat": 3, "Ink": 3}))
    many = cost("plate"), cost("palte"), cost("zzzz")

    # With three there is room for what has the word elsewhere: one more look.
    assert [count - fewer for count, fewer in zip(many, few, strict=True)] == [-1, -1, 0]
    assert max(few) <= 16
    assert few[0] <= 12
