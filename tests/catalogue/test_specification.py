"""The specification says each kind of attribute in words, with its unit."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from oscar.core.loading import get_class, get_model

from shop.catalogue.selectors import product_detail
from tests.factories import make_product, make_variants

pytestmark = pytest.mark.django_db
strategy = get_class("partner.strategy", "Selector")().strategy()
ProductAttribute = get_model("catalogue", "ProductAttribute")


def rows(product: Any, **choice: str) -> list[tuple[str, str]]:
    shown = product_detail(product.slug, strategy=strategy, choice=choice)
    return [(row.name, row.value) for row in shown.specification]


def give(product: Any, name: str, kind: str, value: Any, **fields: Any) -> Any:
    """Give the product's type an attribute, and the product a value of it."""
    attribute = ProductAttribute.objects.create(
        product_class=product.get_product_class(),
        name=name,
        code=name.lower().replace(" ", "_"),
        type=kind,
        **fields,
    )
    row = product.attribute_values.create(attribute=attribute)
    row.value = value
    row.save()
    return row


@pytest.mark.parametrize(
    ("kind", "value", "unit", "said"),
    [
        ("text", "Stoneware", "", "Stoneware"),
        ("text", "  ", "", None),
        ("integer", 350, "ml", "350\u00a0ml"),
        ("integer", 0, "pieces", "0\u00a0pieces"),
        ("float", 12.5, "cm", "12.5\u00a0cm"),
        ("float", 0.1 + 0.2, "kg", "0.3\u00a0kg"),
        ("float", 9.0, "cm", "9\u00a0cm"),
        ("boolean", True, "", "Yes"),
        ("boolean", False, "", "No"),
        ("date", date(2026, 3, 4), "", "4 Mar 2026"),
        ("datetime", datetime(2026, 3, 4, 9, 30, tzinfo=UTC), "", "4 Mar 2026, 9:30 a.m."),
        ("richtext", "<p>Made by <b>hand</b></p>", "", "Made by hand"),
    ],
)
def test_each_kind_has_its_words(kind: str, value: Any, unit: str, said: str | None) -> None:
    tray = make_product("Tray")
    give(tray, "Fact", kind, value, unit=unit)

    assert rows(tray) == ([("Fact", said)] if said else [])


def test_several_options_stand_in_one_row() -> None:
    tray = make_product("Tray")
    group = get_model("catalogue", "AttributeOptionGroup").objects.create(name="Rooms")
    rooms = [group.options.create(option=room) for room in ("Kitchen", "Hall")]
    give(tray, "Rooms", "multi_option", rooms, option_group=group)

    assert rows(tray) == [("Rooms", "Kitchen, Hall")]


def test_a_file_is_a_link() -> None:
    tray = make_product("Tray")
    give(tray, "Care", "file", ContentFile(b"%PDF-1.4", name="care.pdf"))

    (row,) = product_detail(tray.slug, strategy=strategy).specification

    assert row.value.startswith("care")
    assert row.url.endswith(".pdf")


def test_something_else_of_the_shop_is_named() -> None:
    tray, partner = make_product("Tray"), get_model("partner", "Partner").objects.create(name="Ada")
    give(tray, "Maker", "entity", partner)

    assert rows(tray) == [("Maker", str(partner))]


def test_a_variants_word_takes_the_place_of_its_products() -> None:
    mug = make_variants()
    height = give(mug, "Height", "integer", 9, unit="cm").attribute
    ink = mug.children.order_by("pk").last()
    ink.attribute_values.create(attribute=height, value_integer=12)

    assert ("Height", "9\u00a0cm") in rows(mug)
    assert ("Height", "12\u00a0cm") in rows(mug, variant=str(ink.pk))
