"""What an order and a basket may cost, and the run that measures them beside stock Oscar."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from benchmarks.orders import run
from benchmarks.orders.contestant import Contestant
from benchmarks.orders.ours.shop import OurShop
from benchmarks.orders.shops import count_queries
from shop.orders.models import Order
from tests.factories import (
    GUEST,
    PASSWORD,
    add_to_basket,
    countries,
    make_offer,
    make_product,
    make_user,
    make_voucher,
    total_seen,
)

pytestmark = pytest.mark.django_db

OFFERS = [0, 5, 20]


@pytest.fixture(autouse=True)
def _countries(db: None) -> None:
    countries()


def filled(client: Client, *, catalogue: int = 3) -> Client:
    """A client with a basket of three lines, out of a catalogue of so many products."""
    products = [make_product(f"Mug {number}", stock=100) for number in range(catalogue)]
    for product in products[:3]:
        add_to_basket(client, product)
    return client


def placing(client: Client) -> Callable[[], Any]:
    """The POST that places the order, from a checkout that was looked at."""
    form = {**GUEST, "total_seen": total_seen(client)}
    return lambda: client.post("/checkout/", form)


def cost_of_an_order(**shelves: int) -> int:
    """Queries of the POST that places three lines, once the process is warm."""
    first = filled(Client(), **shelves)
    placing(first)()
    return count_queries(placing(filled(Client())), status=302).queries


@pytest.mark.parametrize("offers", OFFERS)
def test_an_order_of_three_lines_takes_55_queries_at_most(client: Client, offers: int) -> None:
    for number in range(offers):
        make_offer(percent="1", priority=number, max_global_applications=1000)
    placing(filled(Client()))()
    answer = count_queries(placing(filled(client)), status=302)
    assert answer.queries <= 55
    assert Order.objects.filter(status="Awaiting payment").count() == 2


def test_a_signed_in_shopper_keeps_to_it_too_and_a_voucher_adds_its_own(client: Client) -> None:
    user = make_user()
    client.login(username=user.email, password=PASSWORD)
    placing(filled(Client()))()
    assert count_queries(placing(filled(client)), status=302).queries <= 55
    make_voucher("SPRING10", percent="10", max_basket_applications=None)
    filled(client)
    client.post("/basket/vouchers/add/", {"code": "SPRING10"})
    # Its lock, its uses and its sums, and what it took off each line.
    assert count_queries(placing(client), status=302).queries <= 55 + 10
    order = Order.objects.latest("pk")
    assert order.discounts.get().voucher_code == "SPRING10"
    assert sum(line.discounts.count() for line in order.lines.all()) == 3


def test_an_order_costs_the_same_in_a_large_catalogue() -> None:
    few = cost_of_an_order(catalogue=3)
    cache.clear()
    assert cost_of_an_order(catalogue=30) == few


@pytest.mark.parametrize("offers", OFFERS)
@pytest.mark.parametrize("catalogue", [3, 30])
def test_a_basket_page_takes_12_queries_at_most(
    client: Client, offers: int, catalogue: int
) -> None:
    for number in range(offers):
        make_offer(
            percent="1",
            priority=number,
            max_global_applications=1000 if number % 2 else None,
            max_user_applications=5 if number % 3 else None,
        )
    filled(client, catalogue=catalogue)
    client.get("/basket/")
    assert count_queries(lambda: client.get("/basket/"), status=200).queries <= 12


def test_our_side_of_the_run_does_what_it_is_asked() -> None:
    """The same steps that `make bench` takes, on a small shelf."""
    contestant = Contestant(OurShop())
    contestant.fill(products=30)
    for count in (5, 0):
        contestant.offers(count=count)
        for answer in contestant.basket(number=1, looks=2, counted=True):
            assert 0 < answer["queries"] <= 12
    assert contestant.place(number=0, counted=False)["milliseconds"] > 0
    assert 0 < contestant.place(number=1, counted=True)["writes"] < 55
    assert contestant.place(number=2, counted=True, paid=True)["queries"] > 0
    assert list(Order.objects.order_by("pk").values_list("status", flat=True)) == [
        "Awaiting payment",
        "Awaiting payment",
        "Paid",
    ]


def figures(*, ms: float, queries: int) -> run.Figures:
    return run.Figures(milliseconds=[ms - 1, ms, ms + 1], queries=[queries, queries], writes=9)


def measured(*, ours: run.Figures, basket_queries: int = 8) -> tuple[Any, Any]:
    stock = figures(ms=60, queries=69)
    baskets = {
        count: {"ours": figures(ms=20, queries=basket_queries), "stock": stock}
        for count in run.OFFERS
    }
    return {"ours": ours, "stock": stock, "paid": stock}, baskets


def test_the_run_says_whether_its_aims_are_met() -> None:
    assert run.meets_aims(*measured(ours=figures(ms=60, queries=55)))
    assert not run.meets_aims(*measured(ours=figures(ms=60.1, queries=40)))
    assert not run.meets_aims(*measured(ours=figures(ms=20, queries=56)))
    assert not run.meets_aims(*measured(ours=figures(ms=20, queries=40), basket_queries=13))


def test_the_table_says_queries_medians_and_their_ratio() -> None:
    options = run._options(["--rounds", "3"])
    table = "\n".join(run.report(*measured(ours=figures(ms=30, queries=39)), options))
    assert re.search(r"ours +39 +9 +30\.0 +29\.0 to 31\.0", table)
    assert re.search(r"ours / stock +0\.57 +0\.50", table)
    assert re.search(r"20 +8 +20\.0 +69 +60\.0 +0\.33", table)
    assert "Aims met" in table


def test_the_shops_take_turns_and_neither_always_goes_first() -> None:
    shops: Any = {"ours": "ours", "stock": "stock"}
    turns = list(run._in_turn(shops, 4))
    assert [number for number, _shop in turns] == [0, 0, 1, 1, 2, 2, 3, 3]
    firsts = [str(shop) for _number, shop in turns[::2]]
    assert firsts.count("ours") == firsts.count("stock") == 2
    assert all({turns[i][1], turns[i + 1][1]} == set(shops) for i in range(0, 8, 2))
