"""Keeping things for later: members and guests, one list each."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from oscar.core.loading import get_model

from shop.basket.middleware import SAVED_COOKIE
from tests.basket.asking import IN_DRAWER, ON_PAGE, inside, line_of, way_back, words
from tests.factories import PASSWORD, add_to_basket, make_product, make_user

pytestmark = pytest.mark.django_db

Basket = get_model("basket", "Basket")


@pytest.fixture(params=["guest", "member"])
def shopper(request, client):
    """Somebody, with an account or without."""
    if request.param == "member":
        client.login(username=make_user().email, password=PASSWORD)
    return client


def save(client, line, **extra):
    return client.post(f"/basket/lines/{line.pk}/save/", **extra)


def move(client, line, **extra):
    return client.post(f"/basket/saved/{line.pk}/move/", **extra)


def test_a_line_is_kept_and_put_back(shopper):
    add_to_basket(shopper, make_product(), 2)
    add_to_basket(shopper, make_product("Vase"))

    assert save(shopper, line_of()).url == "/basket/"
    page = shopper.get("/basket/").text
    assert "Stoneware Mug is saved for later." in page
    assert "Saved for later" in page
    assert inside() == {"Vase": 1}
    assert inside("Saved") == {"Stoneware Mug": 2}
    assert ">1<" in shopper.get("/basket/header/").text.replace(" ", "").replace("\n", "")

    assert move(shopper, line_of(status="Saved")).url == "/basket/"
    assert "Stoneware Mug is in your basket." in shopper.get("/basket/").text
    assert inside() == {"Vase": 1, "Stoneware Mug": 2}
    assert inside("Saved") == {}


def test_an_empty_basket_still_shows_what_is_saved(shopper):
    add_to_basket(shopper, make_product())
    answer = save(shopper, line_of(), **ON_PAGE)
    assert answer["HX-Retarget"] == "#basket-contents"
    for page in (answer.text, shopper.get("/basket/").text):
        assert "Your basket is empty" in page
        assert "Saved for later" in page
    assert "Stoneware Mug is saved for later. Your basket is empty." in words(answer.text)
    # The way on is closed while nothing is inside.
    assert 'href="/checkout/"' not in shopper.get("/basket/").text


def test_the_same_again_is_added_to_what_is_saved(shopper):
    mug = make_product()
    for quantity in (2, 3):
        add_to_basket(shopper, mug, quantity)
        save(shopper, line_of())
    assert inside("Saved") == {"Stoneware Mug": 5}
    assert Basket.objects.filter(status="Saved").count() == 1
    add_to_basket(shopper, mug, 1)
    move(shopper, line_of(status="Saved"))
    assert inside() == {"Stoneware Mug": 6}


def test_only_what_is_left_goes_back(shopper):
    mug = make_product(stock=5)
    add_to_basket(shopper, mug, 4)
    save(shopper, line_of())
    mug.stockrecords.update(num_in_stock=3)

    move(shopper, line_of(status="Saved"))
    assert "3 × Stoneware Mug went into your basket; no more are left." in words(
        shopper.get("/basket/").text
    )
    assert inside() == {"Stoneware Mug": 3}
    assert inside("Saved") == {"Stoneware Mug": 1}

    answer = move(shopper, line_of(status="Saved"))
    assert answer.status_code == 422
    assert "All that is left of it is in your basket already." in answer.text
    assert inside("Saved") == {"Stoneware Mug": 1}


@pytest.mark.parametrize("how", ["sold out", "withdrawn"])
def test_what_cannot_be_bought_stays_saved_and_says_why(shopper, how):
    mug = make_product()
    add_to_basket(shopper, mug)
    save(shopper, line_of())
    if how == "sold out":
        mug.stockrecords.update(num_in_stock=0)
    else:
        mug.is_public = False
        mug.save()
    words_of = {"sold out": "This is sold out.", "withdrawn": "This is not for sale at the moment."}
    assert words_of[how] in shopper.get("/basket/").text
    answer = move(shopper, line_of(status="Saved"), **ON_PAGE)
    assert answer.status_code == 422
    assert words_of[how] in answer.text
    assert inside("Saved") == {"Stoneware Mug": 1}


def test_a_saved_line_is_taken_out_and_comes_back(shopper):
    add_to_basket(shopper, make_product("Vase"))
    add_to_basket(shopper, make_product(), 2)
    save(shopper, line_of())
    line = line_of(status="Saved")
    answer = shopper.post(f"/basket/saved/{line.pk}/remove/", **ON_PAGE)
    assert "Stoneware Mug is taken out." in answer.text
    assert inside("Saved") == {}
    shopper.post("/basket/lines/restore/", {"token": way_back(answer.text)})
    assert inside("Saved") == {"Stoneware Mug": 2}
    assert inside() == {"Vase": 1}


def test_a_guests_list_has_a_cookie_that_lasts_and_shows_nobodys_number(client):
    add_to_basket(client, make_product())
    cookie = save(client, line_of()).cookies[SAVED_COOKIE]
    assert cookie["max-age"] == 60 * 60 * 24 * 60
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    forged = Client()
    forged.cookies[SAVED_COOKIE] = str(Basket.objects.get(status="Saved").pk)
    assert "Stoneware Mug" not in forged.get("/basket/").text


def test_what_a_guest_saved_joins_what_the_account_has(client):
    mug, vase, user = make_product(), make_product("Vase"), make_user()
    client.login(username=user.email, password=PASSWORD)
    for product, quantity in ((mug, 1), (vase, 1)):
        add_to_basket(client, product, quantity)
    save(client, line_of())
    guest = Client()
    add_to_basket(guest, mug, 2)
    save(guest, line_of())

    guest.post("/accounts/login/", {"login": user.email, "password": PASSWORD})

    page = guest.get("/basket/")
    assert "Saved for later" in page.text
    assert inside("Saved") == {"Stoneware Mug": 3}
    assert Basket.objects.filter(status="Saved", owner=user).count() == 1
    # And the first device sees it too.
    assert "×</span>&nbsp;3" in client.get("/basket/").text


def test_others_lists_are_out_of_reach(client):
    add_to_basket(client, make_product())
    add_to_basket(client, make_product("Bowl"))
    save(client, line_of())
    stranger = Client()
    add_to_basket(stranger, make_product("Vase"))
    places: list[dict[str, Any]] = [{}, ON_PAGE, IN_DRAWER]
    for line in (line_of(status="Saved"), line_of("Bowl")):
        for way in ("saved/{}/move", "saved/{}/remove", "lines/{}/save", "lines/{}"):
            for place in places:
                answer = stranger.post(
                    f"/basket/{way.format(line.pk)}/", {"quantity": "0"}, **place
                )
                assert answer.status_code in (200, 302)
    assert inside("Saved") == {"Stoneware Mug": 1}
    assert inside() == {"Bowl": 1, "Vase": 1}
    assert "That was no longer in your basket." in stranger.get("/basket/").text


def test_the_database_keeps_a_second_list_out():
    user = make_user()
    Basket.objects.create(owner=user, status="Saved")
    with pytest.raises(IntegrityError), transaction.atomic():
        Basket.objects.create(owner=user, status="Saved")
    Basket.objects.create(status="Saved")
    Basket.objects.create(status="Saved")
