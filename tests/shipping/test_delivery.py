"""Delivery: what it costs and when it arrives."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from shop.shipping.dates import arrival_dates, arrival_text, dispatch_date
from shop.shipping.methods import methods_to

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("placed", "leaves"),
    [
        ("2026-11-20T13:59", date(2026, 11, 20)),  # Friday before the cut-off
        ("2026-11-20T14:00", date(2026, 11, 23)),  # Friday at the cut-off: Monday
        ("2026-11-21T09:00", date(2026, 11, 23)),  # Saturday
        ("2026-11-23T14:01", date(2026, 11, 24)),
    ],
)
def test_an_order_leaves_the_same_working_day_until_two(placed, leaves):
    assert dispatch_date(datetime.fromisoformat(placed).replace(tzinfo=LONDON)) == leaves


def test_the_cut_off_is_local_time():
    summer = datetime(2026, 7, 1, 13, 30, tzinfo=ZoneInfo("UTC"))  # 14:30 in London
    assert dispatch_date(summer) == date(2026, 7, 2)


def test_arrival_skips_the_weekend():
    thursday = datetime(2026, 11, 19, 10, tzinfo=LONDON)
    assert arrival_dates(2, 3, thursday) == (date(2026, 11, 23), date(2026, 11, 24))


def test_arrival_is_said_as_days():
    assert arrival_text(date(2026, 11, 24), date(2026, 11, 25)) == "Arrives Tue 24 to Wed 25 Nov"
    assert arrival_text(date(2026, 11, 30), date(2026, 12, 1)) == "Arrives Mon 30 Nov to Tue 1 Dec"
    assert arrival_text(date(2026, 11, 24), date(2026, 11, 24)) == "Arrives Tue 24 Nov"


def test_express_is_for_home_only():
    assert [method.code for method in methods_to("GB")] == ["standard", "express"]
    assert [method.code for method in methods_to("FR")] == ["standard"]
