"""The page for when the network is away, and the worker that keeps it."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_page_is_everybodys_and_asks_nothing(
    client: Client, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        response = client.get("/offline/")

    page = response.content.decode()
    assert response.status_code == 200
    assert "out of reach" in page
    assert 'content="noindex"' in page
    assert "<script" not in page
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()


def test_the_worker_keeps_that_page_with_its_stylesheets_and_no_other(client: Client) -> None:
    response = client.get("/service-worker.js")
    source = response.content.decode()
    kept = re.search(r"KEPT = \[(.*)\]", source)
    assert kept
    addresses = [
        address.encode().decode("unicode_escape") for address in re.findall(r'"([^"]+)"', kept[1])
    ]

    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    assert addresses[0] == "/offline/"
    assert len(addresses) > 1
    for address in addresses[1:]:
        assert address.endswith((".css", ".svg"))
        assert finders.find(address.removeprefix("/static/"))
    # Nothing is put into the cache but these, once.
    assert source.count("addAll(KEPT)") == 1
    assert ".put(" not in source


def test_every_page_has_the_worker_registered(client: Client) -> None:
    assert b"js/site.js" in client.get("/shop/").content
    assert 'import("./offline-page.js")' in (settings.BASE_DIR / "static/js/site.js").read_text()
    assert b"js/site.js" not in client.get("/offline/").content
