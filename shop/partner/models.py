"""Partners and stock records; stock is given out only while there is some."""

from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from oscar.apps.partner.abstract_models import AbstractStockRecord

from shop.partner.exceptions import InsufficientStock


class StockRecord(AbstractStockRecord):
    """Price (VAT included, in `price_currency`) and stock of a product at a partner."""

    class Meta(AbstractStockRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(num_allocated__isnull=True) | models.Q(num_allocated__gte=0),
                name="stock_allocated_not_negative",
            ),
        ]

    def allocate(self, quantity: int) -> None:
        """Reserve `quantity` units in one statement that also compares with what is left.

        Oscar's own never compares and so oversells. The condition is part of the UPDATE,
        which makes it safe whatever ran before it; callers go through the records in
        primary-key order. One write; raises InsufficientStock when too few are left.
        """
        if not self.can_track_allocations:
            return
        self.pre_save_signal()
        taken = (
            type(self)
            .objects.filter(
                pk=self.pk,
                num_in_stock__gte=Coalesce(F("num_allocated"), 0) + quantity,
            )
            .update(num_allocated=Coalesce(F("num_allocated"), 0) + quantity)
        )
        self.refresh_from_db(fields=["num_in_stock", "num_allocated"])
        if not taken:
            raise InsufficientStock(self, wanted=quantity)
        self.post_save_signal()

    allocate.alters_data = True  # type: ignore[attr-defined]


from oscar.apps.partner.models import *  # noqa: E402, F403
