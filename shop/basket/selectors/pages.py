"""All that the basket page and the drawer show of a basket."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from shop.basket.selectors.delivery import (
    DeliveryEstimate,
    FreeDelivery,
    delivery_estimate,
    free_delivery,
)
from shop.basket.selectors.lines import BasketLine, fetch_displayed, line_for_display
from shop.basket.selectors.suggestions import Suggestion, candidates, suggestions
from shop.basket.selectors.totals import Totals, basket_totals


@dataclass(frozen=True)
class BasketContents:
    """A basket as a page shows it. `count` is in units; delivery is in `totals` where one goes."""

    lines: tuple[BasketLine, ...]
    saved: tuple[BasketLine, ...]
    suggestions: tuple[Suggestion, ...]
    estimate: DeliveryEstimate
    free_delivery: FreeDelivery | None
    totals: Totals
    count: int

    @property
    def can_check_out(self) -> bool:
        """Whether every line can be bought as it stands."""
        return bool(self.lines) and not any(line.warning for line in self.lines)


def basket_contents(
    basket: Any,
    *,
    country: str,
    saved: Any = None,
    suggest: bool = False,
    refusals: Mapping[int, str] = MappingProxyType({}),
) -> BasketContents:
    """What is in the basket and what it comes to with delivery to `country` (ISO 3166-1 alpha-2).

    `saved` is the basket of what is kept for later; `refusals` says by line id what was not done,
    and why. Beside the basket's own lines and offers three
    queries however many lines, one more where something is saved; with `suggest` two more.
    """
    estimate = delivery_estimate(basket, country=country)
    inside, later = list(basket.all_lines()), []
    if saved is not None and saved.id:
        saved.strategy = basket.strategy
        later = list(saved.all_lines())
    found = candidates(line.product for line in [*inside, *later]) if suggest and inside else []
    fetch_displayed(
        [
            *(line.product for line in [*inside, *later]),
            *(product for each in found for product in each.pictured),
        ]
    )

    def shown(lines: list[Any]) -> tuple[BasketLine, ...]:
        return tuple(line_for_display(line, refusal=refusals.get(line.pk, "")) for line in lines)

    return BasketContents(
        lines=shown(inside),
        saved=shown(later),
        suggestions=tuple(suggestions(found, strategy=basket.strategy)),
        estimate=estimate,
        free_delivery=free_delivery(basket, method=estimate.method),
        totals=basket_totals(basket, shipping_method=estimate.method),
        count=sum(line.quantity for line in inside),
    )
