"""Paying at Stripe: the secret goes to the client, cards never come to the shop."""

import pytest
import stripe

from tests.api.programs import Program
from tests.api.test_problems import is_problem
from tests.factories import make_product
from tests.factories.shopping import CARD
from tests.stripe_side import StripeSide


@pytest.fixture(autouse=True)
def stripe_side(settings, monkeypatch):
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    settings.STRIPE_PUBLISHABLE_KEY = "pk_test_x"
    side = StripeSide()
    monkeypatch.setattr(stripe, "RequestsClient", lambda **kwargs: side)
    return side


@pytest.fixture
def guest():
    program = Program()
    program.put_in(make_product(price="18.00"))
    return program


def test_the_answer_says_how_to_confirm_at_stripe_and_stripe_says_when_it_is_paid(
    guest, stripe_side
):
    placed = guest.place().json()
    step = placed["payment"]["next"]
    assert step["action"] == "confirm_with_stripe"
    assert (step["publishable_key"], step["client_secret"]) == ("pk_test_x", "pi_1_secret")
    assert "sk_test_x" not in str(placed)
    key = {"X_Order_Key": placed["key"]}
    assert guest.get(step["url"], **key).json()["is_paid"] is False
    stripe_side.confirm(step["client_secret"])
    paid = guest.get(step["url"], **key).json()
    assert (paid["state"], paid["is_paid"], paid["next"]["action"]) == (
        "succeeded",
        True,
        "nothing",
    )
    assert [intent["amount"] for intent in stripe_side.intents.values()] == [2195]


def test_the_same_key_is_the_same_intent(guest, stripe_side):
    body = guest.order_body()
    first = guest.post("checkout/", body, Idempotency_Key="k").json()
    second = guest.post("checkout/", body, Idempotency_Key="k").json()
    assert first == second
    assert len(stripe_side.intents) == 1


def test_a_declined_card_is_tried_again_on_the_same_intent(guest, stripe_side):
    placed = guest.place().json()
    step = placed["payment"]["next"]
    stripe_side.confirm(step["client_secret"], "4000 0000 0000 0002")
    key = {"X_Order_Key": placed["key"]}
    declined = guest.get(step["url"], **key).json()
    assert (declined["state"], declined["error"]) == ("declined", "Your card was declined.")
    assert declined["next"] == step


def test_a_card_number_is_not_taken(guest):
    placed = guest.place().json()
    answer = guest.post(placed["payment"]["next"]["url"], CARD, X_Order_Key=placed["key"])
    assert "provider" in is_problem(answer, 422)["detail"]
