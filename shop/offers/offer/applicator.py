"""Applying offers to a basket: Oscar's, within their budgets, and at a cost that is bounded."""

from copy import copy
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Sum
from django.utils import timezone
from oscar.apps.offer.applicator import *  # noqa: F403
from oscar.apps.offer.applicator import Applicator as OscarApplicator
from oscar.core.loading import get_class, get_model

from shop.core import oscar
from shop.offers import shared

OfferApplications = get_class("offer.results", "OfferApplications")


class Applicator(OscarApplicator):
    """Oscar's, with all that its offers ask for fetched at once.

    While the cache is warm: no query for offers on everything without limits; one if some have a
    limit, one if some have one for each customer, at most two for what is in which range. With
    vouchers in the basket one or two more. However many offers and lines there are.
    """

    def apply_offers(self, basket: Any, offers: list[Any]) -> None:
        """Apply each offer as often as its limits allow; an offer behind two vouchers once."""
        _fetch_memberships(basket, offers)
        _fetch_uses(basket.owner, offers)
        applications = OfferApplications()
        seen: set[int] = set()
        for offer in offers:
            if offer.pk not in seen:
                seen.add(offer.pk)
                self._apply_offer(basket, offer, applications)
        basket.offer_applications = applications

    def get_site_offers(self) -> list[Any]:
        """The site offers of this moment: the kept ones, with what limited ones have given."""
        now = timezone.now()
        offers = [
            offer
            for offer in shared.site_offers()
            if (offer.start_datetime is None or offer.start_datetime <= now)
            and (offer.end_datetime is None or offer.end_datetime >= now)
        ]
        limited = [o.pk for o in offers if o.max_global_applications or o.max_discount]
        if not limited:
            return [offer for offer in offers if offer.is_open]
        rows = oscar.ConditionalOffer.objects.filter(pk__in=limited).order_by()
        fresh = {
            row.pop("pk"): row
            for row in rows.values("pk", "status", "num_applications", "total_discount")
        }
        for offer in offers:
            for name, value in fresh.get(offer.pk, {}).items():
                setattr(offer, name, value)
        return [offer for offer in offers if offer.is_open]

    def get_basket_offers(self, basket: Any, user: Any) -> list[Any]:
        """The offers of the basket's vouchers that this person can use now."""
        if not basket.id or not user:
            return []
        offers = Prefetch(
            "offers",
            oscar.ConditionalOffer.objects.select_related("condition__range", "benefit__range"),
        )
        found = []
        basket.priced_vouchers = list(basket.vouchers.prefetch_related(offers))
        for voucher in basket.priced_vouchers:
            if voucher.is_active() and voucher.is_available_to_user(user)[0]:
                for offer in voucher.offers.all():
                    offer.set_voucher(voucher)
                    found.append(offer)
        return found

    def _apply_offer(self, basket: Any, offer: Any, applications: Any) -> None:
        budget, given = offer.budget_left(), Decimal("0.00")
        for _ in range(offer.get_max_applications(basket.owner)):
            before = _discounts(basket) if budget is not None else []
            result = offer.apply_benefit(basket)
            if not result.is_successful:
                return
            given += result.discount
            if budget is not None and given > budget:
                for line, discounts in before:
                    line.discounts = discounts
                return
            applications.add(offer, result)
            if result.is_final:
                return


def _discounts(basket: Any) -> list[tuple[Any, Any]]:
    """The lines with a copy of their discounts, to go back to."""
    copies = []
    for line in basket.all_lines():
        discounts = copy(line.discounts)
        for name in ("_offers", "_consumptions", "_discounts"):
            setattr(discounts, name, copy(getattr(discounts, name)))
        copies.append((line, discounts))
    return copies


def _fetch_memberships(basket: Any, offers: list[Any]) -> None:
    """Tell the offers' ranges what they hold of the basket, and the offers their companions."""
    ranges = [
        part.range
        for offer in offers
        for part in (offer.condition, offer.benefit)
        if part.range_id is not None
    ]
    products = [line.product for line in basket.all_lines()]
    held = shared.ranges_of(products, {one.pk for one in ranges if not one.proxy_class})
    for one in ranges:
        one.known = held.get(one.pk)
    companions = shared.combinations() if len(offers) > 1 else {}
    for offer in offers:
        offer.combination_ids = companions.get(offer.pk, frozenset())


def _fetch_uses(customer: Any, offers: list[Any]) -> None:
    """How often a customer used the offers that have a limit for each of them."""
    limited = [offer for offer in offers if offer.max_user_applications]
    if not limited or customer is None:
        return
    rows = get_model("order", "OrderDiscount").objects.filter(
        offer_id__in=[offer.pk for offer in limited], order__user=customer
    )
    used = dict(rows.order_by().values_list("offer_id").annotate(Sum("frequency")))
    for offer in limited:
        offer.known_uses = {customer.pk: used.get(offer.pk) or 0}
