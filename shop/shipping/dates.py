"""When a parcel arrives: cut-off, working days at both ends, and how the shop says it.

The one place where days become dates. A parcel is packed by the shop's calendar (SHOP_HOLIDAYS);
under way, a day counts when people work both here and where it goes.
"""

import logging
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

CUT_OFF = time(14, 0)


def calendar_of(region: str, year: int) -> holidays.HolidayBase:
    """Weekends and public holidays of a region (ISO 3166: “GB-ENG”, “FR”) in a year.

    Holidays that are kept on another day because of a weekend are those days too. Raises
    NotImplementedError for a region that is not known.
    """
    country, _dash, subdivision = region.partition("-")
    return holidays.country_holidays(country, subdiv=subdivision or None, years=year, expand=False)


@lru_cache(maxsize=256)
def days_off(region: str, year: int) -> frozenset[date]:
    """The days of a year on which nobody works in a region; Saturdays and Sundays without one.

    Never raises: of an unknown subdivision the country's days, of an unknown country the weekends.
    """
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1)]
    for known in dict.fromkeys((region, region.partition("-")[0])):
        if known:
            try:
                calendar = calendar_of(known, year)
            except NotImplementedError:
                logger.warning("No public holidays are known of %r.", known)
            else:
                return frozenset(day for day in days if not calendar.is_working_day(day))
    return frozenset(day for day in days if day.weekday() >= 5)


def region_of(country: str) -> str:
    """Whose days off count in a country (ISO 3166-1 alpha-2): at home those of SHOP_HOLIDAYS."""
    home: str = settings.SHOP_HOLIDAYS
    at_home = ("", settings.SHOP_HOME_COUNTRY, home.partition("-")[0])
    return home if country in at_home else country


def is_working_day(day: date, *, country: str = "") -> bool:
    """Whether people work on a day at home and, where one is given, in `country` too."""
    regions = {region_of(""), region_of(country)}
    return not any(day in days_off(region, day.year) for region in regions)


def add_working_days(start: date, days: int, *, country: str = "") -> date:
    """The date `days` working days after `start`, and never a day off."""
    day = start
    while days > 0 or not is_working_day(day, country=country):
        day += timedelta(days=1)
        if is_working_day(day, country=country):
            days -= 1
    return day


def dispatch_date(placed_at: datetime | None = None, *, cut_off: time = CUT_OFF) -> date:
    """The day an order leaves: this working day before the cut-off (local time), else the next."""
    moment = timezone.localtime(placed_at)
    day = moment.date()
    if is_working_day(day) and moment.time() < cut_off:
        return day
    return add_working_days(day, 1)


def arrival_dates(
    fastest: int,
    slowest: int,
    placed_at: datetime | None = None,
    *,
    cut_off: time = CUT_OFF,
    country: str = "",
) -> tuple[date, date]:
    """First and last day of arrival in `country` (home without one) for so many working days."""
    leaves = dispatch_date(placed_at, cut_off=cut_off)
    return (
        add_working_days(leaves, fastest, country=country),
        add_working_days(leaves, slowest, country=country),
    )


def arrival_text(first: date, last: date) -> str:
    """“Arrives Tue 24 Nov” or “Arrives Tue 24 to Wed 25 Nov”."""
    if first == last:
        return _("Arrives %(day)s") % {"day": date_format(first, "D j M")}
    start = date_format(first, "D j" if first.month == last.month else "D j M")
    return _("Arrives %(first)s to %(last)s") % {
        "first": start,
        "last": date_format(last, "D j M"),
    }
