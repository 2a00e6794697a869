"""What search engines are told of: everything once, in files of a size they take."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop.cms_pages.models import ContentPage, ProductLayout, ProductPage
from shop.cms_pages.product_services import open_category_page, open_product_page
from shop.cms_pages.sitemaps import StoreSitemap
from tests.cms_pages.editing import home_page
from tests.factories import make_category, make_product

pytestmark = pytest.mark.django_db

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def entries(client: Client, path: str = "/sitemap.xml") -> list[dict[str, str]]:
    """The entries of a sitemap or of an index of sitemaps."""
    response = client.get(path)
    assert response.status_code == 200
    root = ElementTree.fromstring(response.content)
    return [{part.tag.split("}")[1]: part.text or "" for part in entry} for entry in root]


def test_products_and_categories_say_when_they_changed(client: Client) -> None:
    mug = make_product(category=make_category("Tableware"))
    make_category("Empty")

    found = {entry["loc"]: entry for entry in entries(client)}

    changed = mug.date_updated.date().isoformat()
    assert found["http://testserver/products/stoneware-mug/"]["lastmod"].startswith(changed)
    assert found["http://testserver/shop/tableware/"]["lastmod"].startswith(changed)
    assert "lastmod" not in found["http://testserver/shop/empty/"]


def lastmod(client: Client, path: str) -> str:
    found = {entry["loc"]: entry for entry in entries(client)}
    return found[f"http://testserver{path}"].get("lastmod", "")


def told(client: Client) -> set[str]:
    return {entry["loc"].removeprefix("http://testserver") for entry in entries(client)}


def page_of(product: Any, **fields: Any) -> ProductPage:
    page: ProductPage = open_product_page(product=product)[0]
    return published(page, **fields)


def published(page: Any, **fields: Any) -> Any:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def test_a_category_changed_when_a_product_below_it_did(client: Client) -> None:
    tableware = make_category("Tableware")
    mug = make_product(category=make_category("Mugs", parent=tableware))
    changed = mug.date_updated.date().isoformat()

    assert lastmod(client, "/shop/tableware/").startswith(changed)
    assert lastmod(client, "/shop/tableware/mugs/").startswith(changed)


def test_publishing_a_page_of_a_product_or_category_counts_as_a_change(client: Client) -> None:
    mug = make_product(category=make_category("Tableware"))
    with time_machine.travel("2030-05-04T10:00:00Z", tick=False):
        page_of(mug)
        published(open_category_page(category=mug.categories.get())[0])

    assert lastmod(client, "/products/stoneware-mug/").startswith("2030-05-04")
    assert lastmod(client, "/shop/tableware/").startswith("2030-05-04")

    ProductPage.objects.get().unpublish()

    assert not lastmod(client, "/products/stoneware-mug/").startswith("2030")


def test_publishing_a_layout_changes_the_products_that_have_it(client: Client) -> None:
    tableware = make_category("Tableware")
    mug = make_product(category=make_category("Mugs", parent=tableware))
    make_product("Lamp")
    ProductLayout.objects.all().delete()
    with time_machine.travel("2030-01-01T10:00:00Z", tick=False):
        published(ProductLayout.objects.create(name="For all"))
    assert lastmod(client, "/products/lamp/").startswith("2030-01-01")
    with time_machine.travel("2031-01-01T10:00:00Z", tick=False):
        ofkind = ProductLayout.objects.create(name="Type", product_class=mug.product_class)
        published(ofkind)
    assert lastmod(client, "/products/stoneware-mug/").startswith("2031-01-01")
    with time_machine.travel("2030-06-01T10:00:00Z", tick=False):
        published(ProductLayout.objects.create(name="Tableware", category=tableware))

    assert lastmod(client, "/products/stoneware-mug/").startswith("2030-06-01")
    assert lastmod(client, "/products/lamp/").startswith("2031-01-01")

    with time_machine.travel("2029-01-01T10:00:00Z", tick=False):
        page_of(mug, manner=ProductPage.REPLACE)
    assert lastmod(client, "/products/stoneware-mug/").startswith("2029-01-01")


@pytest.mark.parametrize(
    "said", [{"hidden_from_search": True}, {"canonical_address": "https://other.example/a/"}]
)
def test_what_search_engines_should_not_show_is_not_listed(
    client: Client, said: dict[str, Any]
) -> None:
    mug = make_product(category=make_category("Tableware"))
    about = home_page().add_child(instance=ContentPage(title="About", slug="about"))
    addresses = {"/products/stoneware-mug/", "/shop/tableware/", "/about/"}
    assert addresses <= told(client)

    published(about, **said)
    page_of(mug, **said)
    category_page = published(open_category_page(category=mug.categories.get())[0], **said)
    assert not addresses & told(client)

    category_page.refresh_from_db()
    category_page.unpublish()
    assert "/shop/tableware/" in told(client)


def test_an_original_address_that_is_the_pages_own_changes_nothing(
    client: Client, settings: Any
) -> None:
    settings.SITE_URL = "https://shop.example"
    about = home_page().add_child(instance=ContentPage(title="About", slug="about"))
    published(about, canonical_address="https://shop.example/about/")
    page_of(make_product(), canonical_address="https://shop.example/products/stoneware-mug/")

    found = {entry["loc"].removeprefix("https://shop.example") for entry in entries(client)}
    assert {"/about/", "/products/stoneware-mug/"} <= found


def test_many_addresses_are_told_in_several_files(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(StoreSitemap, "limit", 2)
    for number in range(5):
        make_product(f"Plate {number}")

    files = [entry["loc"].removeprefix("http://testserver") for entry in entries(client)]

    assert [name for name in files if "products" in name] == [
        "/sitemap-products.xml",
        "/sitemap-products.xml?p=2",
        "/sitemap-products.xml?p=3",
    ]
    told = [entry["loc"] for name in files for entry in entries(client, name)]
    assert len(told) == len(set(told))
    assert sum("/products/" in address for address in told) == 5
    assert "http://testserver/shop/" in told
    assert client.get("/sitemap-products.xml?p=4").status_code == 404
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_the_queries_are_the_same_for_three_and_thirty(client: Client) -> None:
    def add(count: int) -> None:
        for number in range(count):
            plate = make_product(
                f"Plate {number}", category=make_category(f"Plates {number} of {count}")
            )
            page_of(plate)

    add(3)
    entries(client)
    with CaptureQueriesContext(connection) as few:
        entries(client)
    add(27)
    entries(client)
    with CaptureQueriesContext(connection) as many:
        assert len(entries(client)) > 60

    assert len(many) == len(few)
    assert len(few) <= 13


def test_robots_may_read_what_the_product_feed_leads_to(client: Client) -> None:
    rules = client.get("/robots.txt").content.decode().splitlines()

    assert "Sitemap: http://testserver/sitemap.xml" in rules
    # Merchant Center looks at the page of each variant, whose address names it.
    assert not [rule for rule in rules if "variant" in rule or "/media" in rule]
    for private in ("/account/", "/basket/", "/checkout/", "/orders/", "/dashboard/", "/cms/"):
        assert f"Disallow: {private}" in rules
