"""What is to be said of a voucher: why it cannot be used, in a shopkeeper's words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shop.core.templatetags.money import money


@dataclass(frozen=True)
class VoucherRow:
    """A voucher in a basket; `problem` says why it gives nothing, and is empty while it does."""

    id: int
    code: str
    problem: str


def voucher_rows(basket: Any, *, user: Any) -> list[VoucherRow]:
    """The vouchers of a basket whose offers were applied: no query but for those without effect."""
    if not basket.id:
        return []
    vouchers = None if basket.is_empty else getattr(basket, "priced_vouchers", None)
    if vouchers is None:
        vouchers = list(basket.vouchers.all())
    giving = vouchers_given(basket)
    return [
        VoucherRow(
            id=voucher.pk,
            code=voucher.code,
            problem=""
            if voucher.pk in giving
            else voucher_problem(voucher, user=user) or basket_problem(voucher, basket=basket),
        )
        for voucher in vouchers
    ]


def vouchers_given(basket: Any) -> set[int]:
    """The primary keys of the vouchers that give something on this basket. No query."""
    return {
        application["voucher"].pk
        for application in basket.offer_applications
        if application["voucher"]
    }


def voucher_problem(voucher: Any, *, user: Any) -> str:
    """Why this person cannot use the voucher now, whatever is in the basket; empty if they can."""
    names = {"code": voucher.code}
    now = timezone.now()
    if voucher.end_datetime < now:
        return _("“%(code)s” ended on %(day)s.") % {**names, "day": _day(voucher.end_datetime)}
    if voucher.start_datetime > now:
        return _("“%(code)s” starts on %(day)s. Please come back then.") % {
            **names,
            "day": _day(voucher.start_datetime),
        }
    if voucher.usage == voucher.ONCE_PER_CUSTOMER and not user.is_authenticated:
        return _("“%(code)s” works once for each customer. Please log in to use it.") % names
    if not voucher.is_available_to_user(user)[0]:
        if voucher.usage == voucher.ONCE_PER_CUSTOMER:
            text = _("You have used “%(code)s” already; it works once for each customer.")
        else:
            text = _("“%(code)s” has been used already.")
        return text % names
    return _offers_problem(voucher, user=user) % names


def _offers_problem(voucher: Any, *, user: Any) -> str:
    offers = list(voucher.offers.all())
    customer = user if user.is_authenticated else None
    if any(not o.is_suspended and o.get_max_applications(customer) for o in offers):
        return ""
    if all(offer.is_suspended for offer in offers):
        return _("“%(code)s” is not given at the moment.")
    if any(not o.is_suspended and o.get_max_applications() for o in offers):
        return _("You have used “%(code)s” as often as it works for one customer.")
    return _("“%(code)s” has been used up.")


def basket_problem(voucher: Any, *, basket: Any) -> str:
    """Why a voucher that can be used gives nothing on this basket, whose offers were applied.

    Tries its offers on bare lines; the basket and its discounts stay as they are.
    """
    others = [
        application["voucher"].code if application["voucher"] else application["name"]
        for application in basket.offer_applications
        if application["voucher"] != voucher
    ]
    offers = list(voucher.offers.select_related("condition__range", "benefit__range"))
    kept = basket._lines, basket.offer_applications
    basket.reset_offer_applications()
    try:
        return _basket_problem(voucher.code, offers, others, basket)
    finally:
        basket._lines, basket.offer_applications = kept


def _basket_problem(code: str, offers: Iterable[Any], others: list[str], basket: Any) -> str:
    problem = ""
    for offer in offers:
        if not offer.is_condition_satisfied(basket):
            problem = problem or _requirement(offer.condition, code)
        elif offer.apply_benefit(basket).is_successful:
            if others:
                return _("“%(code)s” cannot be combined with “%(other)s”.") % {
                    "code": code,
                    "other": "”, “".join(others),
                }
        elif offer.benefit.range:
            problem = _("“%(code)s” is for “%(range)s”; nothing of that is in your basket.") % {
                "code": code,
                "range": offer.benefit.range.name,
            }
    return problem or _("“%(code)s” gives nothing on what is in your basket.") % {"code": code}


def _requirement(condition: Any, code: str) -> str:
    """What a condition asks of a basket; empty for a condition of somebody's own making."""
    everything = condition.range is None or condition.range.includes_all_products
    count = int(condition.value or 0)
    names = {
        "code": code,
        "range": "" if everything else condition.range.name,
        "amount": money(condition.value),
        "count": count,
    }
    if condition.type == condition.VALUE:
        if everything:
            return _("“%(code)s” is for baskets of %(amount)s or more.") % names
        return _("“%(code)s” is for %(amount)s or more of “%(range)s”.") % names
    if condition.type == condition.COVERAGE and count > 1:
        if everything:
            return _("“%(code)s” is for %(count)d different things or more.") % names
        return _("“%(code)s” is for %(count)d different things or more of “%(range)s”.") % names
    if condition.type in (condition.COUNT, condition.COVERAGE):
        if everything:
            return _("“%(code)s” is for %(count)d things or more.") % names
        text = ngettext(
            "“%(code)s” is for baskets with something of “%(range)s”.",
            "“%(code)s” is for %(count)d things or more of “%(range)s”.",
            count,
        )
        return text % names
    return ""


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")
