"""Baskets: Oscar's, with one basket of a kind an owner, adding that loses nothing, exact sums."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import models, transaction
from oscar.apps.basket.abstract_models import AbstractBasket, AbstractLine

from shop.core.currency import even_split, round_share
from shop.partner.tax import vat_in


class Basket(AbstractBasket):
    """A basket; the database keeps a second open or saved one of the same owner out."""

    _lines: Any
    strategy: Any

    class Meta(AbstractBasket.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["owner"],
                condition=models.Q(status="Open", owner__isnull=False),
                name="basket_one_open_per_owner",
            ),
            models.UniqueConstraint(
                fields=["owner"],
                condition=models.Q(status="Saved", owner__isnull=False),
                name="basket_one_saved_per_owner",
            ),
        ]

    def all_lines(self) -> Any:
        """The lines with all that price and stock ask for: one query however many lines.

        One more where lines have options (such as an engraving).
        """
        if self.id is None:
            return self.lines.model.objects.none()
        if self._lines is None:
            lines = self.lines.select_related(
                "product__parent__product_class",
                "product__product_class",
                "stockrecord__partner",
            ).order_by(self._meta.pk.name)
            _fetch_options(lines)
            self._lines = lines
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

    def lock(self, *others: "Basket") -> "Basket":
        """Take the basket's row lock; the one lock that adding, merging and placing share.

        Inside a transaction only; with `others` theirs too, in primary-key order. On SQLite the
        immediate transaction is the lock. Returns the row as it is now; what was read before is
        stale.
        """
        wanted = [self.pk, *(other.pk for other in others)]
        rows = type(self).objects.select_for_update().filter(pk__in=wanted).order_by("pk")
        return {row.pk: row for row in rows}[self.pk]

    def add_product(
        self, product: Any, quantity: int = 1, options: list | None = None
    ) -> tuple[Any, bool]:
        """Add under the basket's lock: Oscar reads, adds and writes, and loses adds at once.

        A basket that has become an order since it was read goes on as the owner's next one.
        """
        if not self.id:
            self.save()
        with transaction.atomic():
            if not self.lock().can_be_edited:
                self._go_on_as_the_next()
            return super().add_product(product, quantity, options)

    def _go_on_as_the_next(self) -> None:
        """Become the owner's open basket, or a guest's new one, under its lock."""
        Basket = type(self)
        following = Basket.open.get_or_create(owner=self.owner)[0] if self.owner else Basket()
        following.save()
        self.id, self.date_submitted = following.pk, None
        self.status = Basket.OPEN
        self._lines = None
        self.lock()

    add_product.alters_data = True  # type: ignore[attr-defined]
    add = add_product

    def merge(self, basket: Any, add_quantities: bool = True) -> None:
        """Take over another basket's lines and vouchers, whole or not at all, once.

        Of two requests that come at once (a page and its header) one does it; either then sees
        what has become of this basket.
        """
        self._lines = None
        with transaction.atomic():
            if basket.lock(self).can_be_edited:
                super().merge(basket, add_quantities)

    merge.alters_data = True  # type: ignore[attr-defined]


class Line(AbstractLine):
    """A line; its VAT is reckoned once, from what the whole line costs after discounts.

    Amounts are in `price_currency`, in steps that can be charged (docs/adr, rounding), so that a
    sum of lines is a sum of what was shown.
    """

    @property
    def has_options(self) -> bool:
        """Whether something was asked for with it. No query: Oscar's reference ends in their sum.

        It is "product_stockrecord", with options "product_stockrecord_checksum".
        """
        return str(self.line_reference).count("_") > 1

    def forget_price(self) -> None:
        """Have the strategy asked again."""
        self.__dict__.pop("_info", None)

    def note_price(self) -> None:
        """Take today's price for the one that the shopper knows; the caller saves."""
        price = self.purchase_info.price
        if price.exists:
            self.price_incl_tax, self.price_excl_tax = price.incl_tax, price.excl_tax

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


def _fetch_options(lines: Iterable[Line]) -> None:
    """Load what was asked for with the lines; those without options need no query for it."""
    LineAttribute = Line._meta.apps.get_model("basket", "LineAttribute")
    with_options = []
    for line in lines:
        if line.has_options:
            with_options.append(line)
        else:
            line._prefetched_objects_cache = {"attributes": LineAttribute.objects.none()}
    options = LineAttribute.objects.select_related("option").order_by("pk")
    models.prefetch_related_objects(with_options, models.Prefetch("attributes", options))


from oscar.apps.basket.models import *  # noqa: E402, F403
