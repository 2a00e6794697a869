"""Programs in haste: what an impatient client sends again must not count again."""

import pytest
from oscar.core.loading import get_model

from shop.api.models import PlacedOnce
from tests.api.programs import Program
from tests.factories import make_product, make_user

pytestmark = [pytest.mark.postgres]

Basket = get_model("basket", "Basket")
Order = get_model("order", "Order")


def again(program: Program) -> Program:
    """The same client on another connection."""
    other = Program()
    other.headers = dict(program.headers)
    return other


def test_eight_requests_with_one_key_are_one_order_and_one_answer(at_once):
    """PlacedOnce's row is written before the order is; the others wait for it."""
    mug = make_product(price="18.00", stock=10)
    guest = Program()
    guest.put_in(mug, 2)
    body = guest.order_body()
    calls = [again(guest) for _ in range(8)]
    answers = at_once(
        [lambda one=call: one.post("checkout/", body, Idempotency_Key="k") for call in calls]
    )
    assert [answer.status_code for answer in answers] == [201] * 8
    order = Order.objects.get()
    assert {answer.json()["key"] for answer in answers} == {order.key}
    assert mug.stockrecords.get().num_allocated == 2
    assert PlacedOnce.objects.count() == 1
    assert order.payments.count() == 1


def test_eight_keys_on_one_cart_are_one_order(at_once):
    mug = make_product(price="18.00", stock=10)
    guest = Program()
    guest.put_in(mug, 2)
    body = guest.order_body()
    calls = [(again(guest), f"k{number}") for number in range(8)]
    answers = at_once(
        [lambda c=call, k=key: c.post("checkout/", body, Idempotency_Key=k) for call, key in calls]
    )
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201] + [409] * 7
    assert Order.objects.count() == 1
    assert mug.stockrecords.get().num_allocated == 2


def test_the_last_unit_is_sold_once_to_programs_too(at_once):
    mug = make_product(stock=1)
    guests = [Program() for _ in range(6)]
    for guest in guests:
        guest.put_in(mug)
    bodies = [guest.order_body() for guest in guests]
    answers = at_once(
        [
            lambda g=guest, b=body: g.post("checkout/", b, Idempotency_Key="k")
            for guest, body in zip(guests, bodies, strict=True)
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5
    assert Order.objects.count() == 1


def test_twenty_simultaneous_adds_to_one_are_twenty_one(at_once):
    mug = make_product(stock=100)
    guest = Program()
    guest.put_in(mug)
    calls = [again(guest) for _ in range(20)]
    answers = at_once([lambda one=call: one.put_in(mug).status_code for call in calls])
    assert answers == [201] * 20
    assert Basket.objects.get().lines.get().quantity == 21


def test_a_guests_cart_joins_the_account_once_however_often_it_is_asked_for(at_once):
    mug = make_product(stock=100)
    guest = Program()
    guest.put_in(mug, 3)
    guest.log_in(make_user())
    calls = [again(guest) for _ in range(8)]
    at_once([lambda one=call: one.get("cart/") for call in calls])
    assert guest.get("cart/").json()["count"] == 3
