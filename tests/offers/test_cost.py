"""What offers cost: the same number of queries whatever their number, and the same answers."""

from datetime import timedelta

import pytest
from django.utils import timezone
from oscar.core.loading import get_class, get_model

from shop.offers.shared import ranges_of
from shop.partner.strategy import Default
from tests.factories import (
    PASSWORD,
    add_to_basket,
    countries,
    make_category,
    make_offer,
    make_product,
    make_range,
    make_user,
    make_variants,
    make_voucher,
    place_order,
)

pytestmark = pytest.mark.django_db

Basket = get_model("basket", "Basket")
Order = get_model("order", "Order")
Product = get_model("catalogue", "Product")
Applicator = get_class("offer.applicator", "Applicator")


def every_kind_of_range(category, product):
    """A range of each kind that the dashboard makes."""
    listed = make_range(product)
    below = make_range(includes_all_products=False)
    below.included_categories.add(category)
    classed = make_range(includes_all_products=False)
    classed.classes.add(product.get_product_class())
    all_but = make_range()
    all_but.excluded_products.add(product)
    outside = make_range()
    outside.excluded_categories.add(category)
    return [listed, below, classed, all_but, outside, make_range()]


@pytest.mark.parametrize("count", [0, 6, 24])
def test_any_number_of_offers_costs_the_same(client, django_assert_max_num_queries, count):
    user = make_user()
    client.login(username=user.email, password=PASSWORD)
    category = make_category("Tableware")
    for number in range(3):
        add_to_basket(client, make_product(f"Mug {number}", category=category))
    ranges = every_kind_of_range(category, Product.objects.first())
    for number in range(count):
        make_offer(
            percent="5",
            on=ranges[number % len(ranges)],
            priority=number,
            exclusive=number % 2 == 0,
            max_global_applications=100 if number % 3 == 0 else None,
            max_user_applications=100 if number % 3 == 1 else None,
        )
    client.get("/basket/")  # warms what everybody shares
    # Limits (2) and what is in which range (2) come on top, once for all.
    with django_assert_max_num_queries(8 if count == 0 else 12):
        client.get("/basket/")


def test_site_offers_without_limits_cost_nothing(client, django_assert_max_num_queries):
    for number in range(3):
        add_to_basket(client, make_product(f"Mug {number}"))
    for number in range(20):
        make_offer(percent="5", priority=number)
    client.get("/basket/")
    with django_assert_max_num_queries(7):
        page = client.get("/basket/").text
    assert "Offer " in page


def test_what_is_in_a_range_is_what_oscar_says():
    root = make_category("Home")
    mugs, rugs = make_category("Mugs", parent=root), make_category("Rugs", parent=root)
    parent = make_variants("Mug", category=mugs)
    make_product("Rug", category=rugs)
    make_product("Lamp")
    child = parent.children.first()
    ranges = [
        *every_kind_of_range(root, parent),
        *every_kind_of_range(mugs, child),
        *every_kind_of_range(rugs, Product.objects.get(title="Lamp")),
    ]
    but_a_child = make_range(parent)
    but_a_child.excluded_products.add(child)
    but_the_parent = make_range(child)
    but_the_parent.excluded_products.add(parent)
    ranges += [but_a_child, but_the_parent]
    products = list(Product.objects.select_related("parent"))
    held = ranges_of(products, [one.pk for one in ranges])
    for one in get_model("offer", "Range").objects.all():
        ids = set(one.all_products().values_list("pk", flat=True))
        assert held[one.pk] == {product.pk: product.pk in ids for product in products}, one


def discount(basket):
    basket.reset_offer_applications()
    Applicator().apply(basket, basket.owner)
    return basket.total_discount


@pytest.fixture
def basket():
    """Three mugs at £18.00."""
    basket = Basket.objects.create()
    basket.strategy = Default()
    basket.add_product(make_product(stock=100), 3)
    return basket


def test_a_change_is_seen_at_once(basket):
    assert discount(basket) == 0
    offer = make_offer(pounds="5", max_basket_applications=1)
    assert discount(basket) == 5
    offer.benefit.value = 7
    offer.benefit.save()
    assert discount(basket) == 7
    offer.condition.value = 4
    offer.condition.save()
    assert discount(basket) == 0
    offer.condition.value = 1
    offer.condition.save()
    product = basket.lines.get().product
    offer.benefit.range.excluded_products.add(product)
    assert discount(basket) == 0
    offer.benefit.range.excluded_products.remove(product)
    assert discount(basket) == 7
    offer.suspend()
    assert discount(basket) == 0
    offer.unsuspend()
    assert discount(basket) == 7
    offer.delete()
    assert discount(basket) == 0


def test_a_category_that_moves_takes_its_products_along(basket):
    sale, mugs = make_category("Sale"), make_category("Mugs")
    basket.lines.get().product.categories.add(mugs)
    within = make_range(includes_all_products=False)
    within.included_categories.add(sale)
    make_offer(pounds="5", on=within, max_basket_applications=1)
    assert discount(basket) == 0
    mugs.move(sale, "first-child")
    assert discount(basket) == 5


def test_kept_offers_begin_and_end_on_time(basket, monkeypatch):
    now = timezone.now()
    make_offer(
        pounds="5",
        max_basket_applications=1,
        start_datetime=now + timedelta(hours=1),
        end_datetime=now + timedelta(hours=2),
    )
    seen = []
    for hours in (0, 1.5, 3):
        moment = now + timedelta(hours=hours)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        seen.append(discount(basket))
    assert seen == [0, 5, 0]


def test_kept_offers_know_what_was_given_meanwhile(client, basket):
    countries()
    make_offer(pounds="5", max_global_applications=1, max_basket_applications=1)
    assert discount(basket) == 5
    add_to_basket(client, make_product("Vase"))
    place_order(client)
    assert Order.objects.get().total_discount_incl_tax == 5
    assert discount(basket) == 0


def test_offers_that_may_be_combined_are(basket):
    first = make_offer(pounds="5", exclusive=False, max_basket_applications=1, priority=2)
    second = make_offer(pounds="3", exclusive=False, max_basket_applications=1, priority=1)
    assert discount(basket) == 8
    first.combinations.add(make_offer(pounds="1", exclusive=False, status="Suspended"))
    assert discount(basket) == 5, "the first names another one"
    second.combinations.add(first)
    assert discount(basket) == 8


def test_an_offer_behind_two_vouchers_is_given_once(basket):
    voucher = make_voucher()
    other = make_voucher("SECOND", offer=voucher.offers.get())
    basket.vouchers.add(voucher, other)
    Applicator().apply(basket, make_user())
    assert basket.total_discount == 5
