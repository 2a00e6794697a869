"""What delivery of one product costs and when it arrives, by country."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from shop.shipping.estimates import product_delivery
from tests.factories import countries, make_method

pytestmark = pytest.mark.django_db

SATURDAY = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def estimate(price: str = "18.00", *, weight: str | None = "340 g", country: str = "") -> Any:
    return product_delivery(1, price=Decimal(price), currency="GBP", weight=weight, country=country)


@pytest.fixture(autouse=True)
def served() -> None:
    countries()


@time_machine.travel(MONDAY, tick=False)
def test_home_is_told_with_costs_dates_and_the_cut_off() -> None:
    found = estimate()

    assert (found.country, found.country_name) == ("GB", "United Kingdom")
    standard, express = found.ways
    assert (standard.charge, standard.free_from, standard.is_free) == (
        Decimal("3.95"),
        Decimal("60.00"),
        False,
    )
    assert standard.arrival == (date(2026, 11, 25), date(2026, 11, 26))
    assert standard.arrives == "Arrives Wed 25 to Thu 26 Nov"
    assert express.charge == Decimal("7.50")
    assert found.until == datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    assert found.ordered_by == "Ordered by 2 p.m. today"


@time_machine.travel(SATURDAY, tick=False)
def test_on_a_saturday_the_next_working_days_cut_off_counts() -> None:
    found = estimate()

    assert found.until == datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    assert found.ordered_by == "Ordered by Mon 23 Nov, 2 p.m."


@time_machine.travel(MONDAY, tick=False)
def test_another_country_has_its_own() -> None:
    (way,) = estimate(country="FR").ways

    assert (way.charge, way.free_from) == (Decimal("12.50"), Decimal("180.00"))


@pytest.mark.parametrize("country", ["XX", "fr", "GB' OR 1=1", "\0", "🪴", "F" * 5000])
def test_an_unknown_country_is_home(country: str) -> None:
    assert estimate(country=country).country == "GB"


def test_over_the_threshold_it_is_free() -> None:
    standard, express = estimate("60.00").ways

    assert standard.is_free
    assert not express.is_free


def test_a_country_that_no_method_goes_to_has_no_way() -> None:
    from shop.core.oscar import Country

    Country.objects.create(iso_3166_1_a2="IS", printable_name="Iceland", is_shipping_country=True)

    found = estimate(country="IS")

    assert (found.country_name, found.ways) == ("Iceland", ())


def test_what_is_heavy_pays_its_band() -> None:
    from shop.shipping.models import DeliveryMethod

    DeliveryMethod.objects.all().delete()
    make_method(bands={"2": "3.95", "20": "9.95"})

    def charges(weight: str) -> list[Decimal]:
        return [way.charge for way in estimate(weight=weight).ways]

    assert charges("1.4 kg") == [Decimal("3.95")]
    assert charges("12 kg") == [Decimal("9.95")]
    assert charges("") == [Decimal("3.95")]  # nothing said: half a kilogram
    assert charges("24 kg") == []


def test_no_query_once_the_methods_are_known(django_assert_num_queries: Any) -> None:
    estimate()
    with django_assert_num_queries(0):
        estimate(country="FR")
