"""When a parcel arrives: cut-off, weekends, public holidays, and how it is said."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from shop.core.oscar import Country
from shop.shipping.checks import check_delivery_settings
from shop.shipping.dates import (
    arrival_dates,
    arrival_text,
    days_off,
    dispatch_date,
    is_working_day,
)
from tests.factories import add_to_basket, countries, make_method, make_product, place_order

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


@pytest.mark.parametrize(
    ("placed", "country", "first", "last"),
    [
        # 14 July is a holiday in France alone: parcels leave home on it, but are not brought there.
        ("2026-07-13T10:00", "GB", date(2026, 7, 15), date(2026, 7, 16)),
        ("2026-07-13T10:00", "FR", date(2026, 7, 16), date(2026, 7, 17)),
        ("2026-07-14T10:00", "FR", date(2026, 7, 16), date(2026, 7, 17)),
        # 25 May is a holiday here alone, for the packing as for the way.
        ("2026-05-25T10:00", "DE", date(2026, 5, 28), date(2026, 5, 29)),
        # Over the year's end: Christmas, Boxing Day (kept on Monday), New Year's Day, and in
        # Austria Epiphany, 6 January.
        ("2026-12-31T10:00", "AT", date(2027, 1, 5), date(2027, 1, 7)),
        ("2026-12-24T14:00", "AT", date(2026, 12, 31), date(2027, 1, 4)),
        # A year whose first day is kept on the last day of the year before.
        ("2027-12-29T10:00", "US", date(2028, 1, 4), date(2028, 1, 5)),
        # Friday and Saturday are the weekend there, Saturday and Sunday here.
        ("2026-11-19T10:00", "SA", date(2026, 11, 24), date(2026, 11, 25)),
        # Nothing is known of it: weekends, and our own holidays.
        ("2026-12-24T10:00", "ZZ", date(2026, 12, 30), date(2026, 12, 31)),
    ],
)
def test_under_way_the_holidays_of_where_it_goes_count_too(placed, country, first, last):
    moment = datetime.fromisoformat(placed).replace(tzinfo=LONDON)
    assert arrival_dates(2, 3, moment, country=country) == (first, last)


def test_the_cut_off_abroad_is_the_shops():
    for hour, first in ((13, date(2026, 7, 16)), (14, date(2026, 7, 17))):
        moment = datetime(2026, 7, 15, hour, tzinfo=LONDON)
        assert arrival_dates(1, 1, moment, country="FR") == (first, first)


def test_what_arrives_the_day_it_leaves_waits_for_a_day_that_is_worked_there():
    moment = datetime(2026, 7, 14, 10, tzinfo=LONDON)
    assert arrival_dates(0, 0, moment) == (date(2026, 7, 14),) * 2
    assert arrival_dates(0, 0, moment, country="FR") == (date(2026, 7, 15),) * 2


def test_a_shop_without_holidays_still_knows_those_abroad(settings):
    settings.SHOP_HOLIDAYS = ""
    christmas = date(2026, 12, 25)
    assert is_working_day(christmas)
    assert is_working_day(christmas, country="GB")
    assert not is_working_day(christmas, country="FR")


@pytest.mark.parametrize("region", ["GB-NARNIA", "ZZ", "not a region", "\0", "HolidayBase", "gb"])
def test_a_region_that_nobody_knows_never_raises(settings, region):
    settings.SHOP_HOLIDAYS = region
    assert not is_working_day(date(2026, 11, 21))
    assert is_working_day(date(2026, 11, 20))
    assert arrival_dates(1, 2, country=region)
    # Of an unknown part of a known country, the country's own.
    assert (date(2026, 12, 25) in days_off(region, 2026)) is (region == "GB-NARNIA")


@pytest.mark.django_db
@pytest.mark.parametrize("home", ["GB-ENG", "GB-NARNIA", "ZZ"])
def test_no_country_breaks_the_checkout(client, settings, home):
    settings.SHOP_HOLIDAYS = home
    countries()
    Country.objects.create(
        iso_3166_1_a2="ZZ", iso_3166_1_a3="ZZZ", name="Zembla", printable_name="Zembla"
    )
    Country.objects.update(is_shipping_country=True)
    make_method(code="mail-boat", name="Mail boat", to=["ZZ"])
    add_to_basket(client, make_product())
    shown = client.get("/checkout/?country=ZZ").text
    assert "Mail boat" in shown
    assert "Arrives" in shown
    for odd in ("", "XX", "zz", "Z" * 5000, "%00", "<b>"):
        assert client.get("/checkout/", {"country": odd}).status_code == 200
    placed = place_order(client, country="ZZ", postcode="1", method_code="mail-boat")
    assert placed.status_code == 302
    assert "Arrives" in client.get(placed.url).text


@pytest.mark.django_db
def test_the_page_and_the_order_promise_the_days_abroad(client, monkeypatch):
    """14 July: nothing is brought in France, and the order keeps what the page said."""
    countries()
    placed_at = datetime(2026, 7, 13, 10, tzinfo=LONDON)
    monkeypatch.setattr("django.utils.timezone.now", lambda: placed_at)
    product = make_product()
    add_to_basket(client, product)
    assert "Arrives Wed 15 to Thu 16 Jul" in client.get("/checkout/").text
    assert "Arrives Mon 20 to Thu 23 Jul" in client.get("/checkout/?country=FR").text
    placed = place_order(client, country="FR", postcode="75001")
    assert "Arrives Mon 20 to Thu 23 Jul" in client.get(placed.url).text


def test_a_setting_that_means_nothing_is_said_at_the_start(settings):
    for region in ("GB-ENG", "FR", ""):
        settings.SHOP_HOLIDAYS = region
        assert check_delivery_settings() == []
    settings.SHOP_HOLIDAYS = "GB-NARNIA"
    settings.SHOP_DELIVERY_STRATEGY = "shop.shipping.tariffs.nothing"
    settings.SHOP_DEFAULT_WEIGHT_KG = "heavy"
    assert [error.id for error in check_delivery_settings()] == [
        "shipping.E001",
        "shipping.E002",
        "shipping.E003",
    ]
