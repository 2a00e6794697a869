"""Applying offers to a basket: Oscar's, within the offers' budgets, each offer once."""

from copy import copy
from decimal import Decimal
from typing import Any

from oscar.apps.offer.applicator import *  # noqa: F403
from oscar.apps.offer.applicator import Applicator as OscarApplicator
from oscar.core.loading import get_class

OfferApplications = get_class("offer.results", "OfferApplications")


class Applicator(OscarApplicator):
    """Oscar's, with limits that a placed order cannot be refused for without a change of price."""

    def apply_offers(self, basket: Any, offers: list[Any]) -> None:
        """Apply each offer as often as its limits allow; an offer behind two vouchers once."""
        applications = OfferApplications()
        seen: set[int] = set()
        for offer in offers:
            if offer.pk not in seen:
                seen.add(offer.pk)
                self._apply_offer(basket, offer, applications)
        basket.offer_applications = applications

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
