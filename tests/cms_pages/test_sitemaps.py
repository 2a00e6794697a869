"""What search engines are told of: everything once, in files of a size they take."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shop.cms_pages.sitemaps import StoreSitemap
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
            make_product(f"Plate {number}", category=make_category(f"Plates {number} of {count}"))

    add(3)
    entries(client)
    with CaptureQueriesContext(connection) as few:
        entries(client)
    add(27)
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
