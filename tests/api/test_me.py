"""The account over HTTP."""

import pytest

from tests.api.programs import ADDRESS, Program
from tests.api.test_problems import is_problem
from tests.factories import make_user


@pytest.fixture
def me():
    program = Program()
    program.log_in(make_user("rowan@example.com"))
    return program


def test_who_i_am_and_my_name(me):
    assert me.get("me/").json()["email"] == "rowan@example.com"
    assert me.ask("patch", "me/", {"full_name": "Rowan Hale"}).json()["full_name"] == "Rowan Hale"
    body = is_problem(me.ask("patch", "me/", {"is_staff": True, "full_name": "x"}), 400)
    assert body["errors"][0]["field"] == "is_staff"
    assert me.get("me/").json()["full_name"] == "Rowan Hale"


@pytest.mark.parametrize("path", ["me/", "me/addresses/", "me/addresses/1/", "orders/"])
def test_a_guest_has_to_log_in(path):
    answer = Program().get(path)
    is_problem(answer, 401)
    assert answer["WWW-Authenticate"]


def test_addresses_are_added_changed_and_removed(me):
    added = me.post("me/addresses/", {**ADDRESS, "default_for_delivery": True})
    assert added.status_code == 201, added.content
    address = added.json()
    assert (address["full_name"], address["default_for_delivery"]) == ("Rowan Hale", True)
    path = f"me/addresses/{address['id']}/"
    changed = me.ask("put", path, {**ADDRESS, "line1": "15 Mill Lane"}).json()
    assert changed["line1"] == "15 Mill Lane"
    assert [one["id"] for one in me.get("me/addresses/").json()] == [address["id"]]
    assert me.ask("delete", path).status_code == 204
    is_problem(me.get(path), 404)


def test_an_address_is_there_once(me):
    me.post("me/addresses/", ADDRESS)
    assert is_problem(me.post("me/addresses/", ADDRESS), 409)["code"] == "known"


def test_what_cannot_be_an_address_is_named(me):
    wrong = {**ADDRESS, "country": "XX"}
    assert is_problem(me.post("me/addresses/", wrong), 422)["errors"][0]["field"] == "country"
    wrong = {**ADDRESS, "phone_number": "12"}
    assert is_problem(me.post("me/addresses/", wrong), 422)["errors"][0]["field"] == (
        "phone_number"
    )
    wrong = {**ADDRESS, "default_for_bills": "yes"}
    assert is_problem(me.post("me/addresses/", wrong), 400)["errors"][0]["field"] == (
        "default_for_bills"
    )


def test_somebody_elses_address_is_not_there(me):
    path = f"me/addresses/{me.post('me/addresses/', ADDRESS).json()['id']}/"
    other = Program()
    other.log_in(make_user())
    for method, body in (("get", None), ("put", ADDRESS), ("delete", None)):
        is_problem(other.ask(method, path, body), 404)
    assert me.get(path).status_code == 200
