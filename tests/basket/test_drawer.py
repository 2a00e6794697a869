"""The drawer: one fragment that is never stored, and the answer to whatever was added."""

import re

import pytest
from oscar.core.loading import get_model

from tests.basket.asking import IN_DRAWER, ON_PAGE, inside, words
from tests.factories import add_to_basket, countries, make_product, make_variants

pytestmark = pytest.mark.django_db


def test_it_arrives_apart_and_is_never_stored(client):
    add_to_basket(client, make_product(price="20.00"), 2)
    response = client.get("/basket/drawer/", **IN_DRAWER)
    assert "no-store" in response["Cache-Control"]
    text = words(response.text)
    for said in ("Your basket", "Stoneware Mug", "£40.00", "to free delivery", "Check out"):
        assert said in text
    assert "Save for later" not in text
    assert not re.search(r"<html|<body", response.text)


def test_an_empty_one_leads_on_and_makes_no_basket(client):
    response = client.get("/basket/drawer/", **IN_DRAWER)
    assert "Your basket is empty" in response.text
    assert 'href="/shop/"' in response.text
    assert "/checkout/" not in response.text
    assert not get_model("basket", "Basket").objects.exists()


def test_adding_with_script_opens_it_with_what_was_added_first(client):
    countries()
    add_to_basket(client, make_product("Vase", price="10.00"))
    child = make_variants().children.get(title__endswith="Ink")
    response = add_to_basket(client, child, 2, **IN_DRAWER)
    assert response.status_code == 200
    assert response["HX-Trigger"] == "basket-changed"
    assert "3 items" in words(response.text)
    text = words(response.text.split("<dialog")[1])
    assert "Added to your basket" in text
    assert text.index("Stoneware Mug") < text.index("Vase")


def test_on_the_baskets_own_page_it_stays_shut(client):
    add_to_basket(client, make_product("Vase"))
    response = add_to_basket(client, make_product(), **ON_PAGE)
    assert response["HX-Retarget"] == "#basket-contents"
    assert "<dialog" not in response.text
    assert "Stoneware Mug is in your basket. The total is £39.95." in words(response.text)
    assert inside() == {"Vase": 1, "Stoneware Mug": 1}


def test_what_is_refused_opens_nothing(client):
    response = add_to_basket(client, make_product(stock=1), 2, **IN_DRAWER)
    assert response.status_code == 422
    assert "<dialog" not in response.text
    assert "HX-Trigger" not in response.headers
    assert 'role="alert"' in response.text
