"""When a parcel arrives: cut-off, working days, and how the shop says it."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

CUT_OFF = time(14, 0)


@lru_cache(maxsize=32)
def public_holidays(region: str, year: int) -> frozenset[date]:
    """The public holidays of a region (ISO 3166: “GB-ENG”, “FR”), those moved to a Monday included.

    None for an empty region. Raises NotImplementedError for one that is not known.
    """
    if not region:
        return frozenset()
    country, _dash, subdivision = region.partition("-")
    return frozenset(
        holidays.country_holidays(country, subdiv=subdivision or None, years=year, expand=False)
    )


def is_working_day(day: date) -> bool:
    """Monday to Friday, but the holidays of SHOP_HOLIDAYS: when parcels leave and arrive.

    The shop's calendar counts for parcels abroad too; a range of days has room for another.
    """
    return day.weekday() < 5 and day not in public_holidays(settings.SHOP_HOLIDAYS, day.year)


def add_working_days(start: date, days: int) -> date:
    """The date `days` working days after `start`."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if is_working_day(day):
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
    fastest: int, slowest: int, placed_at: datetime | None = None, *, cut_off: time = CUT_OFF
) -> tuple[date, date]:
    """First and last day of arrival for a method that takes so many working days."""
    leaves = dispatch_date(placed_at, cut_off=cut_off)
    return add_working_days(leaves, fastest), add_working_days(leaves, slowest)


def arrival_text(first: date, last: date) -> str:
    """“Arrives Tue 24 Nov” or “Arrives Tue 24 to Wed 25 Nov”."""
    if first == last:
        return _("Arrives %(day)s") % {"day": date_format(first, "D j M")}
    start = date_format(first, "D j" if first.month == last.month else "D j M")
    return _("Arrives %(first)s to %(last)s") % {
        "first": start,
        "last": date_format(last, "D j M"),
    }
