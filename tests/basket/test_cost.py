"""What the basket costs: its budget in queries, and that nothing grows with it."""

import itertools

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from oscar.core.loading import get_model

from tests.basket.asking import IN_DRAWER, ON_PAGE, change
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
)
from tests.factories.pictures import make_image

pytestmark = pytest.mark.django_db

ProductImage = get_model("catalogue", "ProductImage")
Recommendation = get_model("catalogue", "ProductRecommendation")
BUDGET, SUGGESTIONS = 12, 2
_numbers = itertools.count(1)


def fill(client, count):
    """`count` lines of all kinds: with a picture, variants, in a category, with neighbours."""
    category = make_category(f"Tableware {next(_numbers)}")
    for number in range(count):
        if number % 3:
            product = make_product(f"Bowl {number}", category=category)
            sold = product
        else:
            product = make_variants(f"Mug {number}", category=category)
            sold = product.children.first()
        ProductImage.objects.create(product=product, original=make_image())
        Recommendation.objects.create(primary=product, recommendation=make_product("Lamp"))
        add_to_basket(client, sold)
    return category


def offers(category, count):
    """Offers with every limit that asks the database something, on ranges that do."""
    below = make_range(includes_all_products=False)
    below.included_categories.add(category)
    ranges = [below, make_range(make_product("Vase"))]
    for number in range(count):
        make_offer(
            percent="1",
            on=ranges[number % 2],
            priority=number,
            max_global_applications=100,
            max_user_applications=100,
        )


def queries(client, path, **extra):
    client.get(path, **extra)  # warms what everybody shares
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path, **extra).status_code == 200
    return len(captured)


@pytest.mark.parametrize("count", [0, 2, 20])
@pytest.mark.parametrize("who", ["guest", "member"])
def test_three_lines_keep_to_the_budget_whatever_the_number_of_offers(client, who, count):
    countries()
    if who == "member":
        client.login(username=make_user().email, password=PASSWORD)
    offers(fill(client, 3), count)
    assert queries(client, "/basket/") <= BUDGET + SUGGESTIONS
    assert queries(client, "/basket/drawer/", **IN_DRAWER) <= BUDGET


@pytest.mark.parametrize("path", ["/basket/", "/basket/drawer/"])
def test_thirty_lines_cost_what_three_do(path, client):
    few, many = Client(), Client()
    fill(few, 3)
    fill(many, 30)
    assert queries(few, path) == queries(many, path)


def test_thirty_saved_cost_what_three_do():
    few, many = Client(), Client()
    for client, count in ((few, 4), (many, 31)):
        fill(client, count)
        lines = get_model("basket", "Line").objects.order_by("-pk")
        for line in lines[: count - 1]:
            client.post(f"/basket/lines/{line.pk}/save/")
    assert queries(few, "/basket/") == queries(many, "/basket/")


@pytest.mark.parametrize("place", [ON_PAGE, IN_DRAWER])
def test_changing_a_line_costs_the_same_among_three_and_thirty(place):
    counts = []
    for count in (3, 30):
        client = Client()
        fill(client, count)
        line = get_model("basket", "Line").objects.order_by("pk").last()
        change(client, line, 2, **place)
        with CaptureQueriesContext(connection) as captured:
            assert change(client, line, 3, **place).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_a_voucher_adds_at_most_two(client):
    fill(client, 3)
    before = queries(client, "/basket/")
    make_voucher()
    client.post("/basket/vouchers/add/", {"code": "HEARTH"})
    assert queries(client, "/basket/") <= before + 2
