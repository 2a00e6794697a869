"""Products and categories over HTTP."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_category, make_offer, make_product, make_range, make_variants
from tests.factories.catalogue import mark_filter
from tests.factories.pictures import add_picture

PRODUCTS = "/api/v1/products/"


def fill(category, number):
    for count in range(number):
        if count % 3:
            product = make_product(f"Mug {count}", category=category)
        else:
            product = make_variants(f"Cup {count}", category=category)
        add_picture(product)


def queries(client, url):
    client.get(url)
    # What the throttle counts is in the cache, which a test keeps in memory.
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in caught]


def test_a_list_says_what_a_card_shows(client):
    mug = make_product(price="18.00", stock=3)
    add_picture(mug)
    answer = client.get(PRODUCTS)
    assert answer["Content-Type"] == "application/json"
    body = answer.json()
    assert (body["count"], body["page"], body["pages"], body["next"]) == (1, 1, 1, None)
    (found,) = body["results"]
    assert found["slug"] == mug.slug
    assert found["url"] == f"http://testserver/products/{mug.slug}/"
    assert found["price"] == {
        "incl_vat": "18.00",
        "excl_vat": "15.00",
        "currency": "GBP",
        "varies": False,
        "was_incl_vat": None,
    }
    assert found["note"] == "Only 3 left"
    assert found["available"] is True
    assert found["picture"]["url"].startswith("http://testserver/media/")


def test_a_list_is_the_same_for_everybody_and_sets_nothing(client):
    make_product()
    answer = client.get(PRODUCTS)
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("number", [3, 30])
@pytest.mark.parametrize("query", ["", "?category=tableware", "?sort=price&available=true"])
def test_a_list_costs_eight_queries_however_long_it_is(client, number, query):
    fill(make_category("Tableware"), number)
    assert len(queries(client, f"{PRODUCTS}{query}")) <= 8


def test_three_products_cost_what_thirty_do(client):
    category = make_category("Tableware")
    fill(category, 3)
    few = len(queries(client, PRODUCTS))
    fill(category, 27)
    cache.clear()
    assert len(queries(client, PRODUCTS)) == few


def test_search_category_choices_sort_and_pages_narrow_a_list(client):
    tableware, lighting = make_category("Tableware"), make_category("Lighting")
    cups = make_category("Cups", parent=tableware)
    mug = make_product("Stoneware Mug", price="18.00", category=cups)
    lamp = make_product("Table Lamp", price="120.00", stock=0, category=lighting)
    vase = make_variants("Bud Vase", colours={"Ink": 2}, category=tableware)
    mark_filter("colour")

    def titles(query):
        return [found["title"] for found in client.get(f"{PRODUCTS}?{query}").json()["results"]]

    assert titles("q=mug") == [mug.title]
    assert set(titles("category=tableware")) == {mug.title, vase.title}
    assert titles("category=tableware/cups") == [mug.title]
    assert titles("category=tableware&q=vase") == [vase.title]
    assert titles("sort=-price")[0] == lamp.title
    assert lamp.title not in titles("available=true")
    assert titles("price_from=100") == [lamp.title]
    assert titles("filter=colour:ink") == [vase.title]
    first = client.get(f"{PRODUCTS}?page_size=2&sort=price").json()
    assert (len(first["results"]), first["pages"]) == (2, 2)
    second = client.get(first["next"]).json()
    assert [found["title"] for found in second["results"]] == [lamp.title]
    assert second["previous"].endswith("page_size=2&sort=price&page=1")


def test_only_what_is_on_offer(client):
    mug, _lamp = make_product("Mug"), make_product("Lamp")
    make_offer(percent="10", on=make_range(mug))
    found = client.get(f"{PRODUCTS}?offer=true").json()["results"]
    assert [one["title"] for one in found] == ["Mug"]


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ("page=0", 400, "page"),
        ("page=abc", 400, "page"),
        ("page=-1", 400, "page"),
        ("page=99999999999999999999", 400, "page"),
        ("page=2", 404, ""),
        ("page=999999999", 404, ""),
        ("page_size=101", 400, "page_size"),
        ("page_size=100000", 400, "page_size"),
        ("sort=colour", 400, "sort"),
        ("sort=relevance", 422, "sort"),
        ("price_from=cheap", 400, "price_from"),
        ("price_from=-1", 400, "price_from"),
        ("category=nowhere", 422, "category"),
        ("category=%00", 400, "category"),
        ("filter=colour:plaid", 422, "filter"),
        ("filter=colour", 400, "filter"),
        ("q=%00", 400, "q"),
        ("colour=ink", 400, "colour"),
        ("page=1&page=2", 400, "page"),
    ],
)
def test_what_makes_no_sense_is_named(client, query, status, field):
    make_product()
    answer = client.get(f"{PRODUCTS}?{query}")
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    errors = answer.json().get("errors", [{"field": ""}])
    assert errors[0]["field"].startswith(field)


def test_a_product_has_its_variants_with_price_stock_and_pictures(client):
    parent = make_variants(colours={"Oat": 3, "Ink": 0})
    add_picture(parent)
    body = client.get(f"{PRODUCTS}{parent.slug}/").json()
    assert body["slug"] == parent.slug
    assert body["available"] is True
    oat, ink = body["variants"]
    assert oat["title"] == "Oat"
    assert oat["price"]["incl_vat"] == "18.00"
    assert oat["stock"] == {"level": "low", "text": "Only 3 left", "most": 3}
    assert oat["options"] == [{"code": "colour", "name": "Colour", "value": "Oat"}]
    assert ink["stock"] == {"level": "out", "text": "Sold out", "most": 0}
    assert len(body["pictures"]) == 1


def test_a_product_that_is_not_sold_is_not_there_and_one_that_is_gone_says_so(client):
    hidden = make_product(is_public=False)
    gone = make_product("Old Mug", is_public=False, is_discontinued=True)
    for slug, status in ((hidden.slug, 404), ("no-such", 404), (gone.slug, 410)):
        answer = client.get(f"{PRODUCTS}{slug}/")
        assert answer.status_code == status
        assert answer["Content-Type"] == "application/problem+json"


def test_categories_are_a_tree_without_hidden_branches(client):
    tableware = make_category("Tableware")
    cups = make_category("Cups", parent=tableware)
    make_category("Espresso", parent=cups)
    make_category("Secret", parent=tableware, is_public=False)
    (root,) = client.get("/api/v1/categories/").json()
    assert root["path"] == "tableware"
    assert [below["path"] for below in root["children"]] == ["tableware/cups"]
    assert root["children"][0]["children"][0]["path"] == "tableware/cups/espresso"


def test_a_tree_costs_the_same_however_large(client):
    root = make_category("Tableware")
    few = len(queries(client, "/api/v1/categories/"))
    for number in range(30):
        make_category(f"Cups {number}", parent=root)
    cache.clear()
    assert len(queries(client, "/api/v1/categories/")) == few <= 3
