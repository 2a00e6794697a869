"""The basket over HTTP."""

import pytest
from django.contrib.messages import get_messages
from oscar.core.loading import get_model

from tests.factories import SAME_ORIGIN, add_to_basket, make_product, make_variants

pytestmark = pytest.mark.django_db

Basket = get_model("basket", "Basket")


def quantities(client):
    """What the one basket of this test holds, by title."""
    return dict(Basket.objects.get().lines.values_list("product__title", "quantity"))


def test_a_variant_is_added_and_stands_in_the_basket(client):
    child = make_variants().children.get(title__endswith="Ink")
    response = add_to_basket(client, child, 2)
    assert (response.status_code, response.url) == (302, "/basket/")
    page = client.get("/basket/").content.decode()
    assert "Stoneware Mug" in page
    assert "Ink" in page
    assert "£36.00" in page


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (11, "Only 10 are left"),
        (0, "at least one"),
        (-3, "at least one"),
        ("two", "whole number"),
        ("1.5", "whole number"),
        ("", "how many"),
        (10**12, "smaller number"),
    ],
)
@pytest.mark.parametrize("script", [False, True])
def test_a_quantity_that_cannot_be_had_is_refused_next_to_the_field(
    client, quantity, words, script
):
    product = make_product(stock=10)
    extra = {"HTTP_HX_REQUEST": "true"} if script else {}
    response = add_to_basket(client, product, quantity, **extra)
    assert response.status_code == 422
    text = response.content.decode()
    assert words in text
    if not script:
        assert f'value="{quantity}"' in text
    assert not get_model("basket", "Line").objects.exists()


def test_what_is_in_the_basket_counts_against_the_stock(client):
    product = make_product(stock=3)
    add_to_basket(client, product, 2)
    assert add_to_basket(client, product, 2).status_code == 422
    assert quantities(client) == {product.title: 2}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_REFERER": "https://evil.example/page"},
        {"HTTP_ORIGIN": "null"},
    ],
)
def test_a_form_of_another_site_adds_nothing(client, headers):
    product = make_product()
    response = client.post(f"/basket/add/{product.pk}/", {"quantity": "1"}, **headers)
    assert response.status_code == 403
    assert not Basket.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [SAME_ORIGIN, {"HTTP_ORIGIN": "http://testserver"}, {"HTTP_REFERER": "http://testserver/x"}],
)
def test_a_form_of_our_own_needs_no_token(headers):
    from django.test import Client

    product = make_product()
    client = Client(enforce_csrf_checks=True)
    response = client.post(f"/basket/add/{product.pk}/", {"quantity": "1"}, **headers)
    assert response.status_code == 302


def test_changing_a_line_keeps_its_token():
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    add_to_basket(client, make_product())
    line = Basket.objects.get().lines.get()
    assert client.post(f"/basket/lines/{line.pk}/", {"quantity": "2"}).status_code == 403


def test_a_line_is_changed_and_taken_out(client):
    add_to_basket(client, make_product(stock=5))
    line = Basket.objects.get().lines.get()
    client.post(f"/basket/lines/{line.pk}/", {"quantity": "4"})
    assert quantities(client) == {"Stoneware Mug": 4}
    client.post(f"/basket/lines/{line.pk}/", {"quantity": "0"})
    assert quantities(client) == {}
    assert "Your basket is empty" in client.get("/basket/").content.decode()


@pytest.mark.parametrize("quantity", ["6", "-1", "x", ""])
def test_a_line_that_cannot_be_changed_stays_and_says_why(client, quantity):
    add_to_basket(client, make_product(stock=5), 2)
    line = Basket.objects.get().lines.get()
    response = client.post(f"/basket/lines/{line.pk}/", {"quantity": quantity})
    assert response.status_code == 422
    assert 'class="field-error"' in response.content.decode()
    assert quantities(client) == {"Stoneware Mug": 2}


def test_somebody_elses_line_is_out_of_reach(client, django_user_model):
    from django.test import Client

    add_to_basket(client, make_product())
    line = Basket.objects.get().lines.get()
    stranger = Client()
    add_to_basket(stranger, make_product("Vase"))
    stranger.post(f"/basket/lines/{line.pk}/", {"quantity": "0"})
    line.refresh_from_db()
    assert line.quantity == 1


def test_a_product_that_is_not_public_cannot_be_added(client):
    assert add_to_basket(client, make_product(is_public=False)).status_code == 404


def test_stock_that_went_meanwhile_is_said_and_holds_the_checkout(client):
    product = make_product(stock=5)
    add_to_basket(client, product, 4)
    product.stockrecords.update(num_in_stock=1)
    page = client.get("/basket/").content.decode()
    assert "Only 1 is left" in page
    assert 'href="/checkout/"' not in page
    response = client.get("/checkout/")
    assert response.url == "/basket/"
    assert [str(message) for message in get_messages(response.wsgi_request)]


def test_the_header_arrives_apart_and_is_never_stored(client):
    add_to_basket(client, make_product(), 3)
    response = client.get("/basket/header/")
    assert "no-store" in response["Cache-Control"]
    assert ">3<" in response.content.decode().replace(" ", "").replace("\n", "")


def test_a_visitors_header_makes_no_basket_and_no_session(client):
    response = client.get("/basket/header/")
    assert not response.cookies
    assert not Basket.objects.exists()


@pytest.mark.parametrize("count", [3, 30])
def test_the_basket_page_asks_the_same_number_of_queries(
    client, django_assert_max_num_queries, count
):
    for number in range(count):
        add_to_basket(client, make_product(f"Mug {number}"))
    client.get("/basket/")  # menus and settings are cached from here on
    with django_assert_max_num_queries(16):
        client.get("/basket/")
