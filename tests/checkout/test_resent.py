"""The checkout form sent twice: the second one leads to the first one's order."""

import pytest
from django.test import Client
from oscar.core.loading import get_model

from shop.checkout.payments import give_up_order
from shop.checkout.views import IndexView
from tests.factories import (
    PASSWORD,
    add_to_basket,
    countries,
    make_product,
    make_user,
    pay,
    place_order,
    total_seen,
)

pytestmark = pytest.mark.django_db

Order = get_model("order", "Order")


@pytest.fixture(autouse=True)
def _countries():
    countries()


def same_form(client: Client) -> Client:
    """Another connection of the same browser, with the cookies it has now."""
    again = Client()
    again.cookies.update(client.cookies)
    return again


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_second_click_lands_on_the_one_order(client, signed_in):
    if signed_in:
        client.login(email=make_user("rowan@example.com").email, password=PASSWORD)
    add_to_basket(client, make_product(), 2)
    seen = total_seen(client)
    second = same_form(client)
    first = place_order(client, total_seen=seen)
    order = Order.objects.get()
    assert first.url == f"/checkout/pay/{order.number}/{order.key}/"
    assert place_order(second, total_seen=seen).url == first.url
    assert pay(second, first.url).url == "/checkout/thank-you/"
    assert pay(client, first.url).url == "/checkout/thank-you/"
    assert Order.objects.count() == 1


def test_the_form_sent_again_after_paying_leads_to_the_confirmation(client):
    add_to_basket(client, make_product())
    seen = total_seen(client)
    second = same_form(client)
    pay(client, place_order(client, total_seen=seen).url)
    again = place_order(second, total_seen=seen)
    assert second.get(again.url).headers["Location"] == "/checkout/thank-you/"


def test_the_second_click_on_the_last_units_is_not_told_that_they_are_gone(client, monkeypatch):
    """It read the basket while that was open, and the stock when the first one had taken it."""
    product = make_product(stock=2)
    add_to_basket(client, product, 2)
    seen = total_seen(client)
    second = same_form(client)
    check = IndexView.check_basket_is_valid
    placed = []

    def first_wins_now(view, request):
        monkeypatch.setattr(IndexView, "check_basket_is_valid", check)
        placed.append(place_order(client, total_seen=seen).url)
        return check(view, request)

    monkeypatch.setattr(IndexView, "check_basket_is_valid", first_wins_now)
    assert place_order(second, total_seen=seen).url == placed[0]
    assert placed[0].startswith("/checkout/pay/")
    assert product.stockrecords.get().num_allocated == 2


def test_a_cancelled_order_is_none(client):
    add_to_basket(client, make_product())
    seen = total_seen(client)
    second = same_form(client)
    place_order(client, total_seen=seen)
    assert give_up_order(order=Order.objects.get())
    assert place_order(second, total_seen=seen).url == "/basket/"


def test_a_forged_cookie_shows_nobodys_order(client):
    add_to_basket(client, make_product())
    seen = total_seen(client)
    place_order(client, total_seen=seen)
    stranger = Client()
    stranger.cookies["oscar_open_basket"] = str(Order.objects.get().basket_id)
    assert place_order(stranger, total_seen=seen).url == "/basket/"
