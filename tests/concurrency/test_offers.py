"""An offer's and a voucher's last use is given once, however many shoppers reach for it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from oscar.core.loading import get_class, get_model

from shop.checkout.payments import give_up_order
from shop.checkout.services import place_order as place
from shop.partner.strategy import Default
from tests.factories import (
    add_to_basket,
    make_offer,
    make_product,
    make_user,
    make_voucher,
    place_order,
    total_seen,
)

pytestmark = [pytest.mark.postgres]

NoShippingRequired = get_class("shipping.methods", "NoShippingRequired")
Order = get_model("order", "Order")
Basket = get_model("basket", "Basket")
VoucherApplication = get_model("voucher", "VoucherApplication")


def shoppers(count: int, product: Any = None, *, voucher: str = "") -> list[Client]:
    """Browsers with one unit in the basket and the voucher applied.

    Each has a product of its own unless one is given: the stock's lock would else queue them up
    and hide that another one is missing.
    """
    clients = []
    for number in range(count):
        client = Client()
        add_to_basket(client, product or make_product(f"Mug {number}", stock=100))
        if voucher:
            basket = Basket.objects.order_by("pk").last()
            basket.vouchers.add(get_model("voucher", "Voucher").objects.get(code=voucher))
        clients.append(client)
    return clients


def order_at_once(at_once: Any, clients: Iterable[Client]) -> list[int]:
    seen = [(client, total_seen(client)) for client in clients]
    return at_once(
        [
            lambda client=client, total=total: place_order(client, total_seen=total).status_code
            for client, total in seen
        ]
    )


def test_the_last_use_of_an_offer_is_given_once(at_once):
    """record_offers takes the offer's row lock; Oscar's read-modify-write gives it to all."""
    offer = make_offer(pounds="5", max_global_applications=1, max_basket_applications=1)
    statuses = order_at_once(at_once, shoppers(8))
    assert sorted(statuses) == [302] + [409] * 7
    offer.refresh_from_db()
    assert (offer.num_applications, offer.num_orders, offer.status) == (1, 1, "Consumed")
    assert Order.objects.get().total_discount_incl_tax == 5


def test_many_shoppers_get_an_offer_as_often_as_it_is_given(at_once):
    """The same lock; the losers see the full price and may have it."""
    offer = make_offer(pounds="5", max_global_applications=3, max_basket_applications=1)
    clients = shoppers(10)
    statuses = order_at_once(at_once, clients)
    assert statuses.count(302) == 3
    losers = [client for client, status in zip(clients, statuses, strict=True) if status == 409]
    assert set(order_at_once(at_once, losers)) == {302}
    offer.refresh_from_db()
    assert (offer.num_applications, offer.total_discount) == (3, 15)
    assert Order.objects.count() == 10
    assert sum(order.total_discount_incl_tax for order in Order.objects.all()) == 15


def test_a_budget_is_never_passed(at_once):
    """The budget is compared under the same lock; without it every shopper draws on it."""
    offer = make_offer(pounds="5", max_discount=Decimal("12.00"), max_basket_applications=1)
    statuses = order_at_once(at_once, shoppers(6))
    assert sorted(statuses) == [302] * 2 + [409] * 4
    offer.refresh_from_db()
    assert offer.total_discount == 10


def test_counts_of_an_offer_without_limits_are_not_lost(at_once):
    """record_offers reads under the lock what it adds to; Oscar loses counts here."""
    offer = make_offer(pounds="5", max_basket_applications=1)
    assert order_at_once(at_once, shoppers(8)) == [302] * 8
    offer.refresh_from_db()
    assert (offer.num_applications, offer.num_orders, offer.total_discount) == (8, 8, 40)


def test_a_single_use_voucher_is_used_once(at_once):
    """hold_vouchers takes the voucher's row lock before pricing; behind it stands a constraint."""
    voucher = make_voucher(usage="Single use")
    statuses = order_at_once(at_once, shoppers(8, voucher=voucher.code))
    assert sorted(statuses) == [302] + [409] * 7
    voucher.refresh_from_db()
    assert (voucher.num_orders, voucher.total_discount) == (1, 5)
    assert VoucherApplication.objects.count() == 1


def test_a_customer_uses_once_what_is_once_per_customer(at_once):
    """hold_vouchers again: four tabs, each of which got its basket to the checkout earlier."""
    user = make_user()
    voucher = make_voucher(usage="Once per customer")
    baskets = [_basket_of(user, make_product(stock=100), voucher) for _ in range(4)]
    results = at_once([lambda basket=basket: _place(basket, user) for basket in baskets])
    assert sorted(type(result).__name__ for result in results) == ["BasketChanged"] * 3 + ["Order"]
    assert VoucherApplication.objects.count() == 1


def test_a_customer_gets_an_offer_as_often_as_a_customer_may(at_once):
    """record_offers counts the customer's orders under the offer's lock.

    Oscar's record of the customer, written by each order, queues them up as well.
    """
    make_offer(pounds="5", max_user_applications=1)
    user = make_user()
    get_model("analytics", "UserRecord").objects.create(user=user)  # Oscar's own race is another
    baskets = [_basket_of(user, make_product(stock=100)) for _ in range(4)]
    results = at_once([lambda basket=basket: _place(basket, user) for basket in baskets])
    assert sorted(type(result).__name__ for result in results) == ["BasketChanged"] * 3 + ["Order"]


def _basket_of(user: Any, product: Any, *vouchers: Any) -> Any:
    """Another basket of one customer; the database allows one open one, so it is opened later."""
    basket = Basket.objects.create()
    basket.strategy = Default()
    basket.add_product(product)
    basket.vouchers.add(*vouchers)
    basket.owner, basket.status = user, Basket.FROZEN
    basket.save()
    return basket


def _place(basket: Any, user: Any) -> Any:
    """Place it at £13.00, what a mug costs with £5 off."""
    basket.status = Basket.OPEN
    basket.lock = lambda: basket
    return place(
        basket=basket,
        user=user,
        shipping_address=None,
        shipping_method=NoShippingRequired(),
        guest_email="",
        expected_total=Decimal("13.00"),
    )


def test_an_offers_use_given_back_against_ordering_deadlocks_nowhere(at_once):
    """Both lock stock, then offers. Without a voucher, whose lock would queue them up before."""
    make_offer(pounds="1", max_basket_applications=1)
    product = make_product(stock=100)
    order_at_once(at_once, shoppers(8, product))
    orders = list(Order.objects.all())
    second = [(client, total_seen(client)) for client in shoppers(8, product)]
    results = at_once(
        [lambda order=order: give_up_order(order=order) for order in orders]
        + [
            lambda client=client, total=total: place_order(client, total_seen=total).status_code
            for client, total in second
        ]
    )
    assert results == [True] * 8 + [302] * 8
    assert product.stockrecords.get().num_allocated == 8


def test_cancelling_against_ordering_deadlocks_nowhere(at_once):
    """Both lock vouchers, stock, offers, in this order; another one is somebody's deadlock."""
    make_offer(pounds="1", max_basket_applications=1, exclusive=False)
    voucher = make_voucher(pounds="2", exclusive=False)
    product = make_product(stock=100)
    first = shoppers(6, product, voucher=voucher.code)
    order_at_once(at_once, first)
    orders = list(Order.objects.all())
    assert len(orders) == 6
    second = [(client, total_seen(client)) for client in shoppers(6, product, voucher=voucher.code)]
    results = at_once(
        [lambda order=order: give_up_order(order=order) for order in orders]
        + [
            lambda client=client, total=total: place_order(client, total_seen=total).status_code
            for client, total in second
        ]
    )
    assert results == [True] * 6 + [302] * 6
    voucher.refresh_from_db()
    assert voucher.num_orders == 6
    assert product.stockrecords.get().num_allocated == 6
