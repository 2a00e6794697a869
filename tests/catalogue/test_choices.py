"""Choosing a variant by one or more options: every link leads to a variant there is."""

from typing import Any

import pytest
from oscar.core.loading import get_class

from shop.catalogue.models import Product
from shop.catalogue.selectors import product_detail
from tests.factories import make_combinations, make_variants

pytestmark = pytest.mark.django_db
strategy = get_class("partner.strategy", "Selector")().strategy()


def detail(product: Any, **choice: Any) -> Any:
    asked = {code: str(value) for code, value in choice.items()}
    return product_detail(product.slug, strategy=strategy, choice=asked)


def chosen(shown: Any) -> list[str]:
    return [group.selected_label for group in shown.buy_box.options]


@pytest.fixture
def planter() -> Any:
    """Three colours in two sizes: charcoal is not made large, and chalk is sold out small."""
    return make_combinations(
        "Planter",
        options=("Colour", "Size"),
        stock={
            ("Clay", "Small"): 5,
            ("Clay", "Large"): 3,
            ("Chalk", "Small"): 0,
            ("Chalk", "Large"): 2,
            ("Charcoal", "Small"): 8,
        },
    )


def variant(product: Any, *values: str) -> Any:
    return product.children.get(title=f"{product.title}, {', '.join(values)}")


def states(group: Any) -> dict[str, tuple[str, str]]:
    return {choice.label: (choice.state, choice.note) for choice in group.choices}


def test_each_option_is_a_group_with_what_the_others_allow(planter: Any) -> None:
    shown = detail(planter, variant=variant(planter, "Clay", "Small").pk)

    colour, size = shown.buy_box.options
    assert (colour.name, size.name) == ("Colour", "Size")
    assert states(colour) == {
        "Clay": ("in", ""),
        "Chalk": ("out", "sold out"),
        "Charcoal": ("in", ""),
    }
    assert states(size) == {"Small": ("in", ""), "Large": ("in", "")}


def test_what_is_not_made_so_leads_to_the_nearest_that_is(planter: Any) -> None:
    shown = detail(planter, variant=variant(planter, "Charcoal", "Small").pk)

    _colour, size = shown.buy_box.options
    assert states(size)["Large"] == ("other", "not with Charcoal")
    (large,) = [choice for choice in size.choices if choice.label == "Large"]
    assert large.url == f"/products/planter/?variant={variant(planter, 'Clay', 'Large').pk}"


def test_every_link_of_every_variant_leads_to_a_variant_there_is(planter: Any) -> None:
    there = {f"/products/planter/?variant={child.pk}" for child in planter.children.all()}
    for child in planter.children.all():
        for group in detail(planter, variant=child.pk).buy_box.options:
            assert {choice.url for choice in group.choices} <= there
            assert [choice.label for choice in group.choices if choice.selected] == [
                group.selected_label
            ]


def test_options_in_the_address_choose_too(planter: Any) -> None:
    assert chosen(detail(planter, colour="chalk", size="large")) == ["Chalk", "Large"]
    assert chosen(detail(planter, colour="Chalk")) == ["Chalk", "Large"]  # the one in stock
    assert chosen(detail(planter, size="large", colour="charcoal")) == ["Clay", "Large"]


@pytest.mark.parametrize(
    "choice",
    [
        {"variant": "x"},
        {"variant": "-1"},
        {"variant": "9" * 5000},
        {"variant": "٣"},
        {"colour": "plaid"},
        {"colour": "\0", "size": "🪴"},
        {"size": "large" * 2000},
        {"colour": "<script>", "utm_source": "news"},
    ],
)
def test_what_makes_no_sense_is_ignored(planter: Any, choice: dict[str, str]) -> None:
    assert chosen(detail(planter, **choice)) == ["Clay", "Small"]


def test_a_sold_out_variant_names_those_in_stock(planter: Any) -> None:
    box = detail(planter, variant=variant(planter, "Chalk", "Small").pk).buy_box

    assert (box.purchasable, box.stock_state) == (False, "Sold out")
    assert [link.title for link in box.instead] == [
        "Clay, Small",
        "Chalk, Large",
        "Charcoal, Small",
    ]


def test_an_option_that_all_share_is_a_fact_and_no_choice() -> None:
    planter = make_combinations(
        "Pot", options=("Colour", "Size"), stock={("Clay", "Small"): 5, ("Chalk", "Small"): 3}
    )

    shown = detail(planter)

    assert [group.name for group in shown.buy_box.options] == ["Colour"]
    assert ("Size", "Small") in [(row.name, row.value) for row in shown.specification]


def test_variants_that_no_option_tells_apart_are_chosen_by_title() -> None:
    mug = make_variants(colours={"Oat": 3, "Ink": 3})
    for child in mug.children.all():
        child.attribute_values.all().delete()

    (group,) = detail(mug).buy_box.options

    assert [choice.label for choice in group.choices] == [
        "Stoneware Mug, Oat",
        "Stoneware Mug, Ink",
    ]


def test_machines_get_every_variant_with_its_price_and_options(planter: Any) -> None:
    clay, *_others = detail(planter).variants

    assert clay.options == (("colour", "Colour", "Clay"), ("size", "Size", "Small"))
    assert (clay.label, clay.available, str(clay.price.incl_tax)) == ("Clay, Small", True, "18.00")
    assert clay.sku


def test_a_variant_that_was_withdrawn_leaves_no_dead_link(planter: Any) -> None:
    Product.objects.filter(pk=variant(planter, "Clay", "Large").pk).update(is_public=False)

    shown = detail(planter, variant=variant(planter, "Clay", "Small").pk)

    assert states(shown.buy_box.options[1])["Large"] == ("other", "not with Clay")
