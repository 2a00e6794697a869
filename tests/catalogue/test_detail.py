"""The product's page as data: variants, pictures, stock, specification, what goes with it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from oscar.core.loading import get_class, get_model

from shop.catalogue.models import Product
from shop.catalogue.selectors import product_detail
from tests.factories import make_category, make_product, make_variants
from tests.factories.pictures import add_picture

pytestmark = pytest.mark.django_db
strategy = get_class("partner.strategy", "Selector")().strategy()


def detail(product: Any, variant: Any = None) -> Any:
    choice = {"variant": str(variant.pk)} if variant else {}
    return product_detail(product.slug, strategy=strategy, choice=choice)


def test_a_single_product_can_be_bought_up_to_its_stock() -> None:
    shown = detail(make_product("Iron Trivet", stock=4, tagline="For hot pans"))

    box = shown.buy_box
    assert (box.title, box.tagline, box.product_id, box.options) == (
        "Iron Trivet",
        "For hot pans",
        0,
        (),
    )
    assert (box.purchasable, box.min, box.max) == (True, 1, 4)
    assert (box.stock_level, box.stock_state) == ("low", "Only 4 left")


def test_the_first_variant_that_is_left_is_chosen() -> None:
    mug = make_variants(colours={"Oat": 0, "Ink": 9, "Moss": 2})
    _oat, ink, moss = mug.children.order_by("pk")

    box = detail(mug).buy_box

    (colour,) = box.options
    assert (colour.name, colour.selected_label, box.product_id) == ("Colour", "Ink", ink.pk)
    assert [(item.label, item.state, item.selected) for item in colour.choices] == [
        ("Oat", "out", False),
        ("Ink", "in", True),
        ("Moss", "in", False),
    ]
    assert colour.choices[2].url == f"/products/{mug.slug}/?variant={moss.pk}"


def test_a_variant_that_is_asked_for_is_chosen_even_when_sold_out() -> None:
    mug = make_variants(colours={"Oat": 0, "Ink": 9})
    oat = mug.children.order_by("pk").first()

    box = detail(mug, oat).buy_box

    assert (box.selected_label, box.purchasable, box.stock_level) == ("Oat", False, "out")
    assert box.stock_state == "Sold out"


def test_another_products_variant_is_ignored() -> None:
    mug, bowl = make_variants("Mug"), make_variants("Bowl")

    assert detail(mug, bowl.children.first()).buy_box.selected_label == "Oat"


def test_a_variant_that_is_not_public_is_not_offered() -> None:
    mug = make_variants(colours={"Oat": 1, "Ink": 9})
    Product.objects.filter(pk=mug.children.order_by("pk").first().pk).update(is_public=False)

    (colour,) = detail(mug).buy_box.options
    assert [item.label for item in colour.choices] == ["Ink"]


def test_the_variants_picture_comes_first_and_once() -> None:
    mug = make_variants()
    front, ink_picture = add_picture(mug), add_picture(mug)
    ink = mug.children.order_by("pk").last()
    add_picture(ink, ink_picture)

    assert [item.picture.src for item in detail(mug, ink).shots] == [
        ink_picture.file.url,
        front.file.url,
    ]


def test_the_specification_lists_the_attributes() -> None:
    mug = make_variants()
    material = mug.product_class.attributes.create(code="material", name="Material", type="text")
    mug.attribute_values.create(attribute=material, value_text="Stoneware")

    assert [(row.name, row.value) for row in detail(mug).specification] == [
        ("Material", "Stoneware"),
        ("Colour", "Oat"),
    ]


def test_crumbs_lead_from_the_shop_down() -> None:
    tableware = make_category("Tableware")
    mugs = make_category("Mugs", parent=tableware)
    shown = detail(make_product("Mug", category=mugs))

    assert [(crumb.title, crumb.url) for crumb in shown.crumbs] == [
        ("Shop", "/shop/"),
        ("Tableware", "/shop/tableware/"),
        ("Mugs", "/shop/tableware/mugs/"),
        ("Mug", "/products/mug/"),
    ]


def test_recommended_products_come_before_neighbours() -> None:
    tableware = make_category()
    mug, neighbour = (
        make_product("Mug", category=tableware),
        make_product("Cup", category=tableware),
    )
    other = make_product("Lamp")
    get_model("catalogue", "ProductRecommendation").objects.create(
        primary=mug, recommendation=other, ranking=1
    )

    assert [card.id for card in detail(mug).related] == [other.pk, neighbour.pk]


@pytest.mark.parametrize("field", [{"is_public": False}, {"structure": "child"}])
def test_what_is_not_sold_by_itself_has_no_page(field: dict) -> None:
    product = make_product("Gone")
    Product.objects.filter(pk=product.pk).update(
        **field, parent=make_variants("Bowl") if "structure" in field else None
    )

    with pytest.raises(Product.DoesNotExist):
        detail(product)


def test_variants_follow_their_product_to_a_new_address() -> None:
    mug = make_variants(colours={"Oat": 3, "Ink": 9})
    mug.slug = "another-mug"
    mug.save()

    for child in mug.children.all():
        assert child.get_absolute_url() == f"/products/another-mug/?variant={child.pk}"


def test_what_is_sold_out_shows_what_is_like_it_and_in_stock() -> None:
    tableware = make_category()
    vases = make_category("Vases", parent=tableware)
    vase = make_product("Vase", stock=0, category=vases)
    near, far = make_product("Jug", category=vases), make_product("Tray", category=tableware)
    make_product("Bowl", stock=0, category=vases)

    shown = detail(vase)

    assert shown.sold_out
    assert [card.id for card in shown.alternatives] == [near.pk, far.pk]
    assert not detail(near).sold_out
    assert detail(near).alternatives == ()


def test_neighbours_of_the_same_category_come_first() -> None:
    tableware = make_category()
    mugs = make_category("Mugs", parent=tableware)
    mug, cup = make_product("Mug", category=mugs), make_product("Cup", category=mugs)
    plates = [make_product(f"Plate {n}", category=tableware) for n in range(2)]

    assert [card.id for card in detail(mug).related] == [
        cup.pk,
        *[plate.pk for plate in reversed(plates)],
    ]


def test_more_on_the_way_is_said_until_the_day_has_passed() -> None:
    vase = make_product("Vase", stock=0)
    today = timezone.localdate()

    def expect(day: date) -> str:
        vase.stockrecords.update(expected_on=day)
        return detail(vase).buy_box.stock_state

    soon = today + timedelta(days=9)
    assert expect(soon) == f"Sold out, more expected on {date_format(soon, 'j F')}"
    assert expect(today - timedelta(days=1)) == "Sold out"


def test_the_number_of_the_chosen_one_is_shown() -> None:
    mug = make_variants()
    ink = mug.children.order_by("pk").last()

    assert detail(mug, ink).buy_box.sku == ink.stockrecords.get().partner_sku
    assert detail(make_product("Tray")).buy_box.sku
