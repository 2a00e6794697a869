"""Oscar's offers, with limits that hold when many shoppers reach them at once."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from oscar.apps.offer.abstract_models import (
    AbstractBenefit,
    AbstractCondition,
    AbstractConditionalOffer,
    AbstractRange,
)

from shop.core import page_cache
from shop.offers.exceptions import UsedUp

# Written by what counts uses, under the offer's lock, and by nothing else.
COUNTERS = frozenset({"num_applications", "num_orders", "total_discount"})


class ConditionalOffer(AbstractConditionalOffer):
    """An offer whose counters are only ever changed under its row's lock.

    The limits: `max_global_applications` over all orders, `max_user_applications` over a customer's
    orders, `max_basket_applications` in one, and `max_discount`, the budget in the shop's currency.
    A use that the budget does not cover whole is not given. Only a delivery discount, whose amount
    depends on the method, may pass the budget once. Null and zero mean no limit.
    """

    num_applications: int
    num_orders: int
    total_discount: Decimal

    class Meta(AbstractConditionalOffer.Meta):
        verbose_name = _("offer")
        verbose_name_plural = _("offers")

    # By customer, how often they used it; the Applicator asks for all offers at once.
    known_uses: Mapping[int, int] | None = None

    def get_num_user_applications(self, user: Any) -> int:
        """How often a customer's orders that stand have used it. A query unless it is known."""
        if self.known_uses is not None:
            return self.known_uses.get(user.pk, 0)
        return super().get_num_user_applications(user)

    @cached_property
    def combination_ids(self) -> frozenset[int]:
        """The offers that it names as those it may be combined with."""
        return frozenset(self.combinations.values_list("pk", flat=True))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save without the counters: a form that was open meanwhile must not set them back."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = _all_but(self, COUNTERS)
        super().save(*args, **kwargs)

    def record_usage(self, discount: dict[str, Any]) -> None:
        """Count one order's use; UsedUp when a limit or the staff forbid it by now.

        `discount` as Oscar gives it: freq, discount (an amount) and, for delivery, `shipping`.
        On a row that the caller has locked in this transaction: see shop.offers.services.
        """
        freq, amount = discount["freq"], discount["discount"]
        if self.is_suspended:
            raise UsedUp(self.name)
        if self.max_basket_applications and freq > self.max_basket_applications:
            raise UsedUp(self.name)
        left = self.applications_left()
        if left is not None and freq > left:
            raise UsedUp(self.name)
        budget = self.budget_left()
        if budget is not None and (budget <= 0 if discount.get("shipping") else amount > budget):
            raise UsedUp(self.name)
        self.num_applications += freq
        self.total_discount += amount
        self.num_orders += 1
        self._save_counters()

    record_usage.alters_data = True  # type: ignore[attr-defined]

    def release_usage(self, *, applications: int, amount: Decimal) -> None:
        """Take back one order's use: an offer that was used up is open again.

        On a row that the caller has locked in this transaction.
        """
        self.num_applications = max(0, self.num_applications - applications)
        self.total_discount = max(Decimal("0.00"), self.total_discount - amount)
        self.num_orders = max(0, self.num_orders - 1)
        self._save_counters()

    release_usage.alters_data = True  # type: ignore[attr-defined]

    def _save_counters(self) -> None:
        before = self.status
        self.save(update_fields=[*COUNTERS, "status"])
        if self.status != before:  # used up, or open again: pages name it, or do not
            page_cache.forget(page_cache.sources.OFFERS)

    def applications_left(self) -> int | None:
        """How often it can be given yet, over all orders; None without a limit."""
        if not self.max_global_applications:
            return None
        return max(0, self.max_global_applications - self.num_applications)

    def budget_left(self) -> Decimal | None:
        """How much it can give yet, in the shop's currency; None without a limit."""
        if not self.max_discount:
            return None
        return max(Decimal("0.00"), self.max_discount - self.total_discount)


class _KeepsRange:
    """For conditions and benefits, which Oscar turns into proxies that forget their range."""

    def proxy(self) -> Any:
        """The instance that knows how to behave, with the range that is loaded already."""
        made = super().proxy()  # type: ignore[misc]
        if made is not self and "range" in self._state.fields_cache:  # type: ignore[attr-defined]
            made.range = self.range  # type: ignore[attr-defined]
        return made


class Condition(_KeepsRange, AbstractCondition):
    """What a basket must hold."""


class Benefit(_KeepsRange, AbstractBenefit):
    """What is taken off."""


class Range(AbstractRange):
    """A set of products."""

    # By product, whether it is in the range; the Applicator asks for a whole basket at once.
    known: Mapping[int, bool] | None = None

    def contains_product(self, product: Any) -> bool:
        """Whether it holds the product; a query or two unless it is known."""
        if self.known is not None and product.pk in self.known:
            return self.known[product.pk]
        return super().contains_product(product)


def _all_but(instance: Any, names: Iterable[str]) -> list[str]:
    return [
        field.name
        for field in instance._meta.concrete_fields
        if not field.primary_key and field.name not in names
    ]


from oscar.apps.offer.models import *  # noqa: E402, F403
