"""A guest's basket joins the account's, and whoever looks first sees both."""

import pytest
from django.test import Client
from oscar.core.loading import get_model

from tests.factories import PASSWORD, add_to_basket, make_product, make_user

pytestmark = pytest.mark.django_db

Basket = get_model("basket", "Basket")


def test_the_first_page_after_the_log_in_shows_both_baskets(client: Client) -> None:
    mug, user = make_product(), make_user("rowan@example.com")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    add_to_basket(client, mug, 1)
    client.logout()
    add_to_basket(client, mug, 2)

    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})

    page = client.get("/basket/").content.decode()
    assert "£54.00" in page
    assert 'value="3"' in page


def test_a_request_that_came_second_sees_what_the_first_one_merged(client: Client) -> None:
    mug, user = make_product(), make_user()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    add_to_basket(client, mug, 1)
    guest = Client()
    add_to_basket(guest, mug, 2)
    guests = Basket.objects.get(owner=None)
    first, second = Basket.objects.get(owner=user), Basket.objects.get(owner=user)
    assert [line.quantity for line in second.all_lines()] == [1]

    first.merge(guests)
    second.merge(Basket.objects.get(pk=guests.pk))

    assert [line.quantity for line in second.all_lines()] == [3]


def test_two_devices_of_one_account_share_one_basket(client: Client) -> None:
    mug, vase, user = make_product(), make_product("Vase"), make_user()
    phone = Client()
    for device in (client, phone):
        device.login(username=user.email, password=PASSWORD)
    add_to_basket(client, mug, 2)
    add_to_basket(phone, vase)

    for device in (client, phone):
        page = device.get("/basket/").text
        assert "Stoneware Mug" in page
        assert "Vase" in page
    assert Basket.objects.filter(owner=user).count() == 1

    # What one takes out is gone for the other, whose stale form is answered and does no harm.
    line = Basket.objects.get(owner=user).lines.get(product=mug)
    client.post(f"/basket/lines/{line.pk}/", {"quantity": "0"})
    phone.post(f"/basket/lines/{line.pk}/", {"quantity": "5"})
    page = phone.get("/basket/").text
    assert "That was no longer in your basket." in page
    assert "Stoneware Mug" not in page


def test_a_log_in_on_a_second_device_brings_both_together(client: Client) -> None:
    mug, vase, user = make_product(), make_product("Vase"), make_user()
    client.login(username=user.email, password=PASSWORD)
    add_to_basket(client, mug)
    phone = Client()
    add_to_basket(phone, vase)
    phone.post("/accounts/login/", {"login": user.email, "password": PASSWORD})

    page = phone.get("/basket/").text
    assert "Stoneware Mug" in page
    assert "Vase" in page
    assert "What you chose before logging in is in your basket as well." in page
    assert "Vase" in client.get("/basket/").text
    # Whoever logs out leaves it with the account.
    phone.post("/accounts/logout/")
    assert "Your basket is empty" in phone.get("/basket/").text
    assert "Vase" in client.get("/basket/").text


def test_a_guests_basket_lasts_sixty_days_and_cannot_be_guessed(client: Client) -> None:
    cookie = add_to_basket(client, make_product()).cookies["oscar_open_basket"]
    assert cookie["max-age"] == 60 * 60 * 24 * 60
    assert cookie["httponly"]
    # The session may go; the cookie alone brings the basket back.
    later = Client()
    later.cookies["oscar_open_basket"] = cookie.value
    assert "Stoneware Mug" in later.get("/basket/").text
    for forged in (str(Basket.objects.get().pk), f"{Basket.objects.get().pk}:x", "", ":"):
        stranger = Client()
        stranger.cookies["oscar_open_basket"] = forged
        assert "Your basket is empty" in stranger.get("/basket/").text
