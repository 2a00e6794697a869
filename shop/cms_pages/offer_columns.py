"""How choosers tell offers and vouchers apart: what is given, to whom, and whether it is now."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from oscar.core.loading import get_model

from shop.core.templatetags.money import money

Benefit = get_model("offer", "Benefit")
ConditionalOffer = get_model("offer", "ConditionalOffer")


def given_to(offer: Any) -> str:
    """Who gets it, in a word or two."""
    names = {
        ConditionalOffer.SITE: _("Everybody"),
        ConditionalOffer.VOUCHER: _("Voucher"),
        ConditionalOffer.USER: _("Group"),
        ConditionalOffer.SESSION: _("One account"),
    }
    return names.get(offer.offer_type, offer.get_offer_type_display())


def what_it_gives(offer: Any) -> str:
    """What it gives, such as “10% off: Tableware”. No query where benefit and range are there."""
    benefit = offer.benefit
    value = benefit.value or Decimal()
    words = {
        Benefit.PERCENTAGE: _("%(percent)s%% off"),
        Benefit.FIXED: _("%(amount)s off"),
        Benefit.FIXED_UNIT: _("%(amount)s off each"),
        Benefit.MULTIBUY: _("The cheapest one free"),
        Benefit.FIXED_PRICE: _("Together for %(amount)s"),
        Benefit.SHIPPING_PERCENTAGE: _("%(percent)s%% off delivery"),
        Benefit.SHIPPING_ABSOLUTE: _("%(amount)s off delivery"),
        Benefit.SHIPPING_FIXED_PRICE: _("Delivery for %(amount)s"),
    }.get(benefit.type)
    if words is None:  # a benefit of the shop's own making
        return str(benefit.name)
    given = words % {"percent": f"{value:.2f}".rstrip("0").rstrip("."), "amount": money(value)}
    return f"{given}: {benefit.range.name}" if benefit.range else given


def state(given: Any) -> str:
    """Whether an offer or a voucher is given now."""
    now = timezone.now()
    if getattr(given, "is_suspended", False):
        return _("Suspended")
    if given.end_datetime and given.end_datetime < now:
        return _("Ended")
    if getattr(given, "status", "") == ConditionalOffer.CONSUMED:
        return _("Used up")
    if given.start_datetime and given.start_datetime > now:
        return _("Not begun")
    return _("Given now")


def until(given: Any) -> str:
    """Its last day."""
    if not given.end_datetime:
        return _("No end")
    return date_format(timezone.localtime(given.end_datetime), "j M Y, H:i")
