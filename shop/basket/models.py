"""Baskets: Oscar's, with one open basket an owner and adding that loses nothing in haste."""

from typing import Any

from django.db import models, transaction
from oscar.apps.basket.abstract_models import AbstractBasket


class Basket(AbstractBasket):
    """A basket; the database keeps a second open one of the same owner out."""

    _lines: Any

    class Meta(AbstractBasket.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=models.Q(status="Open", owner__isnull=False),
                name="basket_one_open_per_owner",
            ),
        ]

    def all_lines(self) -> Any:
        """The lines with all that price and stock ask for: two queries however many lines."""
        if self.id is None:
            return self.lines.model.objects.none()
        if self._lines is None:
            self._lines = (
                self.lines.select_related(
                    "product__parent__product_class",
                    "product__product_class",
                    "stockrecord__partner",
                )
                .prefetch_related("attributes__option")
                .order_by(self._meta.pk.name)
            )
        return self._lines

    @property
    def num_lines(self) -> int:
        """How many lines there are; counts what is loaded instead of asking again."""
        return len(self.all_lines())

    def lock(self) -> "Basket":
        """Take the basket's row lock; the one lock that adding, merging and placing share.

        Inside a transaction only. On SQLite the immediate transaction is the lock.
        Returns the row as it is now; what was read before is stale.
        """
        return type(self).objects.select_for_update().get(pk=self.pk)

    def add_product(
        self, product: Any, quantity: int = 1, options: list | None = None
    ) -> tuple[Any, bool]:
        """Add under the basket's lock: Oscar reads, adds and writes, and loses adds at once."""
        if not self.id:
            self.save()
        with transaction.atomic():
            self.lock()
            return super().add_product(product, quantity, options)

    add_product.alters_data = True  # type: ignore[attr-defined]
    add = add_product

    def merge(self, basket: Any, add_quantities: bool = True) -> None:
        """Take over another basket's lines and vouchers, whole or not at all, once."""
        with transaction.atomic():
            for locked in (
                type(self)
                .objects.select_for_update()
                .filter(pk__in=[self.pk, basket.pk])
                .order_by("pk")
            ):
                if locked.pk == basket.pk and locked.status != self.OPEN:
                    return
            super().merge(basket, add_quantities)

    merge.alters_data = True  # type: ignore[attr-defined]


from oscar.apps.basket.models import *  # noqa: E402, F403
