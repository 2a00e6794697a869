"""The demo shop's voucher, which its campaign is about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from oscar.core.loading import get_model

from shop.catalogue.models import Category

CODE = "TABLE10"
#: How long the voucher, and the campaign's countdown, last from the day the demo is loaded.
DAYS = 21


def load_voucher(*, category: Category | None) -> Any:
    """Ten percent off a category with the code `TABLE10`; loading it again lets it begin anew."""
    if category is None:
        return None
    now = timezone.now()
    Voucher = get_model("voucher", "Voucher")
    voucher = Voucher.objects.filter(code=CODE).first() or Voucher(
        code=CODE, name="Ten percent off the table", usage=Voucher.ONCE_PER_CUSTOMER
    )
    voucher.start_datetime, voucher.end_datetime = now, _end_of(now + timedelta(days=DAYS))
    voucher.save()
    if not voucher.offers.exists():
        voucher.offers.add(_offer(category))
    return voucher


def _end_of(day: datetime) -> datetime:
    return timezone.localtime(day).replace(hour=23, minute=59, second=0, microsecond=0)


def _offer(category: Category) -> Any:
    held, _made = get_model("offer", "Range").objects.get_or_create(name="For the table")
    held.included_categories.set([category])
    Benefit, Condition = get_model("offer", "Benefit"), get_model("offer", "Condition")
    benefit = Benefit.objects.create(range=held, type=Benefit.PERCENTAGE, value=10)
    condition = Condition.objects.create(range=held, type=Condition.COUNT, value=1)
    Offer = get_model("offer", "ConditionalOffer")
    return Offer.objects.create(
        name="Ten percent off the table",
        offer_type=Offer.VOUCHER,
        benefit=benefit,
        condition=condition,
    )
