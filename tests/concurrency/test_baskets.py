"""What one shopper does to one basket in several windows at once."""

import pytest
from django.test import Client
from oscar.core.loading import get_model

from tests.basket.asking import ON_PAGE, change, inside, line_of, way_back
from tests.factories import (
    PASSWORD,
    add_to_basket,
    countries,
    make_product,
    make_user,
    place_order,
)

pytestmark = [pytest.mark.postgres]

Basket = get_model("basket", "Basket")


def windows(client: Client, count: int) -> list[Client]:
    """Browser windows that share the client's cookies."""
    clients = [Client() for _ in range(count)]
    for each in clients:
        each.cookies.update(client.cookies)
    return clients


def test_an_undo_pressed_eight_times_puts_back_once(client, at_once):
    """restore_line looks under the basket's lock; without it the key's uniqueness stands behind."""
    add_to_basket(client, make_product(stock=50), 3)
    token = way_back(change(client, line_of(), 0, **ON_PAGE).text)
    statuses = at_once(
        [
            lambda each=each: each.post("/basket/lines/restore/", {"token": token}).status_code
            for each in windows(client, 8)
        ]
    )
    assert statuses == [302] * 8
    assert inside() == {"Stoneware Mug": 3}


def test_a_first_list_made_in_eight_windows_is_one(client, at_once):
    """The database refuses an owner a second one; get_or_create then finds the first."""
    client.login(username=make_user().email, password=PASSWORD)
    for number in range(8):
        add_to_basket(client, make_product(f"Mug {number}"))
    lines = get_model("basket", "Line").objects.values_list("pk", flat=True)
    statuses = at_once(
        [
            lambda each=each, pk=pk: each.post(f"/basket/lines/{pk}/save/").status_code
            for each, pk in zip(windows(client, 8), list(lines), strict=True)
        ]
    )
    assert statuses == [302] * 8
    assert Basket.objects.filter(status="Saved").count() == 1
    assert len(inside("Saved")) == 8


def test_moving_both_ways_at_once_waits_for_nobody_for_ever(client, at_once):
    """Both ways lock the two baskets by primary key; in the order of asking they would deadlock."""
    client.login(username=make_user().email, password=PASSWORD)
    products = [make_product(f"Mug {number}") for number in range(8)]
    for product in products:
        add_to_basket(client, product)
    for product in products[:4]:
        client.post(f"/basket/lines/{line_of(product.title).pk}/save/")
    ways = [f"saved/{line_of(p.title, 'Saved').pk}/move" for p in products[:4]]
    ways += [f"lines/{line_of(p.title).pk}/save" for p in products[4:]]
    statuses = at_once(
        [
            lambda each=each, way=way: each.post(f"/basket/{way}/").status_code
            for each, way in zip(windows(client, 8), ways, strict=True)
        ]
    )
    assert statuses == [302] * 8
    assert set(inside()) == {p.title for p in products[:4]}
    assert set(inside("Saved")) == {p.title for p in products[4:]}


@pytest.mark.parametrize("is_member", [False, True])
def test_what_is_added_while_the_basket_is_ordered_is_not_lost(client, at_once, is_member):
    """add_product looks at the basket's status under its lock; else it adds to a frozen one."""
    countries()
    mug, vase = make_product("Mug", stock=50), make_product("Vase", stock=50)
    if is_member:
        client.login(username=make_user().email, password=PASSWORD)
    for _turn in range(8):
        add_to_basket(client, mug)
        ordering, *adding = windows(client, 4)
        before = set(get_model("order", "Order").objects.values_list("pk", flat=True))
        at_once(
            [
                lambda window=ordering: place_order(window),
                *(lambda window=window: add_to_basket(window, vase) for window in adding),
            ]
        )
        # Each window's own cookie leads a guest to what they put in.
        seen = [window.get("/basket/").text for window in adding]
        ordered = get_model("order", "Line").objects.filter(product=vase)
        # A turn whose order was refused, since the basket had changed, has placed none.
        ordered = ordered.exclude(order__in=before)
        held = sum(ordered.values_list("quantity", flat=True))
        Line = get_model("basket", "Line")
        still = Line.objects.filter(product=vase, basket__status="Open")
        assert held + sum(still.values_list("quantity", flat=True)) == 3
        assert all("Vase" in page for page in seen) or held
        Basket.objects.filter(status="Open").delete()
        client = Client() if not is_member else client
