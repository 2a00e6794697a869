"""Signing up, logging in, confirming an address, two-factor: through allauth's pages."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import get_user_model
from oscar.core.loading import get_model

from shop.communication.models import OutboundMessage
from tests.factories import (
    PASSWORD,
    add_to_basket,
    countries,
    make_product,
    make_user,
    pay,
    place_order,
)

pytestmark = pytest.mark.django_db

User = get_user_model()
Order = get_model("order", "Order")
Basket = get_model("basket", "Basket")


def sign_up(client, email="rowan@example.com", **data):
    return client.post("/accounts/signup/", {"email": email, "password1": PASSWORD, **data})


def log_in(client, email="rowan@example.com", **data):
    return client.post("/accounts/login/", {"login": email, "password": PASSWORD, **data})


def confirmation_path() -> str:
    text = OutboundMessage.objects.filter(kind="rendered").latest("pk").context["body_text"]
    found = re.search(r"/accounts/confirm-email/[^/\s]+/", text)
    assert found, text
    return found.group()


def confirm(client) -> None:
    assert client.post(confirmation_path()).status_code == 302


@pytest.fixture
def guest_order(client, django_capture_on_commit_callbacks):
    """Placed and paid by a guest as rowan@example.com; the guest's session is over."""
    countries()
    add_to_basket(client, make_product())
    pay(client, place_order(client, email="Rowan@Example.com").url)
    client.cookies.clear()
    return Order.objects.get()


def test_a_shopper_signs_up_with_an_address_and_one_password(client):
    page = client.get("/accounts/signup/").content.decode()
    assert 'name="email"' in page
    assert 'name="password1"' in page
    assert 'name="password2"' not in page
    assert 'name="username"' not in page

    answer = sign_up(client, "Rowan@Example.com")
    assert answer.url == "/account/"
    assert client.get("/account/").status_code == 200
    user = User.objects.get()
    assert user.email == "rowan@example.com"
    assert EmailAddress.objects.get().email == "rowan@example.com"


def test_a_second_account_for_the_same_address_in_capitals_is_refused(client):
    make_user("rowan@example.com")
    assert sign_up(client, "ROWAN@example.com").status_code == 200
    assert User.objects.count() == 1


def test_a_weak_password_is_refused_next_to_its_field(client):
    answer = client.post("/accounts/signup/", {"email": "a@example.com", "password1": "12345678"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["password1"]
    assert not User.objects.exists()


def test_log_in_leads_to_the_account_or_back(client):
    make_user("rowan@example.com")
    assert log_in(client).url == "/account/"
    client.logout()
    assert log_in(client, next="/account/orders/").url == "/account/orders/"


def test_a_wrong_password_and_an_unknown_address_sound_the_same(client):
    make_user("rowan@example.com")
    known = client.post("/accounts/login/", {"login": "rowan@example.com", "password": "wrong"})
    unknown = client.post("/accounts/login/", {"login": "nobody@example.com", "password": "wrong"})
    assert known.context["form"].errors == unknown.context["form"].errors


def test_a_forgotten_password_sounds_the_same_for_an_unknown_address(client):
    make_user("rowan@example.com")
    known = client.post("/accounts/password/reset/", {"email": "rowan@example.com"})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.com"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_mails_of_the_ways_in_take_the_outbox(client):
    sign_up(client)
    message = OutboundMessage.objects.get()
    assert (message.kind, message.recipient) == ("rendered", "rowan@example.com")
    assert message.context["subject"]
    assert message.context["body_text"]
    assert message.key.startswith("account/email/email_confirmation_signup:")


def test_asking_twice_for_a_link_sends_two(client):
    make_user("rowan@example.com")
    for _ in range(2):
        client.post("/accounts/password/reset/", {"email": "rowan@example.com"})
    assert OutboundMessage.objects.count() == 2


def test_guest_orders_join_the_account_once_the_address_is_confirmed(client, guest_order):
    sign_up(client)
    assert guest_order.number not in client.get("/account/orders/").content.decode()
    confirm(client)
    assert guest_order.number in client.get("/account/orders/").content.decode()
    assert client.get(f"/account/orders/{guest_order.number}/").status_code == 200


def test_an_address_that_was_only_typed_claims_nothing_at_log_in(client, guest_order):
    user = make_user("rowan@example.com")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
    log_in(client)
    guest_order.refresh_from_db()
    assert guest_order.user is None


def test_orders_placed_as_a_guest_later_are_claimed_at_the_next_log_in(client, guest_order):
    user = make_user("rowan@example.com")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    log_in(client)
    guest_order.refresh_from_db()
    assert guest_order.user == user


def test_nobody_elses_orders_are_claimed(client, guest_order):
    sign_up(client, "ada@example.com")
    confirm(client)
    guest_order.refresh_from_db()
    assert guest_order.user is None


@pytest.mark.parametrize("way", [log_in, sign_up])
def test_a_basket_filled_as_a_guest_survives(client, way):
    if way is log_in:
        make_user("rowan@example.com")
    add_to_basket(client, make_product("Stoneware Mug"), 2)
    way(client)
    page = client.get("/basket/").content.decode()
    assert "Stoneware Mug" in page
    assert "before logging in" not in page
    basket = Basket.objects.get(status="Open")
    assert basket.owner.email == "rowan@example.com"
    assert [line.quantity for line in basket.lines.all()] == [2]
    client.get("/basket/")
    assert basket.lines.get().quantity == 2


def test_a_guests_basket_comes_on_top_of_the_one_that_was_there(client):
    mug, bowl = make_product("Stoneware Mug"), make_product("Serving Bowl")
    make_user("rowan@example.com")
    log_in(client)
    add_to_basket(client, mug, 1)
    client.post("/accounts/logout/")
    add_to_basket(client, mug, 2)
    add_to_basket(client, bowl, 1)
    log_in(client)
    assert "before logging in" in client.get("/basket/").content.decode()
    assert "before logging in" not in client.get("/basket/").content.decode()
    basket = Basket.objects.get(status="Open")
    assert {line.product_id: line.quantity for line in basket.lines.all()} == {
        mug.pk: 3,
        bowl.pk: 1,
    }


@pytest.mark.parametrize("way", [log_in, sign_up])
def test_the_way_to_the_checkout_leads_through_the_log_in_and_on(client, way):
    countries()
    if way is log_in:
        make_user("rowan@example.com")
    add_to_basket(client, make_product("Stoneware Mug"))
    answer = way(client, next="/checkout/")
    assert answer.url == "/checkout/"
    page = client.get("/checkout/")
    assert page.status_code == 200
    assert "Stoneware Mug" in page.content.decode()


def test_a_new_address_replaces_the_old_one_only_once_confirmed(client):
    sign_up(client)
    confirm(client)
    client.post("/accounts/email/", {"email": "new@example.com", "action_add": ""})
    assert User.objects.get().email == "rowan@example.com"
    confirm(client)
    assert User.objects.get().email == "new@example.com"
    assert EmailAddress.objects.get().email == "new@example.com"


def test_two_factor_is_set_up_and_asked_for(client):
    user = make_user("rowan@example.com")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    log_in(client)
    asked = client.get("/accounts/2fa/totp/activate/")
    assert asked.url.startswith("/accounts/reauthenticate/")
    back = client.post(asked.url, {"password": PASSWORD})
    page = client.get(back.url)
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert client.post("/accounts/2fa/totp/activate/", {"code": code}).status_code == 302
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200
    client.post("/accounts/logout/")

    assert log_in(client).url.startswith("/accounts/2fa/authenticate/")
    assert client.get("/account/").status_code == 302
