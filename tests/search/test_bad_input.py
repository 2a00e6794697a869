"""Whatever is asked, a normal page answers, and nothing of it becomes markup."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("goods")]

STRANGE = [
    '"',
    "'",
    "a AND",
    "NEAR(",
    "*",
    "-",
    "a:b & !c | (d <-> e)",
    "mug'; DROP TABLE catalogue_product; --",
    "{title} : mug",
    "\x00mug",
    "\x00",
    "🫖",
    "🫖" * 300,
    "x" * 5000,
    "mug " * 2000,
    "Ωμέγα кружка 茶碗 كوب",
    "<script>alert(1)</script>",
    "“><img src=x onerror=alert(1)>",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "%s %d %",
    "\\",
    "\u202emug",
    "_",
]


@pytest.mark.parametrize("path", ["/search/", "/search/suggest/"])
@pytest.mark.parametrize("query", STRANGE, ids=range(len(STRANGE)))
def test_strange_queries_do_no_harm(path: str, query: str) -> None:
    response = Client().get(path, {"q": query})

    assert response.status_code == 200
    page = response.content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("path", ["/search/", "/search/suggest/"])
@pytest.mark.parametrize(
    "raw", ["q=%ED%A0%80mug", "q=%ff%fe", "q=%00", "q=%E2%80%AE", "q", "q[]=mug", "q=a&q=mug"]
)
def test_what_is_no_text_at_all(path: str, raw: str) -> None:
    assert Client().get(f"{path}?{raw}").status_code == 200


@pytest.mark.parametrize("page", ["2", "9" * 400])
def test_pages_past_the_end_are_not_there(page: str) -> None:
    assert Client().get("/search/", {"q": "mug", "page": page}).status_code == 404
    assert Client().get("/search/", {"q": "zzzz", "page": page}).status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "\x00", "٣"])
def test_what_is_no_page_number_is_the_first_page(page: str) -> None:
    assert Client().get("/search/", {"q": "mug", "page": page}).status_code == 200


def test_half_a_character_is_dropped() -> None:
    from shop.search.selectors import find

    assert find("mu\ud83dg").query == "mug"
    assert len(find("mug").product_ids) == 1
