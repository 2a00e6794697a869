"""Baskets: Oscar's, with one open basket an owner, adding that loses nothing, and exact sums."""

from decimal import Decimal
from typing import Any

from django.db import models, transaction
from oscar.apps.basket.abstract_models import AbstractBasket, AbstractLine

from shop.core.currency import even_split, round_share
from shop.partner.tax import vat_in


class Basket(AbstractBasket):
    """A basket; the database keeps a second open one of the same owner out."""

    _lines: Any
    strategy: Any

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

    def deliver_to(self, country: str) -> None:
        """Reckon with the VAT of a delivery to `country` (ISO 3166-1 alpha-2) from now on.

        What is paid stays, and so do the discounts. No query beside the lines' own.
        """
        self.strategy = self.strategy.for_country(country)
        for line in self.all_lines():
            line.forget_price()

    @property
    def offer_applications(self) -> Any:
        """Which offers apply and what each takes off."""
        return self._offer_applications

    @offer_applications.setter
    def offer_applications(self, applications: Any) -> None:
        """Take what an applicator found; an offer's discount is what it took off the lines.

        Oscar adds the unrounded figures up, which can be a penny away from what is charged, or
        more where several offers meet on a line that is worth less than their sum.
        """
        for application in applications:
            if application["result"].affects_basket:
                application["discount"] = sum(
                    (
                        discount.amount
                        for line in self.all_lines()
                        for discount in line.discounts
                        if discount.offer == application["offer"]
                    ),
                    Decimal("0.00"),
                )
        self._offer_applications = applications

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
        """Take over another basket's lines and vouchers, whole or not at all, once.

        Of two requests that come at once (a page and its header) one does it; either then sees
        what has become of this basket.
        """
        self._lines = None
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


class Line(AbstractLine):
    """A line; its VAT is reckoned once, from what the whole line costs after discounts.

    Amounts are in `price_currency`, in steps that can be charged (docs/adr, rounding), so that a
    sum of lines is a sum of what was shown.
    """

    def forget_price(self) -> None:
        """Have the strategy asked again."""
        self.__dict__.pop("_info", None)

    def discount(
        self,
        discount_value: Decimal,
        affected_quantity: int,
        incl_tax: bool = True,
        offer: Any = None,
    ) -> None:
        """Take off a discount, rounded down; a line is never worth less than nothing.

        Down, as Oscar's benefits round their sums: an offer that says that it gave nothing must
        have given nothing, and none gives more than its budget.
        """
        left = self.line_price_incl_tax_incl_discounts or Decimal("0.00")
        value = min(round_share(Decimal(discount_value), self.price_currency), left)
        super().discount(value, affected_quantity, incl_tax=incl_tax, offer=offer)

    @property
    def line_price_incl_tax_incl_discounts(self) -> Decimal | None:
        """What is paid for the line; None where there is no price."""
        gross = self.line_price_incl_tax
        return None if gross is None else gross - self.discounts.total

    @property
    def line_price_excl_tax(self) -> Decimal | None:
        """The line before discounts, without the VAT in its sum."""
        return self._without_vat(self.line_price_incl_tax)

    @property
    def line_price_excl_tax_incl_discounts(self) -> Decimal | None:
        """What is paid for the line, without the VAT in it."""
        return self._without_vat(self.line_price_incl_tax_incl_discounts)

    def get_price_breakdown(self) -> list[tuple[Decimal, Decimal, int]]:
        """What each unit comes to: (with VAT, without, units), summing up to the line exactly."""
        paid, net_of_paid = (
            amount or Decimal("0.00")
            for amount in (
                self.line_price_incl_tax_incl_discounts,
                self.line_price_excl_tax_incl_discounts,
            )
        )
        gross = even_split(paid, self.quantity, self.price_currency)
        net = even_split(net_of_paid, self.quantity, self.price_currency)
        breakdown = []
        while gross and net:
            (incl_tax, left), (excl_tax, also_left) = gross[0], net[0]
            units = min(left, also_left)
            breakdown.append((incl_tax, excl_tax, units))
            gross[0], net[0] = (incl_tax, left - units), (excl_tax, also_left - units)
            gross, net = gross[not gross[0][1] :], net[not net[0][1] :]
        return breakdown

    def _without_vat(self, gross: Decimal | None) -> Decimal | None:
        if gross is None:
            return None
        rate = self.purchase_info.price.rate
        return gross - vat_in(gross, rate=rate, currency=self.price_currency)


from oscar.apps.basket.models import *  # noqa: E402, F403
