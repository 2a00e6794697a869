"""Editors say what else words mean, and what comes first for a search."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from shop.cms_pages.models import LandingPage
from shop.cms_pages.product_services import open_category_page
from shop.search.models import Promotion, Synonym
from tests.cms_pages.editing import editor, home_page
from tests.factories import make_category, make_product

pytestmark = pytest.mark.django_db

SYNONYMS = "/cms/snippets/search/synonym/"
PROMOTIONS = "/cms/snippets/search/promotion/"


def add_synonym(term: str, others: str, *, both_ways: bool = True) -> Any:
    """Post the form as a merchandiser."""
    form = {"term": term, "others": others} | ({"both_ways": "on"} if both_ways else {})
    return editor().post(f"{SYNONYMS}add/", form)


def promote(query: str, *results: dict[str, Any]) -> Any:
    """Post the form as a merchandiser."""
    form = {"query": query, "results": inline_formset(list(results))}
    return editor().post(f"{PROMOTIONS}add/", nested_form_data(form))


def product(item: Any) -> dict[str, Any]:
    return {"product": item.pk, "page": ""}


def found(query: str, path: str = "/search/") -> list[str]:
    """The products on the page that answers a search, in their order."""
    page = Client().get(path, {"q": query}).content.decode()
    page = page.partition("<main")[2].partition("What others take home")[0] or page
    titles = ["Oak Tray", "Low Sofa", "Settee for Two", "Stoneware Mug"]
    return sorted((title for title in titles if title in page), key=page.index)


@pytest.mark.parametrize("path", ["/search/", "/search/suggest/"])
def test_another_word_finds_the_same(path: str) -> None:
    make_product("Low Sofa")
    make_product("Settee for Two")
    assert found("couch", path) == []

    assert add_synonym("Couch", "sofa, settee").status_code == 302

    assert set(found("couch", path)) == {"Low Sofa", "Settee for Two"}
    assert found("low couch", path) == ["Low Sofa"]
    # Both ways: who looks for a sofa still finds sofas alone, for nothing is called couch.
    assert found("sofa", path) == ["Low Sofa"]


def test_one_way_and_both_ways_and_words_that_are_two() -> None:
    make_product("Stoneware Mug")
    add_synonym("tea cup", "mug", both_ways=False)
    assert found("tea cup") == ["Stoneware Mug"]

    make_product("Oak Tray")
    add_synonym("tray", "stoneware")
    assert set(found("stoneware")) == {"Stoneware Mug", "Oak Tray"}
    assert set(found("oak stoneware")) == {"Oak Tray"}


def test_a_synonym_that_goes_is_forgotten_at_once(django_capture_on_commit_callbacks: Any) -> None:
    make_product("Low Sofa")
    with django_capture_on_commit_callbacks(execute=True):
        add_synonym("couch", "sofa")
    assert found("couch") == ["Low Sofa"]

    with django_capture_on_commit_callbacks(execute=True):
        editor().post(f"{SYNONYMS}delete/{Synonym.objects.get().pk}/")

    assert found("couch") == []


@pytest.mark.parametrize(
    ("term", "others", "words"),
    [
        ("", "sofa", "This field is required."),
        ("couch", "", "This field is required."),
        ("?!", "sofa", "Write a word; signs alone are not looked for."),
        ("couch", " , ;", "Write at least one other word."),
        ("couch", "sofa, COUCH", "“couch” cannot stand for itself."),
    ],
)
def test_a_synonym_that_says_nothing_is_refused(term: str, others: str, words: str) -> None:
    response = add_synonym(term, others)

    assert response.status_code == 200
    assert words in response.content.decode()
    assert not Synonym.objects.exists()


def test_a_word_has_its_synonyms_once() -> None:
    add_synonym("couch", "sofa")

    assert "This word has its synonyms already." in add_synonym("COUCH", "settee").content.decode()


@pytest.mark.parametrize("path", ["/search/", "/search/suggest/"])
def test_what_is_promoted_comes_first(path: str) -> None:
    make_product("Stoneware Mug")
    tray = make_product("Oak Tray")

    assert promote("Stoneware  mug", product(tray)).status_code == 302

    assert found("stoneware mug", path) == ["Oak Tray", "Stoneware Mug"]
    assert found("stoneware", path) == ["Stoneware Mug"]


def test_a_page_is_promoted_for_words_that_it_lacks() -> None:
    page = home_page().add_child(
        instance=LandingPage(title="The wedding table", slug="wedding", search_description="Gifts")
    )

    promote("present", {"product": "", "page": page.pk})

    assert "The wedding table" in Client().get("/search/", {"q": "present"}).content.decode()
    page.unpublish()
    assert "The wedding table" not in Client().get("/search/", {"q": "present"}).content.decode()


def test_a_categorys_page_is_promoted_at_the_categorys_address() -> None:
    tableware = make_category("Tableware")
    page, _made = open_category_page(category=tableware)
    page.save_revision().publish()
    promote("crockery", {"product": "", "page": page.pk})

    answer = Client().get("/search/", {"q": "crockery"}).content.decode()
    assert 'href="/shop/tableware/"' in answer.partition("<main")[2]

    tableware.is_public = False
    tableware.save()
    hidden = Client().get("/search/", {"q": "crockery"}).content.decode()
    assert "/shop/tableware/" not in hidden.partition("<main")[2]


def test_a_promoted_product_that_is_gone_leaves_no_trace() -> None:
    tray, sofa = make_product("Oak Tray"), make_product("Low Sofa")
    make_product("Stoneware Mug")
    promote("mug", product(tray), product(sofa))
    tray.is_public = False
    tray.save()

    assert found("mug") == ["Low Sofa", "Stoneware Mug"]
    listed = editor().get(PROMOTIONS).content.decode()
    assert "2 results, 1 not shown: no longer sold or published" in listed

    sofa.delete()
    assert found("mug") == ["Stoneware Mug"]
    assert editor().get(PROMOTIONS).status_code == 200


def test_what_is_gone_cannot_be_promoted() -> None:
    tray = make_product("Oak Tray", is_public=False)
    wrong = {
        "“Oak Tray” is not sold any more; choose another product.": [product(tray)],
        "Choose a product or a page.": [{"product": "", "page": ""}],
        "Select a valid choice": [{"product": tray.pk + 1000, "page": ""}],
    }
    for words, results in wrong.items():
        response = promote("tray", *results)
        assert response.status_code == 200
        assert words in response.content.decode(), words
    assert not Promotion.objects.exists()


def test_words_are_promoted_once() -> None:
    tray = make_product("Oak Tray")
    promote("tray", product(tray))

    assert "already" in promote("TRAY", product(tray)).content.decode()


def test_thirty_synonyms_and_promotions_cost_no_more_than_three() -> None:
    make_product("Stoneware Mug")

    def cost() -> int:
        found("beaker")
        with CaptureQueriesContext(connection) as captured:
            found("beaker")
        return len(captured)

    def add(count: int, start: int) -> None:
        tray = make_product("Oak Tray")
        for number in range(start, start + count):
            Synonym.objects.create(term=f"word{number}", others="mug")
            Promotion.objects.create(query=f"word{number}").results.create(product=tray)

    Synonym.objects.create(term="beaker", others="mug")
    add(3, 0)
    few = cost()
    add(27, 3)
    assert cost() == few
