"""The search page: what is found, in which order, and ways on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop.catalogue.models import Product
from shop.cms_pages.models import ContentPage, HomePage
from shop.search.listings.services import count_sales
from tests.factories import make_category, make_product, make_variants
from tests.factories.pictures import add_picture
from tests.search.conftest import Committed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("goods")]

Find = Callable[..., str]


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("walnut", "/products/walnut-serving-board/"),
        ("WALNUT board", "/products/walnut-serving-board/"),
        ("bread", "/products/walnut-serving-board/"),
        ("oiled", "/products/walnut-serving-board/"),
        ("stonew", "/products/stoneware-mug/"),
        ("  mug  ", "/products/stoneware-mug/"),
        ("mugs", "/products/stoneware-mug/"),
    ],
)
def test_products_are_found(found: Find, query: str, path: str) -> None:
    page = found(query)

    assert f'href="{path}"' in page
    assert "1 product<" in page
    assert "Nothing for" not in page


def test_all_words_count(found: Find) -> None:
    assert "Nothing for “walnut mug”." in found("walnut mug")
    assert "2 products" in found("serving")


def test_a_title_counts_more_than_a_description(found: Find) -> None:
    page = found("serving")

    assert page.index("walnut-serving-board") < page.index("oak-tray")


def test_the_title_itself_comes_first_then_titles_that_begin_so(found: Find) -> None:
    for title in ("Round Oak Bowl", "Oak Bowl with a Long Name", "Oak Bowl"):
        make_product(title)
    make_product("Something Else", description="It goes with any oak bowl: oak bowl, oak bowl.")

    page = found("oak bowl")

    places = [
        page.index(f'href="/products/{slug}/"')
        for slug in ("oak-bowl", "oak-bowl-with-a-long-name", "round-oak-bowl", "something-else")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("query", "instead"),
    [
        ("stonware", "stoneware"),
        ("wallnut bord", "walnut board"),
        ("mgu", "mug"),
        ("Oka", "oak"),
        ("tary", "tray"),
    ],
)
def test_a_typing_error_is_corrected_and_said(found: Find, query: str, instead: str) -> None:
    page = found(query)

    assert f"Nothing for “{query}”. Showing “{instead}”." in page
    assert "1 product<" in page


def test_what_is_known_is_left_alone(found: Find) -> None:
    make_product("Ash Tray")

    # "oka" is no word, "ash" is one, though close to others.
    assert "Showing “oak tray”" in found("oka tray")
    assert "/products/ash-tray/" in found("ash")


def test_nothing_found_leads_on(found: Find) -> None:
    make_category("Tableware")

    page = found("zzzz")

    assert "Nothing for “zzzz”." in page
    assert 'href="/shop/tableware/"' in page
    assert 'href="/products/oak-tray/"' in page
    assert 'name="robots" content="noindex' in page


def test_what_is_bought_most_stands_first_among_the_ways_on(found: Find) -> None:
    from oscar.core.loading import get_model

    mug = Product.objects.get(slug="stoneware-mug", parent=None)
    for number in range(4):
        make_product(f"Newer {number}")
    get_model("analytics", "ProductRecord").objects.create(
        product=mug.children.first(), num_purchases=3
    )
    count_sales()

    page = found("zzzz")

    assert page.index('href="/products/stoneware-mug/"') < page.index('href="/products/newer-3/"')


def test_an_empty_query_asks_the_index_nothing() -> None:
    client = Client()
    client.get("/search/")

    with CaptureQueriesContext(connection) as captured:
        assert client.get("/search/").status_code == 200
    assert not [query for query in captured if "wagtailsearch" in query["sql"]]
    assert len(captured) <= 9


def test_what_is_not_sold_is_not_found(found: Find) -> None:
    product = Product.objects.get(slug="oak-tray")
    product.is_public = False
    product.save()

    page = found("oak tray")

    assert "Nothing for" in page
    assert "/products/oak-tray/" not in page


def test_pages_are_found_too(found: Find) -> None:
    HomePage.objects.get().add_child(
        instance=ContentPage(title="Delivery and returns", slug="delivery", introduction="Parcels.")
    )

    assert 'href="/delivery/"' in found("parcels")


def test_a_hidden_page_is_not_given_away_by_a_correction(found: Find) -> None:
    HomePage.objects.get().add_child(
        instance=ContentPage(title="Zanzibar collection", slug="secret", live=False)
    )

    assert "anzibar" not in found("zanzibra").replace("zanzibra", "")


def test_a_page_of_many_costs_no_more_queries(committed: Committed) -> None:
    client = Client()

    def cost(query: str) -> int:
        client.get(f"/search/?q={query}")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/search/?q={query}")
        return len(captured)

    for number in range(3):
        add_picture(make_variants(f"Plate {number}"))
    few = cost("plate"), cost("palte")
    for number in range(30):
        add_picture(make_variants(f"Plate of a kind {number}"))

    assert (cost("plate"), cost("palte")) == few
    assert max(few) <= 20
    assert client.get("/search/?q=plate&page=2").status_code == 200
    assert client.get("/search/?q=plate&page=3").status_code == 404


def test_the_page_is_the_same_for_everyone() -> None:
    response = Client().get("/search/?q=mug")

    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies
