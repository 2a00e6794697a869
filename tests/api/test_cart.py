"""The cart over HTTP."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from oscar.core.loading import get_model

from tests.api.programs import Program
from tests.api.test_problems import is_problem
from tests.factories import (
    PASSWORD,
    add_to_basket,
    make_product,
    make_user,
    make_variants,
    make_voucher,
)

Basket = get_model("basket", "Basket")


@pytest.fixture
def guest():
    return Program()


@pytest.fixture
def account():
    program = Program()
    program.log_in(make_user())
    return program


def test_a_newcomers_cart_is_empty_and_nothing_is_stored(guest):
    body = guest.get("cart/").json()
    assert (body["count"], body["lines"], body["can_check_out"]) == (0, [], False)
    assert not Basket.objects.exists()
    assert "X-Cart-Token" not in guest.headers


def test_the_first_write_answers_the_token_that_opens_the_cart(guest):
    mug = make_product(price="18.00", stock=10)
    answer = guest.put_in(mug, 2)
    assert answer.status_code == 201
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    body = guest.get("cart/").json()
    (line,) = body["lines"]
    assert (line["title"], line["quantity"], line["line_price"]) == (mug.title, 2, "36.00")
    assert body["totals"]["total"] == "39.95"
    assert body["totals"]["vat"] == "6.66"
    assert body["can_check_out"] is True
    standard, express = body["delivery"]["methods"]
    assert (standard["code"], standard["price"]) == ("standard", "3.95")
    assert standard["arrives_from"] <= standard["arrives_to"]
    assert express["price"] == "7.50"


def test_a_variant_is_added_by_its_id_and_its_product_asks_which(guest):
    parent = make_variants(colours={"Oat": 2, "Ink": 0})
    oat, ink = parent.children.order_by("pk")
    assert guest.put_in(oat).json()["lines"][0]["variant"] == "Oat"
    assert is_problem(guest.put_in(parent), 422)["code"] == "choose_variant"
    assert "sold out" in is_problem(guest.put_in(ink), 422)["errors"][0]["message"]


def test_a_line_is_changed_and_removed(guest):
    line = guest.put_in(make_product(stock=5)).json()["lines"][0]
    path = f"cart/lines/{line['id']}/"
    assert guest.ask("patch", path, {"quantity": 4}).json()["count"] == 4
    body = is_problem(guest.ask("patch", path, {"quantity": 6}), 422)
    assert (body["code"], body["errors"][0]["field"]) == ("out_of_stock", "quantity")
    assert guest.get("cart/").json()["count"] == 4
    assert guest.ask("delete", path).json()["lines"] == []
    is_problem(guest.ask("delete", path), 404)
    is_problem(guest.ask("patch", path, {"quantity": 1}), 404)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "product"),
        ({"product": "1"}, "product"),
        ({"product": True}, "product"),
        ({"product": 10**30}, "product"),
        ({"product": None}, "product"),
        ({"product": 1, "quantity": 0}, "quantity"),
        ({"product": 1, "quantity": -3}, "quantity"),
        ({"product": 1, "quantity": 10**12}, "quantity"),
        ({"product": 1, "quantity": 1.5}, "quantity"),
        ({"product": 1, "price": "0.01"}, "price"),
        ({"product": 1, "options": ["x"]}, "options"),
        ([], ""),
        ('"mug"', ""),
    ],
)
def test_a_body_that_is_not_as_it_should_be(guest, body, field):
    errors = is_problem(guest.post("cart/lines/", body), 400)["errors"]
    assert field in {error["field"] for error in errors}
    assert not Basket.objects.exists()


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 60_000, b'{"product": NaN}'])
def test_what_is_no_json(guest, body):
    answer = guest.client.post("/api/v1/cart/lines/", body, content_type="application/json")
    is_problem(answer, 400)


def test_what_is_too_large_is_not_read(guest):
    body = b'{"product": 1, "x": "%s"}' % (b"x" * 70_000)
    answer = guest.client.post("/api/v1/cart/lines/", body, content_type="application/json")
    assert is_problem(answer, 413)["code"] == "too_large"


def test_what_is_another_format_than_json(guest):
    is_problem(guest.client.post("/api/v1/cart/lines/", {"product": 1}), 415)


def test_what_is_not_sold_is_not_added(guest):
    hidden = make_product(is_public=False)
    mug = make_product()
    for product in (hidden.pk, 999_999):
        body = is_problem(guest.post("cart/lines/", {"product": product}), 422)
        assert body["errors"][0]["field"] == "product"
    asked = {"product": mug.pk, "options": {"engraving": "R"}}
    assert is_problem(guest.post("cart/lines/", asked), 422)["errors"][0]["field"] == (
        "options.engraving"
    )
    assert not Basket.objects.exists()


def test_another_shoppers_cart_is_not_there(guest):
    line = guest.put_in(make_product()).json()["lines"][0]
    other = Program()
    other.put_in(make_product("Lamp"))
    is_problem(other.ask("delete", f"cart/lines/{line['id']}/"), 404)
    basket = Basket.objects.first()
    for token in (str(basket.pk), f"{basket.pk}:forged", "nonsense", "\x7f" * 300):
        stranger = Program()
        stranger.headers["X-Cart-Token"] = token
        assert is_problem(stranger.get("cart/"), 404)["code"] == "cart_not_found"
        is_problem(stranger.put_in(make_product()), 404)


def test_a_guests_token_does_not_open_an_accounts_cart(guest, account):
    account.put_in(make_product())
    guest.put_in(make_product())
    Basket.objects.filter(owner=None).update(owner=make_user())
    is_problem(guest.get("cart/"), 404)


def test_vouchers_say_why_they_are_refused(guest):
    make_voucher("HEARTH")
    body = is_problem(guest.post("cart/vouchers/", {"code": "HEARTH"}), 422)
    assert "empty" in body["detail"]
    guest.put_in(make_product(price="18.00"))
    body = is_problem(guest.post("cart/vouchers/", {"code": "nope"}), 422)
    assert (body["code"], body["errors"][0]["field"]) == ("voucher_refused", "code")
    assert "NOPE" in body["detail"]
    answer = guest.post("cart/vouchers/", {"code": "hearth"})
    assert answer.status_code == 201
    (voucher,) = answer.json()["vouchers"]
    assert (voucher["code"], voucher["problem"]) == ("HEARTH", "")
    assert answer.json()["totals"]["total"] == "16.95"
    gone = guest.ask("delete", f"cart/vouchers/{voucher['id']}/")
    assert gone.json()["vouchers"] == []
    is_problem(guest.ask("delete", f"cart/vouchers/{voucher['id']}/"), 404)


def test_codes_are_not_guessed(guest):
    guest.put_in(make_product())
    for number in range(10):
        is_problem(guest.post("cart/vouchers/", {"code": f"GUESS{number}"}), 422)
    answer = guest.post("cart/vouchers/", {"code": "GUESS"})
    is_problem(answer, 429)
    assert answer["Retry-After"] == "60"


def test_what_a_guest_chose_joins_the_account_once_at_log_in(guest):
    mug, lamp = make_product("Mug"), make_product("Lamp")
    user = make_user()
    earlier = Program()
    earlier.log_in(user)
    earlier.put_in(lamp)
    guest.put_in(mug, 2)
    guest.log_in(user)
    for _ in range(2):
        body = guest.get("cart/").json()
        assert {line["title"]: line["quantity"] for line in body["lines"]} == {"Mug": 2, "Lamp": 1}
    assert "X-Cart-Token" not in guest.get("cart/").headers
    guests_own = Program()
    guests_own.headers["X-Cart-Token"] = guest.headers["X-Cart-Token"]
    assert guests_own.get("cart/").json()["lines"] == []


def test_an_accounts_cart_is_the_one_of_its_pages(account):
    mug = make_product()
    account.put_in(mug, 3)
    browser = Client()
    browser.force_login(account.user)
    assert mug.title in browser.get("/basket/").text
    add_to_basket(browser, mug)
    assert account.get("cart/").json()["count"] == 4


def test_a_browsers_session_needs_its_csrf_token():
    user, mug = make_user(), make_product()
    browser = Client(enforce_csrf_checks=True)
    browser.login(email=user.email, password=PASSWORD)
    body = {"product": mug.pk}

    def add(**headers):
        url, kind = "/api/v1/cart/lines/", "application/json"
        return browser.post(url, body, content_type=kind, headers=headers)

    is_problem(add(), 403)
    browser.get("/accounts/email/")
    token = browser.cookies["csrftoken"].value
    assert add(**{"X-CSRFToken": token}).status_code == 201


def test_a_session_that_has_ended_is_refused_not_taken_for_a_guest(account):
    account.put_in(make_product())
    account.ask("delete", "/_allauth/app/v1/auth/session")
    answer = account.get("cart/")
    is_problem(answer, 401)
    assert answer["WWW-Authenticate"]


def test_an_account_that_was_closed_is_refused(account):
    account.user.is_active = False
    account.user.save()
    is_problem(account.get("cart/"), 401)


def test_delivery_is_reckoned_to_a_country_that_is_served(guest):
    guest.put_in(make_product())
    body = guest.get("cart/?country=FR").json()
    assert body["delivery"]["country"] == "FR"
    assert body["delivery"]["methods"][0]["price"] == "12.50"
    assert is_problem(guest.get("cart/?country=XX"), 422)["errors"][0]["field"] == "country"
    is_problem(guest.get("cart/?country=france"), 400)


def test_a_cart_costs_the_same_however_full_it_is(guest):
    def cost():
        guest.get("cart/")
        with CaptureQueriesContext(connection) as caught:
            assert guest.get("cart/").status_code == 200
        return len(caught)

    for number in range(3):
        guest.put_in(make_product(f"Mug {number}"))
    few = cost()
    for number in range(27):
        guest.put_in(make_product(f"Cup {number}"))
    assert cost() == few <= 12
    cache.clear()
