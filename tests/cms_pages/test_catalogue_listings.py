"""The Products and Categories of `/cms/`: what they tell, whom they let in, what they cost."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from shop.cms_pages import product_services
from shop.cms_pages.models import CategoryPage, ProductLayout, ProductPage
from tests.cms_pages.editing import editor
from tests.factories import make_category, make_product, make_user, make_variants
from tests.factories.pictures import add_picture

pytestmark = pytest.mark.django_db


def rows(client: Client, kind: str = "products", **query: Any) -> dict[str, str]:
    """Each row's text by its name."""
    response = client.get(f"/cms/{kind}/results/", query)
    assert response.status_code == 200
    found = {}
    soup: Any = BeautifulSoup(response.content, "html.parser")
    for row in soup.select("tbody tr"):
        name = row.select_one(".shop-thing-open, .title-wrapper").find(string=True).strip()
        found[name] = " ".join(row.text.split())
    return found


def test_a_row_tells_price_stock_state_and_layout() -> None:
    mug = make_product("Mug", price="18.00", stock=7)
    add_picture(mug)
    make_variants("Bowl", colours={"Oat": 2, "Ink": 0})
    make_product("Lamp", stock=0, is_public=False)

    found = rows(editor())

    assert "£18.00" in found["Mug"]
    assert " 7 Yes The usual one" in found["Mug"]
    assert " 2 Yes" in found["Bowl"]
    assert "Sold out No" in found["Lamp"]


def test_one_press_makes_the_page_and_the_next_one_opens_it() -> None:
    mug = make_product("Mug")
    client = editor()
    assert client.get(f"/cms/products/{mug.pk}/page/").headers["Location"] == "/cms/products/"
    assert not ProductPage.objects.exists()

    made = client.post(f"/cms/products/{mug.pk}/page/")

    page = ProductPage.objects.get()
    assert made.headers["Location"] == f"/cms/pages/{page.pk}/edit/"
    assert not page.live
    form = client.get(made.headers["Location"])
    assert form.status_code == 200
    soup = BeautifulSoup(form.content, "html.parser")
    assert not soup.select("[name=slug], [name=title]")
    assert client.get(f"/cms/products/{mug.pk}/page/").headers["Location"].endswith("/edit/")
    assert "Page, not published" in rows(client)["Mug"]


def test_a_categorys_page_is_made_alike() -> None:
    below = make_category("Mugs", parent=make_category("Kitchen"))
    make_product("Mug", category=below)
    client = editor()
    assert "/shop/kitchen/mugs/ 1 Yes The usual one" in rows(client, "categories")["Kitchen > Mugs"]

    client.post(f"/cms/categories/{below.pk}/page/")

    page = CategoryPage.objects.get()
    assert (page.title, page.get_url()) == ("Mugs", "/shop/kitchen/mugs/")
    assert "Page, not published" in rows(client, "categories")["Kitchen > Mugs"]


def test_a_category_counts_its_branch_and_says_why_shoppers_do_not_see_it() -> None:
    kitchen = make_category("Kitchen")
    mugs = make_category("Mugs", parent=kitchen)
    make_product("Mug", category=mugs).categories.add(kitchen)
    cellar = make_category("Cellar", is_public=False)
    make_product("Jar", category=make_category("Jars", parent=cellar))

    found = rows(editor(), "categories")

    assert "/shop/kitchen/ 1 Yes" in found["Kitchen"]
    assert "/shop/cellar/ 1 No The" in found["Cellar"]
    assert "/shop/cellar/jars/ 1 No: hidden above" in found["Cellar > Jars"]


def test_a_layout_says_when_it_was_last_edited() -> None:
    layout = ProductLayout.objects.create(name="Mugs")
    client = editor()

    def row() -> str:
        listing = client.get("/cms/snippets/cms_pages/productlayout/")
        rows: Any = BeautifulSoup(listing.content, "html.parser").select("tr")
        return next(" ".join(row.text.split()) for row in rows if "All products" in row.text)

    assert row().endswith("Never")
    layout.save_revision()
    assert row().endswith("Just now")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "mug"}, {"Stoneware Mug"}),
        ({"q": "ware stone"}, {"Stoneware Mug"}),
        ({"q": "TW-"}, {"Stoneware Mug", "Bowl", "Lamp", "Vase"}),
        ({"q": "nothing"}, set()),
        ({"sold": "no"}, {"Lamp"}),
        ({"stock": "out"}, {"Lamp", "Bowl"}),
        ({"stock": "low"}, {"Vase"}),
        ({"stock": "in"}, {"Stoneware Mug"}),
        ({"page_state": "draft"}, {"Vase"}),
        ({"page_state": "none", "stock": "low"}, set()),
        ({"category": "x", "product_class": "9"}, {"Stoneware Mug", "Bowl", "Lamp", "Vase"}),
    ],
)
def test_search_and_filters(query: dict[str, str], names: set[str]) -> None:
    make_product("Stoneware Mug", stock=50)
    make_variants("Bowl", colours={"Oat": 0})
    make_product("Lamp", stock=0, is_public=False)
    vase = make_product("Vase", stock=2)
    product_services.open_product_page(product=vase)

    assert set(rows(editor(), **query)) == names


def test_a_category_holds_what_is_below_it() -> None:
    kitchen = make_category("Kitchen")
    make_product("Mug", category=make_category("Mugs", parent=kitchen))
    make_product("Lamp", category=make_category("Lighting"))

    assert set(rows(editor(), category=kitchen.pk)) == {"Mug"}


def test_who_edits_no_page_has_no_business_here(client: Client) -> None:
    mug = make_product("Mug")
    client.force_login(make_user())

    for path in ("/cms/products/", "/cms/categories/", f"/cms/products/{mug.pk}/page/"):
        assert client.get(path).status_code == 302
    assert client.post(f"/cms/products/{mug.pk}/page/").status_code == 302
    assert not ProductPage.objects.exists()


def test_a_variant_or_nothing_has_no_page() -> None:
    child = make_variants("Bowl").children.first()
    client = editor()

    assert client.post(f"/cms/products/{child.pk}/page/").status_code == 404
    assert client.post("/cms/products/99999/page/").status_code == 404


@pytest.mark.parametrize("number", [3, 20])
def test_the_listing_asks_at_most_thirty_queries(
    django_assert_max_num_queries: Any, number: int
) -> None:
    category = make_category()
    for n in range(number):
        product = make_variants(f"Bowl {n}", category=category)
        add_picture(product)
        product_services.open_product_page(product=product)
    client = editor()
    client.get("/cms/products/")

    with django_assert_max_num_queries(30):
        assert len(rows(client)) == number
