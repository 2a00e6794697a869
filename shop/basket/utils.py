"""What offers take of a basket's line: Oscar's, without a query for each pair of offers."""

from typing import Any

from oscar.apps.basket.utils import *  # noqa: F403
from oscar.apps.basket.utils import LineDiscountRegistry as OscarLineDiscountRegistry


class LineDiscountRegistry(OscarLineDiscountRegistry):
    """A line's discounts, and how many of its units are left for another offer."""

    def available(self, offer: Any = None) -> int:
        """How many units an offer can still take; Oscar's rules, from what is loaded.

        An exclusive offer shares no unit with another one; others share unless one of the two
        names whom it may be combined with, and does not name the other.
        """
        others = [one for one in self.consumers if offer is not None and one.pk != offer.pk]
        left = self._line.quantity
        if offer is not None and offer.exclusive:
            for other in others:
                if not other.exclusive:
                    return 0
                if other.priority >= offer.priority:
                    left -= self.num_consumed(other)
                    if left == 0:
                        return 0
        elif any(other.exclusive for other in others):
            return 0
        for other in others:
            choosy = offer.combination_ids or other.combination_ids
            friends = offer.pk in other.combination_ids or other.pk in offer.combination_ids
            if choosy and not friends:
                return 0
        return left - self.num_consumed(offer)
