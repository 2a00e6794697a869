"""Whole purchases by HTTP alone."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from oscar.core.loading import get_model

from shop.checkout.gateways.demo import ASKS, DECLINES, TAKES_ITS_TIME
from tests.api.programs import ADDRESS, Program
from tests.api.test_problems import is_problem
from tests.factories import PASSWORD, make_product, make_user, make_voucher

Order = get_model("order", "Order")


@pytest.fixture
def guest():
    return Program()


def test_a_guest_buys_by_http_alone(guest, django_capture_on_commit_callbacks):
    make_product("Stoneware Mug", price="18.00", stock=5)
    found = guest.get("products/?q=mug").json()["results"][0]
    detail = guest.get(f"products/{found['slug']}/").json()
    answers = [guest.post("cart/lines/", {"product": detail["id"], "quantity": 2})]
    quoted = guest.get("checkout/?country=GB&method=express")
    answers.append(quoted)
    body = guest.order_body(method="express", total=quoted.json()["totals"]["total"])
    answer = guest.post("checkout/", body, Idempotency_Key="order-1")
    answers.append(answer)
    assert answer.status_code == 201, answer.content
    placed = answer.json()
    assert placed["order"]["totals"]["total"] == "43.50"
    assert placed["order"]["status"] == "Awaiting payment"
    assert placed["payment"]["next"]["action"] == "pay_with_card"
    with django_capture_on_commit_callbacks(execute=True):
        paid = guest.pay(placed)
    answers.append(paid)
    assert paid.json()["is_paid"] is True
    assert paid.json()["next"]["action"] == "nothing"
    path = f"orders/{placed['order']['number']}/"
    order = guest.get(path, X_Order_Key=placed["key"]).json()
    assert (order["status"], order["is_paid"]) == ("Paid", True)
    assert order["lines"][0]["quantity"] == 2
    assert guest.get("cart/").json()["lines"] == []
    assert not any(each.cookies for each in answers)
    assert mail.outbox[-1].to == ["rowan@example.com"]


def test_an_account_signs_up_and_buys_by_http_alone(guest):
    mug = make_product(price="18.00", stock=5)
    guest.put_in(mug)
    signed_up = guest.post(
        "/_allauth/app/v1/auth/signup", {"email": "new@example.com", "password": PASSWORD}
    )
    assert signed_up.status_code == 200, signed_up.content
    guest.headers["X-Session-Token"] = signed_up.json()["meta"]["session_token"]
    assert guest.get("cart/").json()["count"] == 1
    placed = guest.place().json()
    number = placed["order"]["number"]
    guest.headers.pop("X-Cart-Token")
    assert guest.post(f"orders/{number}/payment/", {}).json()["state"] == "requires_action"
    assert guest.pay(placed).json()["is_paid"] is True
    listed = guest.get("orders/").json()
    assert [order["number"] for order in listed["results"]] == [number]
    assert guest.get(f"orders/{number}/").json()["email"] == "new@example.com"
    assert guest.get("me/addresses/").json()[0]["line1"] == ADDRESS["line1"]


def test_the_same_key_and_body_are_the_same_order(guest):
    guest.put_in(make_product(price="18.00", stock=5))
    body = guest.order_body()
    first = guest.post("checkout/", body, Idempotency_Key="k")
    second = guest.post("checkout/", dict(reversed(body.items())), Idempotency_Key="k")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Order.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(guest):
    guest.put_in(make_product(stock=5))
    body = guest.order_body()
    guest.post("checkout/", body, Idempotency_Key="k")
    other = {**body, "email": "else@example.com"}
    answer = guest.post("checkout/", other, Idempotency_Key="k")
    assert is_problem(answer, 422)["code"] == "idempotency_key_used"
    assert Order.objects.count() == 1


def test_a_key_is_its_owners(guest):
    other = Program()
    for program in (guest, other):
        program.put_in(make_product(stock=5))
    first, second = guest.place("k").json(), other.place("k").json()
    assert first["order"]["number"] != second["order"]["number"]


@pytest.mark.parametrize("key", ["", "two words", "x" * 256])
def test_an_order_needs_a_key(guest, key):
    guest.put_in(make_product())
    is_problem(guest.place(key), 400)
    assert not Order.objects.exists()


def test_a_refused_order_leaves_its_key_free(guest):
    guest.put_in(make_product())
    is_problem(guest.place("k", total="1.00"), 409)
    assert guest.place("k").status_code == 201


def test_an_empty_cart_is_no_order(guest):
    body = guest.order_body(method="standard", total="3.95")
    answer = guest.post("checkout/", body, Idempotency_Key="k")
    assert is_problem(answer, 409)["code"] == "cart_empty"


def test_an_ordered_cart_is_no_second_order(guest):
    guest.put_in(make_product(stock=5))
    body = guest.order_body()
    assert guest.post("checkout/", body, Idempotency_Key="1").status_code == 201
    assert is_problem(guest.post("checkout/", body, Idempotency_Key="2"), 409)["code"] == (
        "cart_empty"
    )
    assert guest.put_in(make_product()).status_code == 201  # into the next one


def test_a_price_that_changed_is_shown_before_anything_is_placed(guest):
    mug = make_product(price="18.00")
    guest.put_in(mug)
    body = guest.order_body()
    mug.stockrecords.update(price="20.00")
    answer = guest.post("checkout/", body, Idempotency_Key="k")
    assert is_problem(answer, 409)["code"] == "changed"
    assert not Order.objects.exists()


def test_what_was_sold_meanwhile_is_named(guest):
    mug = make_product(stock=2)
    line = guest.put_in(mug, 2).json()["lines"][0]
    body = guest.order_body()
    mug.stockrecords.update(num_in_stock=1)
    problem = is_problem(guest.post("checkout/", body, Idempotency_Key="k"), 409)
    assert problem["code"] == "out_of_stock"
    assert problem["errors"][0]["field"] == f"lines.{line['id']}"


@pytest.mark.parametrize(
    ("changes", "status", "field"),
    [
        ({"email": "nobody"}, 422, "email"),
        ({"email": 7}, 400, "email"),
        ({"address": {**ADDRESS, "postcode": "LA22"}}, 422, "address.postcode"),
        ({"address": {**ADDRESS, "country": "XX"}}, 422, "address.country"),
        ({"address": {**ADDRESS, "country": "gb"}}, 400, "address.country"),
        ({"address": {**ADDRESS, "town": ""}}, 400, "address.town"),
        ({"address": {**ADDRESS, "street": "x"}}, 400, "address.street"),
        ({"address": {**ADDRESS, "line1": "x" * 300}}, 400, "address.line1"),
        ({"address": "14 Mill Lane"}, 400, "address"),
        ({"billing_address": {**ADDRESS, "country": "XX"}}, 422, "billing_address.country"),
        ({"method": "teleport"}, 422, "method"),
        ({"method": "\x00"}, 400, "method"),
        ({"total": "free"}, 400, "total"),
        ({"total": 21.95}, 400, "total"),
        ({"amount": "0.01"}, 400, "amount"),
        ({"user": 1}, 400, "user"),
    ],
)
def test_what_cannot_be_accepted_is_named_where_it_was_typed(guest, changes, status, field):
    guest.put_in(make_product())
    problem = is_problem(guest.place(**changes), status)
    assert field in {error["field"] for error in problem["errors"]}
    assert not Order.objects.exists()


def test_a_guest_without_an_email_is_asked_for_it(guest):
    guest.put_in(make_product())
    body = guest.order_body()
    del body["email"]
    problem = is_problem(guest.post("checkout/", body, Idempotency_Key="k"), 422)
    assert problem["errors"][0]["field"] == "email"


def test_another_address_for_the_bill(guest):
    guest.put_in(make_product())
    bill = {**ADDRESS, "full_name": "Tarn Ltd", "line1": "1 High Street"}
    guest.place(billing_address=bill)
    order = Order.objects.get()
    assert (order.billing_address.line1, order.shipping_address.line1) == (
        "1 High Street",
        "14 Mill Lane",
    )


def test_a_declined_card_leaves_the_order_payable(guest):
    guest.put_in(make_product())
    placed = guest.place().json()
    declined = guest.pay(placed, card_number=DECLINES).json()
    assert (declined["state"], declined["next"]["action"]) == ("declined", "pay_with_card")
    assert guest.pay(placed).json()["is_paid"] is True
    assert guest.pay(placed).json()["is_paid"] is True


def test_the_bank_asks_and_is_answered(guest):
    guest.put_in(make_product())
    placed = guest.place().json()
    asked = guest.pay(placed, card_number=ASKS).json()
    assert asked["next"]["action"] == "answer_bank"
    key = {"X_Order_Key": placed["key"]}
    url = asked["next"]["url"]
    assert guest.get(url, **key).json()["next"]["action"] == "answer_bank"
    refused = guest.post(url, {"bank_answer": "refuse"}, **key).json()
    assert refused["state"] == "declined"
    guest.pay(placed, card_number=ASKS)
    assert guest.post(url, {"bank_answer": "approve"}, **key).json()["is_paid"] is True


def test_a_slow_bank_is_waited_for(guest, monkeypatch):
    monkeypatch.setattr("shop.core.jobs.enqueue", lambda *args, **kwargs: None)
    guest.put_in(make_product())
    placed = guest.place().json()
    assert guest.pay(placed, card_number=TAKES_ITS_TIME).json()["next"]["action"] == "wait"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"card_number": "4242"}, 422, "expiry"),
        ({"card_number": "4242424242424243", "expiry": "11/39", "security_code": "123"}, 422, ""),
        ({"bank_answer": "perhaps"}, 400, "bank_answer"),
        ({"bank_answer": "approve", "card_number": "1"}, 422, "bank_answer"),
        ({"amount": "0.01"}, 400, "amount"),
        ({"card_number": 4242424242424242}, 400, "card_number"),
    ],
)
def test_a_card_that_cannot_be_right(guest, body, status, field):
    guest.put_in(make_product())
    placed = guest.place().json()
    answer = guest.post(placed["payment"]["next"]["url"], body, X_Order_Key=placed["key"])
    problem = is_problem(answer, status)
    assert any(error["field"].startswith(field) for error in problem["errors"])


def test_an_order_of_nothing_is_paid_at_once(guest):
    make_voucher("ALL", percent="100", exclusive=False)
    make_voucher("HOME", delivery_percent="100", exclusive=False)
    guest.put_in(make_product(price="60.00"))
    guest.post("cart/vouchers/", {"code": "ALL"})
    guest.post("cart/vouchers/", {"code": "HOME"})
    placed = guest.place().json()
    assert placed["order"]["totals"]["total"] == "0.00"
    assert placed["order"]["is_paid"] is True
    assert placed["payment"]["next"]["action"] == "nothing"


def test_somebody_elses_order_is_not_there(guest):
    guest.put_in(make_product())
    placed = guest.place().json()
    number = placed["order"]["number"]
    stranger, account = Program(), Program()
    account.log_in(make_user())
    for other in (stranger, account):
        for path in (f"orders/{number}/", f"orders/{number}/payment/"):
            is_problem(other.get(path), 404)
            is_problem(other.get(path, X_Order_Key="guess"), 404)
        is_problem(other.post(f"orders/{number}/payment/", {}), 404)
    is_problem(stranger.get("orders/1/", X_Order_Key=placed["key"]), 404)
    is_problem(stranger.get("orders/"), 401)


def test_a_cancelled_order_is_not_paid(guest):
    guest.put_in(make_product())
    placed = guest.place().json()
    Order.objects.update(status="Cancelled")
    assert is_problem(guest.pay(placed), 409)["code"] == "cancelled"


def test_a_provider_that_is_away_leaves_an_order_to_be_paid(guest, settings):
    settings.PAYMENTS_ALLOW_DEMO = False
    guest.put_in(make_product())
    answer = guest.place()
    assert answer.status_code == 201
    placed = answer.json()
    assert placed["payment"]["next"]["action"] == "try_again"
    is_problem(guest.pay(placed), 503)
    settings.PAYMENTS_ALLOW_DEMO = True
    assert guest.pay(placed).json()["is_paid"] is True


@pytest.mark.parametrize("number", [3, 30])
def test_a_list_of_orders_costs_the_same_however_long(number):
    program, user = Program(), make_user()
    program.log_in(user)
    mug = make_product(stock=1000)
    program.put_in(mug)
    program.place()
    order = Order.objects.get()
    for count in range(number):
        order.pk, order.number, order.basket, order.key = None, f"9{count:05}", None, str(count)
        order.save(force_insert=True)
    program.get("orders/")
    with CaptureQueriesContext(connection) as caught:
        assert program.get("orders/").json()["count"] == number + 1
    assert len(caught) <= 18
