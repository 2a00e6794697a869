"""How the demo shop delivers."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from oscar.core.loading import get_model

from demo.loader import texts
from demo.loader.places import COUNTRIES
from shop.shipping.selectors import tariffs_to
from shop.shipping.weights import WEIGHT, parse_weight

DeliveryMethod = get_model("shipping", "DeliveryMethod")


def charges(country: str, weight: str) -> list[tuple[str, Decimal, Decimal | None]]:
    return [
        (tariff.code, tariff.charge_for(Decimal(weight)), tariff.free_from)
        for tariff in tariffs_to(country)
    ]


@pytest.mark.usefixtures("demo_shop")
def test_the_demo_delivers_at_home_and_abroad_by_weight() -> None:
    assert charges("GB", "10") == [
        ("standard", Decimal("3.95"), Decimal("60.00")),
        ("express", Decimal("7.50"), None),
    ]
    assert [charge for _, charge, _ in charges("GB", "10.1")] == [Decimal("9.95"), Decimal("14.50")]
    for code, *_ in COUNTRIES[1:]:
        assert charges(code, "10") == [("standard", Decimal("12.50"), Decimal("180.00"))]
        assert [charge for _, charge, _ in charges(code, "30")] == [Decimal("24.00")]
        assert [charge for _, charge, _ in charges(code, "31")] == [Decimal("48.00")]


@pytest.mark.usefixtures("demo_shop")
def test_the_page_about_delivery_says_every_charge() -> None:
    words = str(texts.CONTENT)
    amounts = {method.charge for method in DeliveryMethod.objects.all()} | {
        band.charge for method in DeliveryMethod.objects.all() for band in method.bands.all()
    }
    for amount in amounts:
        assert f"£{amount}".removesuffix(".00") in words


def test_every_weight_of_the_demo_can_be_read(demo_shop: Path) -> None:
    values = get_model("catalogue", "ProductAttributeValue").objects.filter(attribute__code=WEIGHT)
    written = list(values.values_list("value_text", flat=True))
    assert len(written) > 20
    assert [text for text in written if not parse_weight(text)] == []


def test_what_somebody_changed_stays_until_it_is_reset(load: Callable[..., object]) -> None:
    load()
    assert DeliveryMethod.objects.count() == 3
    DeliveryMethod.objects.filter(code="express").delete()
    load()
    assert DeliveryMethod.objects.count() == 2
    load(reset=True)
    assert DeliveryMethod.objects.count() == 3
