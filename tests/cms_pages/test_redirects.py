"""An address that was known once leads to where the thing stands now, in one step."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect

from shop.catalogue.models import Category, Product
from shop.cms_pages.models import ContentPage, LandingPage
from tests.cms_pages.editing import editor, home_page, page_form
from tests.factories import make_category, make_product, make_variants

pytestmark = pytest.mark.django_db


def leads(path: str) -> str:
    """Where an address leads; it must do so for good, and to something that stands."""
    client = Client()
    response = client.get(path)
    assert response.status_code == 301, path
    assert client.get(response["Location"]).status_code == 200, response["Location"]
    return response["Location"]


def rename(thing: Any, slug: str) -> None:
    """Give it another slug, as whoever read it from the database would."""
    fresh = type(thing).objects.get(pk=thing.pk)
    fresh.slug = slug
    fresh.save()


def test_a_product_is_found_under_every_slug_that_it_had() -> None:
    mug = make_product()
    rename(mug, "mug")
    rename(mug, "the-mug")

    assert leads("/products/stoneware-mug/") == "/products/the-mug/"
    assert leads("/products/mug/?utm_source=letter") == "/products/the-mug/?utm_source=letter"
    assert leads("/products/mug/reviews/") == "/products/the-mug/reviews/"
    assert leads("/products/mug/questions/") == "/products/the-mug/questions/"


def test_a_variant_is_found_under_its_products_old_slug() -> None:
    parent = make_variants()
    variant = parent.children.last()
    rename(parent, "mugs")

    old = f"/products/stoneware-mug/?variant={variant.pk}"
    assert leads(old) == f"/products/mugs/?variant={variant.pk}"


def test_a_slug_that_comes_back_leads_nowhere_else() -> None:
    mug = make_product()
    rename(mug, "mug")
    rename(mug, "stoneware-mug")

    assert Client().get("/products/stoneware-mug/").status_code == 200
    assert leads("/products/mug/") == "/products/stoneware-mug/"
    assert not Redirect.objects.filter(old_path="/products/stoneware-mug").exists()


def test_a_new_product_takes_an_old_ones_slug() -> None:
    mug = make_product()
    rename(mug, "mug")
    newer = make_product("Stoneware Mug")

    assert newer.slug == "stoneware-mug"
    page = Client().get("/products/stoneware-mug/")
    assert page.status_code == 200
    # Off the shelf it is gone; its address does not lead to another product.
    Product.objects.filter(pk=newer.pk).update(is_public=False)
    assert Client().get("/products/stoneware-mug/").status_code == 404


def test_a_product_that_keeps_its_slug_makes_no_redirect() -> None:
    mug = Product.objects.get(pk=make_product().pk)
    mug.title = "Another title"
    mug.save()
    mug.save(update_fields=["title"])

    assert not Redirect.objects.exists()


def test_a_category_takes_its_branch_along_when_it_is_renamed_or_moved() -> None:
    kitchen, tableware = make_category("Kitchen"), make_category("Tableware")
    mugs = make_category("Mugs", parent=tableware)
    make_category("Large", parent=mugs)

    rename(tableware, "table")
    Category.objects.get(pk=mugs.pk).move(Category.objects.get(pk=kitchen.pk), "last-child")

    assert leads("/shop/tableware/") == "/shop/table/"
    for old in ("/shop/tableware/mugs/large/", "/shop/table/mugs/large/"):
        assert leads(old) == "/shop/kitchen/mugs/large/"
    assert leads("/shop/tableware/mugs/?sort=newest") == "/shop/kitchen/mugs/?sort=newest"


def test_categories_that_change_places_stand_and_lead_nowhere() -> None:
    one, two = make_category("One"), make_category("Two")
    rename(one, "three")
    rename(two, "one")
    rename(one, "two")

    for path in ("/shop/one/", "/shop/two/"):
        assert Client().get(path).status_code == 200
    assert leads("/shop/three/") == "/shop/two/"


def test_thirty_categories_below_cost_no_more_queries_than_three() -> None:
    def cost(name: str, count: int) -> int:
        top = make_category(name)
        for number in range(count):
            make_category(f"Room {number}", parent=top)
        with CaptureQueriesContext(connection) as captured:
            rename(top, f"{name}-renamed")
        return len(captured)

    assert cost("few", 3) == cost("many", 30)


def test_a_page_is_found_under_every_slug_that_it_had(
    django_capture_on_commit_callbacks: Any,
) -> None:
    client = editor()
    page = home_page().add_child(instance=LandingPage(title="Gifts", slug="gifts"))
    page.add_child(instance=LandingPage(title="For cooks", slug="cooks"))
    for slug in ("presents", "given", "gifts"):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(
                f"/cms/pages/{page.pk}/edit/",
                page_form(title="Gifts", slug=slug, **{"action-publish": "action-publish"}),
            )

    for old in ("presents", "given"):
        assert leads(f"/{old}/").endswith("/gifts/")
        assert leads(f"/{old}/cooks/").endswith("/gifts/cooks/")
    assert Client().get("/gifts/").status_code == 200
    assert not Redirect.objects.filter(old_path__startswith="/gifts").exists()


def test_a_page_that_is_moved_is_found() -> None:
    about = home_page().add_child(instance=ContentPage(title="About", slug="about"))
    us = home_page().add_child(instance=ContentPage(title="Us", slug="us"))

    editor().post(f"/cms/pages/{us.pk}/move/{about.pk}/confirm/")

    assert leads("/us/").endswith("/about/us/")


def test_a_page_published_where_a_redirect_began_ends_it() -> None:
    Redirect.add_redirect("/sale/", "/shop/")
    page = home_page().add_child(instance=LandingPage(title="Sale", slug="sale", live=False))
    assert leads("/sale/") == "/shop/"

    page.save_revision().publish()

    assert Client().get("/sale/").status_code == 200
    assert not Redirect.objects.exists()
