"""When a parcel arrives: cut-off, weekends, public holidays, and how it is said."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from shop.shipping.checks import check_delivery_settings
from shop.shipping.dates import arrival_dates, arrival_text, dispatch_date, is_working_day

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


def test_a_method_may_leave_earlier_or_later():
    eleven = datetime(2026, 11, 19, 11, tzinfo=LONDON)
    assert dispatch_date(eleven, cut_off=time(10)) == date(2026, 11, 20)
    assert arrival_dates(1, 1, eleven, cut_off=time(10)) == (date(2026, 11, 23),) * 2
    assert dispatch_date(eleven.replace(hour=16), cut_off=time(16, 30)) == date(2026, 11, 19)


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


@pytest.mark.parametrize(
    ("placed", "first", "last"),
    [
        # Christmas Day, Boxing Day (a Saturday, kept on Monday) and the weekend.
        ("2026-12-23T10:00", date(2026, 12, 29), date(2026, 12, 30)),
        ("2026-12-24T15:00", date(2026, 12, 31), date(2027, 1, 4)),  # New Year's Day too
        ("2027-03-24T10:00", date(2027, 3, 30), date(2027, 3, 31)),  # Good Friday to Easter Monday
        ("2027-12-24T15:00", date(2027, 12, 31), date(2028, 1, 4)),  # both kept after the weekend
    ],
)
def test_public_holidays_are_no_working_days(placed, first, last):
    moment = datetime.fromisoformat(placed).replace(tzinfo=LONDON)
    assert arrival_dates(2, 3, moment) == (first, last)


def test_another_shop_keeps_other_holidays(settings):
    easter_monday = date(2027, 3, 29)
    assert not is_working_day(easter_monday)
    settings.SHOP_HOLIDAYS = "GB-SCT"  # where shops have Good Friday alone
    assert is_working_day(easter_monday)
    settings.SHOP_HOLIDAYS = "FR"
    assert not is_working_day(date(2026, 7, 14))
    settings.SHOP_HOLIDAYS = ""
    assert is_working_day(date(2026, 12, 25))


def test_a_setting_that_means_nothing_is_said_at_the_start(settings):
    assert check_delivery_settings() == []
    settings.SHOP_HOLIDAYS = "GB-NARNIA"
    settings.SHOP_DELIVERY_STRATEGY = "shop.shipping.tariffs.nothing"
    settings.SHOP_DEFAULT_WEIGHT_KG = "heavy"
    assert [error.id for error in check_delivery_settings()] == [
        "shipping.E001",
        "shipping.E002",
        "shipping.E003",
    ]
