"""Days as the shop counts them: in its own time zone."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def end_of_day(day: date | None = None) -> datetime:
    """The moment at which a day is over, today without one; aware, in the shop's time zone."""
    day = day or timezone.localdate()
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
