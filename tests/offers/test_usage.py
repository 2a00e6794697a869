"""What an order uses of offers and vouchers, and what it gives back."""

from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.test import Client
from oscar.core.loading import get_model

from shop.checkout.payments import give_up_order
from shop.checkout.refunds import request_refund, send_refund
from shop.offers.services import release_usage
from tests.factories import (
    PASSWORD,
    add_to_basket,
    countries,
    make_offer,
    make_product,
    make_user,
    make_voucher,
    pay,
    place_order,
    total_seen,
)

pytestmark = pytest.mark.django_db

Order = get_model("order", "Order")
Basket = get_model("basket", "Basket")
VoucherApplication = get_model("voucher", "VoucherApplication")


@pytest.fixture(autouse=True)
def _countries():
    countries()


def fill(client, *, quantity=1, voucher=None, product=None):
    product = product or make_product(stock=100)
    add_to_basket(client, product, quantity)
    if voucher is not None:
        Basket.objects.get(status="Open", lines__product=product).vouchers.add(voucher)
    return product


def test_an_order_counts_what_it_uses(client):
    offer = make_offer(
        pounds="2", condition=("Count", "2"), max_global_applications=10, exclusive=False
    )
    voucher = make_voucher(pounds="5", exclusive=False)
    fill(client, quantity=5, voucher=voucher)
    assert place_order(client).status_code == 302
    uses = {row.offer_id: row for row in Order.objects.get().discounts.all()}
    for counted in (offer, voucher.offers.get()):
        counted.refresh_from_db()
        use = uses[counted.pk]
        assert counted.num_applications == use.frequency
        assert (counted.num_orders, counted.total_discount) == (1, use.amount)
    voucher.refresh_from_db()
    assert (voucher.num_orders, voucher.total_discount) == (1, 5)


def test_a_voucher_that_gave_nothing_is_not_used_up(client):
    voucher = make_voucher(usage="Single use", condition=("Value", "50"))
    fill(client, voucher=voucher)
    assert place_order(client).status_code == 302
    assert not VoucherApplication.objects.exists()
    voucher.refresh_from_db()
    assert voucher.num_orders == 0


def test_a_voucher_used_up_meanwhile_is_shown_as_a_changed_total(client):
    voucher = make_voucher(usage="Single use")
    product = fill(client, voucher=voucher)
    rival = Client()
    add_to_basket(rival, product)
    Basket.objects.exclude(vouchers=voucher).get().vouchers.add(voucher)
    seen = total_seen(client)
    assert place_order(rival).status_code == 302
    response = place_order(client, total_seen=seen)
    assert response.status_code == 409
    assert "has changed" in response.text
    assert place_order(client, total_seen=total_seen(client)).status_code == 302
    assert [o.total_discount_incl_tax for o in Order.objects.order_by("pk")] == [5, 0]


def test_a_cancelled_order_gives_everything_back_once(client):
    offer = make_offer(pounds="2", exclusive=False, max_global_applications=1)
    voucher = make_voucher(usage="Single use", pounds="5", exclusive=False)
    fill(client, voucher=voucher)
    place_order(client)
    offer.refresh_from_db()
    assert offer.status == "Consumed"
    order = Order.objects.get()
    assert order.total_discount_incl_tax == 7
    assert give_up_order(order=order)
    give_up_order(order=order)
    with release_usage(order=order):
        pass
    for counted in (offer, voucher, voucher.offers.get()):
        counted.refresh_from_db()
        assert (counted.num_orders, counted.total_discount) == (0, 0)
    assert (offer.num_applications, offer.status) == (0, "Open")
    assert not VoucherApplication.objects.exists()
    assert order.discounts.count() == 2  # the order's page still says what it gave


def test_a_release_leaves_other_orders_uses_alone(client):
    voucher = make_voucher(pounds="5")
    product = fill(client, voucher=voucher)
    place_order(client)
    rival = Client()
    add_to_basket(rival, product)
    Basket.objects.get(status="Open").vouchers.add(voucher)
    place_order(rival)
    give_up_order(order=Order.objects.order_by("pk").first())
    voucher.refresh_from_db()
    assert (voucher.num_orders, voucher.total_discount) == (1, 5)
    assert voucher.offers.get().num_applications == 1


def test_the_way_back_brings_the_voucher_along(client):
    voucher = make_voucher(usage="Single use")
    fill(client, voucher=voucher)
    url = place_order(client).url
    response = client.post(url.replace("/pay/", "/change/"))
    assert (response.status_code, response.url) == (302, "/basket/")
    basket = Basket.objects.get(status="Open")
    assert list(basket.vouchers.all()) == [voucher]
    assert place_order(client).status_code == 302
    assert Order.objects.order_by("pk").last().total_discount_incl_tax == 5


def test_a_refund_of_all_before_shipping_frees_the_voucher(client):
    voucher = make_voucher(usage="Single use")
    fill(client, voucher=voucher)
    pay(client, place_order(client).url)
    order = Order.objects.get()
    assert order.status == "Paid"
    send_refund(refund_id=request_refund(order=order, restock=True).pk)
    order.refresh_from_db()
    assert order.status == "Cancelled"
    assert not VoucherApplication.objects.exists()
    voucher.refresh_from_db()
    assert voucher.num_orders == 0


def test_a_customers_limit_counts_orders_that_stand(client):
    user = make_user()
    client.login(username=user.email, password=PASSWORD)
    make_offer(pounds="5", max_user_applications=1)
    product = fill(client)
    place_order(client)
    order = Order.objects.get()
    fill(client, product=product)
    assert "-£5.00" not in client.get("/basket/").text.replace("−", "-")
    give_up_order(order=order)
    assert "-£5.00" in client.get("/basket/").text.replace("−", "-")


def test_a_budget_is_given_as_far_as_it_goes(client):
    offer = make_offer(percent="50", max_discount=Decimal("10.00"))
    fill(client, quantity=1)
    place_order(client)
    offer.refresh_from_db()
    assert offer.total_discount == 9
    other = Client()
    add_to_basket(other, make_product("Vase", price="40.00"))
    place_order(other)
    offer.refresh_from_db()
    assert offer.total_discount == 9
    assert Order.objects.order_by("pk").last().total_discount_incl_tax == 0


def test_an_open_form_does_not_set_the_counters_back(client):
    offer, voucher = make_offer(pounds="2", exclusive=False), make_voucher(exclusive=False)
    fill(client, voucher=voucher)
    place_order(client)
    offer.name, voucher.name = "Renamed", "Renamed"
    offer.save()
    voucher.save()
    for saved in (offer, voucher):
        saved.refresh_from_db()
        assert (saved.name, saved.num_orders) == ("Renamed", 1)


def test_the_database_refuses_a_second_use_of_a_single_use_voucher(client):
    voucher = make_voucher(usage="Single use")
    product = fill(client, voucher=voucher)
    place_order(client)
    other = Client()
    add_to_basket(other, product)
    place_order(other)
    with pytest.raises(IntegrityError):
        voucher.applications.create(order=Order.objects.order_by("pk").last(), usage="Single use")
