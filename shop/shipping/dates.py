"""When a parcel arrives: cut-off, working days, and how the shop says it."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

CUT_OFF = time(14, 0)


def is_working_day(day: date) -> bool:
    """Monday to Friday: the days on which parcels leave and arrive."""
    return day.weekday() < 5


def add_working_days(start: date, days: int) -> date:
    """The date `days` working days after `start`."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            days -= 1
    return day


def dispatch_date(placed_at: datetime | None = None) -> date:
    """The day an order leaves: this working day before the cut-off (local time), else the next."""
    moment = timezone.localtime(placed_at)
    day = moment.date()
    if is_working_day(day) and moment.time() < CUT_OFF:
        return day
    return add_working_days(day, 1)


def arrival_dates(
    fastest: int, slowest: int, placed_at: datetime | None = None
) -> tuple[date, date]:
    """First and last day of arrival for a method that takes so many working days."""
    leaves = dispatch_date(placed_at)
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
