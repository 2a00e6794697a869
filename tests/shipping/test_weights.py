"""What a basket weighs."""

from decimal import Decimal

import pytest
from oscar.core.loading import get_model

from shop.shipping.weights import basket_weight, parse_weight
from tests.factories import make_product, make_variants
from tests.shipping.weighing import basket_of, weigh

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "kilograms"),
    [
        ("340 g", "0.34"),
        ("1.4 kg", "1.4"),
        ("260 g with saucer", "0.26"),
        ("390 g (dripper)", "0.39"),
        ("2.6 kg the pair", "2.6"),
        ("560 g to 1.05 kg", "1.05"),
        ("1,4 kg", "1.4"),
        ("1,200 g", "1.2"),
        ("2KG", "2"),
        ("  750 grams ", "0.75"),
        ("7.8", "7.8"),
        ("", None),
        ("heavy", None),
        ("12 oz", None),
        ("27 cm, glazed", None),
        ("1.2.3 kg", None),
    ],
)
def test_weights_are_read_as_people_write_them(text, kilograms):
    assert parse_weight(text) == (Decimal(kilograms) if kilograms else None)


def test_the_whole_basket_counts_by_quantity(settings):
    settings.SHOP_DEFAULT_WEIGHT_KG = "0.7"
    mug, unknown = weigh(make_product(), "340 g"), make_product("Riddle")
    assert basket_weight(basket_of((mug, 3), (unknown, 2))) == Decimal("2.42")


def test_a_variant_weighs_what_it_says_else_what_its_parent_says():
    parent = weigh(make_variants(), "1 kg")
    oat, ink = parent.children.order_by("pk")
    weigh(ink, "1.5 kg")
    assert basket_weight(basket_of((oat, 1), (ink, 1))) == Decimal("2.5")


def test_an_attribute_that_is_a_number_is_in_kilograms():
    product = make_product()
    weigh(product, 2.25, kind="float")
    assert basket_weight(basket_of((product, 2))) == Decimal("4.50")


def test_what_is_not_sent_weighs_nothing():
    product = weigh(make_product(), "340 g")
    get_model("catalogue", "ProductClass").objects.update(requires_shipping=False)
    assert basket_weight(basket_of((product, 1))) == 0


@pytest.mark.parametrize("count", [3, 30])
def test_weighing_is_one_query_and_done_once(count, django_assert_num_queries):
    parents = [weigh(make_variants(f"Mug {n}"), "340 g") for n in range(count)]
    basket = basket_of(*((parent.children.first(), 1) for parent in parents))
    list(basket.all_lines())
    with django_assert_num_queries(1):
        first = basket_weight(basket)
        assert basket_weight(basket) == first == Decimal("0.34") * count
