"""What a basket or an order comes to, as plain data for pages."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Any

from django.utils.translation import gettext as _

from shop.core.currency import round_money
from shop.partner.prices import shown_amount, shows_vat_inside

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class TotalRow:
    """A row of the sums: goods, a discount (negative), delivery, VAT where it comes on top."""

    label: str
    amount: Decimal
    text: str = ""  # shown instead of the amount, such as “Free”
    discount: bool = False


@dataclass(frozen=True)
class Totals:
    """What is to be paid, in `currency`; the rows add up to `total`.

    `vat` is the VAT that the rows contain; None where it is a row of its own.
    """

    rows: tuple[TotalRow, ...]
    total: Decimal
    vat: Decimal | None
    currency: str


def basket_totals(basket: Any, *, shipping_method: Any = None) -> Totals:
    """Goods, discounts, delivery and the sum; the same figures that become the order's.

    Delivery is left out without a method. No query beyond the basket's own.
    """
    goods = shown_amount(
        incl_tax=basket.total_incl_tax_excl_discounts,
        excl_tax=basket.total_excl_tax_excl_discounts,
    )
    rows = [TotalRow(_("Items"), goods), *_discount_rows(basket)]
    total, excl_tax = basket.total_incl_tax, basket.total_excl_tax
    if shipping_method is not None:
        charge = shipping_method.calculate(basket)
        rows.append(delivery_row(shipping_method.name, charge.incl_tax, charge.excl_tax))
        total, excl_tax = total + charge.incl_tax, excl_tax + charge.excl_tax
    return totals_of(rows, total=total, excl_tax=excl_tax, currency=basket.currency or "")


def totals_of(
    rows: Iterable[TotalRow], *, total: Decimal, excl_tax: Decimal, currency: str
) -> Totals:
    """The sums of a basket or an order as the shop shows them; VAT is the last row or inside."""
    vat = total - excl_tax
    if shows_vat_inside():
        return Totals(tuple(rows), total, vat, currency)
    return Totals((*rows, TotalRow(_("VAT"), vat)), total, None, currency)


def delivery_row(name: Any, incl_tax: Decimal, excl_tax: Decimal) -> TotalRow:
    """The row of a delivery charge."""
    amount = shown_amount(incl_tax=incl_tax, excl_tax=excl_tax)
    return TotalRow(str(name), amount, _("Free") if incl_tax == 0 else "")


def discount_rows(discounts: Iterable[tuple[str, Decimal]]) -> list[TotalRow]:
    """A row for each label; the offers of one voucher are one row."""
    rows: dict[str, Decimal] = defaultdict(Decimal)
    for label, amount in discounts:
        rows[label] += amount
    return [TotalRow(label, -amount, discount=True) for label, amount in rows.items()]


def discounts_shown(*, amounts: Sequence[Decimal], net: Decimal, currency: str) -> list[Decimal]:
    """The discounts on a line as the shop shows them.

    `amounts` are what was taken off, VAT inside; `net` is what all of them took off the price
    without VAT. It is shared out by size, each share rounded together with those before it, so
    that the sum is `net`.
    """
    if shows_vat_inside():
        return list(amounts)
    gross = sum(amounts) or 1
    reached = [round_money(net * taken / gross, currency) for taken in accumulate(amounts)]
    return [so_far - before for before, so_far in pairwise([NOTHING, *reached])]


def _discount_rows(basket: Any) -> list[TotalRow]:
    taken: dict[Any, Decimal] = defaultdict(Decimal)
    for line in basket.all_lines():
        discounts = list(line.discounts)
        if not discounts:
            continue
        shown = discounts_shown(
            amounts=[discount.amount for discount in discounts],
            net=line.line_price_excl_tax - line.line_price_excl_tax_incl_discounts,
            currency=line.price_currency,
        )
        for discount, amount in zip(discounts, shown, strict=True):
            taken[discount.offer] += amount
    return discount_rows(
        (_discount_label(application), taken[application["offer"]])
        for application in basket.offer_applications
        if application["result"].affects_basket and application["discount"] > 0
    )


def _discount_label(discount: dict) -> str:
    if voucher := discount.get("voucher"):
        return _("Voucher %(code)s") % {"code": voucher.code}
    return str(discount["name"])
