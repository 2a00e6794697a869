"""Stars for a stylesheet that fills them by halves."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def half_stars(rating: Any) -> str:
    """A rating of 0 to 5 to the nearest half, as components/stars.html names it: "4.5".

    Nothing for what is no number.
    """
    try:
        halves = round(float(rating) * 2)
    except (TypeError, ValueError, OverflowError):
        return ""
    return f"{min(max(halves, 0), 10) / 2:g}"
