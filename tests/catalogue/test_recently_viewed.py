"""What a browser remembers comes back as cards; nobody is asked for and nothing is kept."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_product, make_variants

pytestmark = pytest.mark.django_db


def titles(answer):
    return re.findall(r'card-title"><a[^>]*>(.*?)</a>', answer.text, re.S)


def test_the_cards_come_in_the_browsers_order(client):
    mug, bowl = make_product("Mug"), make_variants("Bowl")
    hidden = make_product("Hidden", is_public=False)
    ids = f"{bowl.pk},{hidden.pk},{mug.pk},{bowl.pk},{bowl.children.first().pk},999999"

    answer = client.get(f"/recently-viewed/?ids={ids}")

    assert titles(answer) == ["Bowl", "Mug"]
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize(
    "ids",
    ["", ",", "x", "-1", "1;--", "\0", "🍵", "٣", "9" * 5000, "9" * 18, ",".join(["1"] * 999)],
)
def test_a_senseless_list_is_an_empty_answer(client, ids):
    answer = client.get("/recently-viewed/", {"ids": ids})
    assert (answer.status_code, titles(answer)) == (200, [])


def test_no_more_than_eight_are_looked_up(client, django_assert_max_num_queries):
    ids = ",".join(str(make_product(f"Mug {number}").pk) for number in range(30))
    with django_assert_max_num_queries(7):
        answer = client.get(f"/recently-viewed/?ids={ids}")
    assert len(titles(answer)) == 8


def test_without_ids_nothing_is_asked(client):
    with CaptureQueriesContext(connection) as asked:
        client.get("/recently-viewed/")
    assert len(asked) == 0


def test_the_products_page_remembers_nothing_on_the_server(client):
    make_product("Mug")
    client.get("/products/mug/")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/products/mug/")
    assert not [query for query in asked if not query["sql"].startswith("SELECT")]
    assert "<recently-viewed" in answer.text
