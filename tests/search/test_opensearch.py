"""A search server in the place of the database's index: a setting, checked without a network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from opensearchpy import Connection

from shop.catalogue.models import Product
from shop.search import services
from shop.search.selectors import find
from tests.factories import make_product

URL = "https://shop:secret@search.example.com:9201/"


class Server(Connection):
    """Answers as OpenSearch does, from what was put into it; remembers what it was asked."""

    asked: list[tuple[str, str, Any]] = []
    found: list[int] = []
    only_similar = False

    def perform_request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        """Every search finds the same products; unless only those for similar words do."""
        body = kwargs.get("body") or (args[1] if len(args) > 1 else None)
        text = body.decode() if isinstance(body, bytes) else body or ""
        self.asked.append((method, url, text))
        if url.endswith("/scroll"):
            return 200, {}, json.dumps({"hits": {"hits": []}, "_scroll_id": "1"})
        if not url.endswith("/_search"):
            return 200, {}, json.dumps({"items": [], "errors": False})
        hits = self.found if "catalogue_product" in url else []
        if self.only_similar and "fuzziness" not in text:
            hits = []
        answer = [{"_score": 1.0, "fields": {"pk": [str(pk)]}} for pk in hits]
        return 200, {}, json.dumps({"hits": {"hits": answer}, "_scroll_id": "1"})


@pytest.fixture
def server() -> Iterator[type[Server]]:
    Server.asked, Server.found, Server.only_similar = [], [], False
    backend = {
        "BACKEND": "wagtail.search.backends.opensearch3",
        "URLS": [URL],
        "INDEX_PREFIX": "shop_",
        "OPTIONS": {"connection_class": Server},
    }
    with override_settings(WAGTAILSEARCH_BACKENDS={"default": backend}):
        yield Server


def test_one_value_names_the_server() -> None:
    code = (
        "import django; django.setup();"
        "from wagtail.search.backends import get_search_backend;"
        "backend = get_search_backend();"
        "print(type(backend).__name__, backend.hosts[0]['host'], backend.hosts[0]['use_ssl'],"
        " backend.index_prefix, backend.timeout)"
    )
    environment = {
        **os.environ,
        "OPENSEARCH_URL": URL,
        "DJANGO_SETTINGS_MODULE": "shop.settings.test",
    }
    output = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert output.split() == [
        "OpenSearch3SearchBackend",
        "search.example.com",
        "True",
        "shop_",
        "5",
    ]


@pytest.mark.django_db
def test_products_and_pages_are_asked_for_and_ranked(server: type[Server]) -> None:
    tray = make_product("Long Oak Tray")
    exact = make_product("Oak Tray")
    server.found = [tray.pk, exact.pk]

    found = find("oak tray")

    assert found.product_ids == (exact.pk, tray.pk)
    urls = {url for _, url, _ in server.asked if "scroll" not in url.split("?")[0]}
    assert {url.split("/")[1] for url in urls} == {
        "shop_catalogue_product",
        "shop_wagtailcore_page",
    }
    bodies = " ".join(text for _, url, text in server.asked if "catalogue_product" in url)
    assert '"is_public_filter"' in bodies
    assert '"structure_filter"' in bodies


@pytest.mark.django_db
def test_similar_words_are_left_to_the_server_and_said(server: type[Server]) -> None:
    server.found = [make_product("Stoneware Teapot").pk]
    server.only_similar = True

    page = Client().get("/search/?q=teapto").content.decode()

    assert "Nothing for “teapto”. Showing what comes close." in page
    assert "/products/stoneware-teapot/" in page
    assert Client().get("/search/suggest/?q=teapto").status_code == 200


@pytest.mark.django_db
def test_products_are_sent_to_it_with_their_words(server: type[Server]) -> None:
    product = make_product("Stoneware Teapot", upc="2000040000013")
    server.asked.clear()

    services.index_products(products=Product.objects.filter(pk=product.pk))

    sent = " ".join(text for _, _, text in server.asked)
    assert "Stoneware Teapot" in sent
    assert "2000040000013" in sent
