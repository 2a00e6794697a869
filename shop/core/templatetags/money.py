"""Money in templates: `{{ amount|money:currency }}`."""

from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.numbers import format_currency
from django import template
from django.conf import settings
from django.utils.translation import get_language, to_locale

register = template.Library()


@register.filter
def money(amount: Decimal | None, currency: str = "") -> str:
    """`amount` (a Decimal in major units) in the reader's locale: £18.00. Empty for None."""
    if amount is None:
        return ""
    locale = _locale(get_language() or settings.LANGUAGE_CODE)
    return format_currency(amount, currency or settings.OSCAR_DEFAULT_CURRENCY, locale=locale)


@lru_cache
def _locale(language: str) -> Locale:
    """Babel looks for a locale's file each time it is named."""
    return Locale.parse(to_locale(language))
