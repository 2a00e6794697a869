"""There is one way in, allauth's; every other door leads there."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
DOORS = {
    "/cms/login/": LOGIN,
    "/_util/login/": LOGIN,
    "/django-admin/login/": LOGIN,
    "/dashboard/login/": LOGIN,
    "/account/login/": LOGIN,
    "/account/register/": "/accounts/signup/",
    "/account/change-password/": "/accounts/password/change/",
    "/password-reset/": "/accounts/password/reset/",
    "/password-reset/done/": "/accounts/password/reset/",
    "/password-reset/confirm/MQ/a-token/": "/accounts/password/reset/",
    "/password-reset/complete/": LOGIN,
    "/cms/password_reset/": "/accounts/password/reset/",
}
# What the forms of Wagtail, Django, Oscar's dashboard, Oscar's account and its checkout post.
CREDENTIALS = {
    "username": "admin@example.com",
    "password": PASSWORD,
    "login-username": "admin@example.com",
    "login-password": PASSWORD,
    "login_submit": "1",
    "options": "existing",
}


@pytest.fixture
def admin():
    user = make_user("admin@example.com", is_staff=True)
    user.is_superuser = True
    user.save()
    return user


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def log_in(client: Client, email: str, **data: str):
    return client.post(LOGIN, {"login": email, "password": PASSWORD, **data})


@pytest.mark.parametrize(("door", "target"), DOORS.items())
def test_a_door_leads_to_allauth_and_keeps_where_one_was_going(client, door, target):
    answer = client.get(door, {"next": "/account/orders/"})
    assert (answer.status_code, answer.url) == (302, f"{target}?next=/account/orders/")


@pytest.mark.parametrize(("door", "target"), DOORS.items())
def test_right_credentials_posted_at_a_door_log_nobody_in(admin, door, target):
    client = Client(enforce_csrf_checks=True)
    answer: Any = client.post(f"{door}?next=/account/orders/", CREDENTIALS)
    assert (answer.status_code, answer.url) == (303, f"{target}?next=/account/orders/")
    assert not is_logged_in(client)


def test_the_checkout_takes_no_credentials(admin, client):
    client.post("/checkout/", CREDENTIALS)
    client.get("/checkout/")
    assert not is_logged_in(client)


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"],
)
@pytest.mark.parametrize("door", ["/cms/login/", "/dashboard/login/", "/account/login/"])
def test_a_door_never_leads_to_another_site(client, door, elsewhere):
    assert "evil" not in client.get(door, {"next": elsewhere}).url
    assert "alert" not in client.get(door, {"next": elsewhere}).url
    assert "evil" not in client.post(door, {"next": elsewhere}).url


def test_allauth_never_leads_to_another_site(client):
    make_user("rowan@example.com")
    answer = log_in(client, "rowan@example.com", next="https://evil.example/")
    assert answer.url == "/account/"


@pytest.mark.parametrize(
    ("room", "home"),
    [
        ("/cms/login/", "/cms/"),
        ("/dashboard/login/", "/dashboard/"),
        ("/django-admin/login/", "/django-admin/"),
    ],
)
def test_a_staff_door_remembers_its_room(admin, client, room, home):
    answer = client.get(room)
    assert answer.url == f"{LOGIN}?next={home}"
    assert log_in(client, "admin@example.com", next=home).url == home
    assert client.get(room).url == home
    assert client.get(home).status_code == 200


@pytest.mark.parametrize("room", ["/cms/", "/dashboard/", "/django-admin/"])
def test_who_may_not_enter_is_told_so_and_not_sent_in_circles(client, room):
    make_user("rowan@example.com")
    log_in(client, "rowan@example.com")
    answer = client.get(room, follow=True)
    assert answer.status_code == 403
    assert len(answer.redirect_chain) <= 1


def test_an_account_page_comes_back_after_the_log_in(client):
    make_user("rowan@example.com")
    answer = client.get("/account/addresses/")
    assert answer.url == f"{LOGIN}?next=/account/addresses/"
    assert (
        log_in(client, "rowan@example.com", next="/account/addresses/").url == "/account/addresses/"
    )


@pytest.mark.parametrize(
    "way_out", ["/account/logout/", "/dashboard/logout/", "/cms/logout/", "/django-admin/logout/"]
)
def test_every_way_out_is_allauths_and_asks_for_a_post(admin, client, way_out):
    client.force_login(admin)
    assert client.get(way_out).status_code == 200
    assert is_logged_in(client)
    client.post(way_out)
    assert not is_logged_in(client)


@pytest.mark.parametrize("name", ["login", "logout", "register", "change-password"])
def test_names_that_oscar_reverses_are_there(name):
    assert reverse(f"customer:{name}")


def test_the_raw_tables_are_for_superusers(client):
    client.force_login(make_user("orders@example.com", is_staff=True))
    assert client.get("/django-admin/", follow=True).status_code == 403
