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
