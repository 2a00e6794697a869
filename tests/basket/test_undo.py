"""Taking a line out, and having it back as it was."""

import pytest
from django.core import signing
from django.test import Client
from oscar.core.loading import get_model

from shop.basket.services import UNDO_SALT
from tests.basket.asking import IN_DRAWER, ON_PAGE, change, inside, line_of, way_back, words
from tests.factories import add_to_basket, countries, make_product, make_variants, place_order

pytestmark = pytest.mark.django_db

Basket = get_model("basket", "Basket")
Line = get_model("basket", "Line")
Option = get_model("catalogue", "Option")
GONE = "That cannot be put back any more, or is back already."


def restore(client, token, **extra):
    return client.post("/basket/lines/restore/", {"token": token}, **extra)


def test_a_line_comes_back_as_it_was_without_script(client):
    for title in ("Vase", "Stoneware Mug", "Bowl"):
        add_to_basket(client, make_product(title, stock=20), 3)
    before = line_of()
    was = Line.objects.filter(pk=before.pk).values().get()

    assert change(client, before, 0).url == "/basket/"
    page = client.get("/basket/").text
    assert "Stoneware Mug is taken out." in page
    assert inside() == {"Vase": 3, "Bowl": 3}
    assert restore(client, way_back(page)).url == "/basket/"

    assert "Stoneware Mug is back." in client.get("/basket/").text
    now = Line.objects.filter(pk=before.pk).values().get()
    dates = {"date_created", "date_updated"}
    assert {k: v for k, v in now.items() if k not in dates} == {
        k: v for k, v in was.items() if k not in dates
    }
    page = client.get("/basket/").text
    assert page.index("Vase") < page.index("Stoneware Mug") < page.index("Bowl")
    assert "taken out" not in page


def test_what_was_asked_for_with_it_comes_back_too(client):
    mug = make_product()
    engraving = Option.objects.create(name="Engraving", code="engraving", type="text")
    mug.product_class.options.add(engraving)
    client.post(
        f"/basket/add/{mug.pk}/",
        {"quantity": "2", "engraving": "For Ada"},
        HTTP_SEC_FETCH_SITE="same-origin",
    )
    assert "Engraving: For Ada" in client.get("/basket/").text

    change(client, line_of(), 0)
    restore(client, way_back(client.get("/basket/").text))

    assert inside() == {"Stoneware Mug": 2}
    assert "Engraving: For Ada" in client.get("/basket/").text
    # The same again is the same line.
    client.post(
        f"/basket/add/{mug.pk}/",
        {"quantity": "1", "engraving": "For Ada"},
        HTTP_SEC_FETCH_SITE="same-origin",
    )
    assert inside() == {"Stoneware Mug": 3}


@pytest.mark.parametrize("place", [ON_PAGE, IN_DRAWER])
def test_with_script_the_way_back_stands_where_the_line_was(client, place):
    child = make_variants().children.get(title__endswith="Ink")
    add_to_basket(client, child, 2)
    add_to_basket(client, make_product("Vase", price="10.00"))
    line = Line.objects.get(product=child)

    answer = change(client, line, 0, **place)
    assert answer.status_code == 200
    assert "HX-Retarget" not in answer.headers
    text = words(answer.text)
    assert f'<li class="line-removed" id="line-{line.pk}">' in answer.text
    assert "Stoneware Mug, Ink is taken out. The total is £13.95." in text
    assert "£10.00" in text

    answer = restore(client, way_back(answer.text), **place)
    assert answer["HX-Retarget"] == "#basket-contents"
    assert f'id="line-{line.pk}-title"' in answer.text
    assert "Stoneware Mug, Ink is back. The total is £49.95." in words(answer.text)
    assert Line.objects.get(pk=line.pk).quantity == 2


@pytest.mark.parametrize("place", [ON_PAGE, IN_DRAWER])
def test_the_last_line_leaves_an_empty_basket_with_a_way_back(client, place):
    add_to_basket(client, make_product())
    answer = change(client, line_of(), 0, **place)
    assert answer["HX-Retarget"] == "#basket-contents"
    assert "Your basket is empty" in answer.text
    restore(client, way_back(answer.text), **place)
    assert inside() == {"Stoneware Mug": 1}


def test_undoing_twice_puts_back_once(client):
    add_to_basket(client, make_product(), 2)
    token = way_back(change(client, line_of(), 0, **ON_PAGE).text)
    restore(client, token)
    restore(client, token)
    assert GONE in client.get("/basket/").text
    assert inside() == {"Stoneware Mug": 2}


def test_what_was_added_again_meanwhile_stays_as_it_is(client):
    mug = make_product()
    add_to_basket(client, mug, 2)
    token = way_back(change(client, line_of(), 0, **ON_PAGE).text)
    add_to_basket(client, mug, 1)
    restore(client, token)
    assert inside() == {"Stoneware Mug": 1}


@pytest.mark.parametrize(
    "token",
    ["", "nonsense", "a:b:c", "\0", "signed elsewhere", pytest.param("x" * 20_000, id="long")],
)
def test_a_token_that_is_not_ours_restores_nothing(client, token):
    add_to_basket(client, make_product())
    if token == "signed elsewhere":
        token = signing.dumps("{}", salt="elsewhere")
    assert restore(client, token).status_code == 302
    assert GONE in client.get("/basket/").text
    assert inside() == {"Stoneware Mug": 1}


def test_somebody_elses_line_cannot_be_taken_over(client):
    add_to_basket(client, make_product())
    token = way_back(change(client, line_of(), 0, **ON_PAGE).text)
    stranger = Client()
    add_to_basket(stranger, make_product("Vase"))
    restore(stranger, token)
    assert inside() == {"Vase": 1}
    assert GONE in stranger.get("/basket/").text


def test_a_token_ages(client, monkeypatch):
    add_to_basket(client, make_product())
    token = way_back(change(client, line_of(), 0, **ON_PAGE).text)
    monkeypatch.setattr("shop.basket.services.UNDO_SECONDS", -1)
    restore(client, token)
    assert inside() == {}
    assert signing.loads(token, salt=UNDO_SALT)


def test_an_order_is_not_added_to(client):
    countries()
    add_to_basket(client, make_product("Vase"))
    add_to_basket(client, make_product())
    token = way_back(change(client, line_of(), 0, **ON_PAGE).text)
    place_order(client)
    restore(client, token)
    assert inside("Frozen") | inside("Submitted") == {"Vase": 1}
    assert GONE in client.get("/basket/").text


def test_what_is_no_longer_there_cannot_come_back(client):
    mug = make_product()
    add_to_basket(client, mug)
    token = way_back(change(client, line_of(), 0, **ON_PAGE).text)
    mug.delete()
    restore(client, token)
    assert GONE in client.get("/basket/").text


def test_a_line_without_stock_comes_back_and_says_so(client):
    mug = make_product(stock=5)
    add_to_basket(client, mug, 5)
    token = way_back(change(client, line_of(), 0, **ON_PAGE).text)
    mug.stockrecords.update(num_in_stock=2)
    page = restore(client, token, **ON_PAGE).text
    assert inside() == {"Stoneware Mug": 5}
    assert "Only 2 are left" in page
