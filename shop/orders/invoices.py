"""A paid order as an invoice: each figure as it was stored when the order was placed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from oscar.core.loading import get_model

from shop.orders.selectors import Refunded, payment_events, postal_lines, refunds_of
from shop.partner.tax import TaxClass, percent_text


@dataclass(frozen=True)
class Seller:
    """Who sells: from SHOP_SELLER_NAME, SHOP_SELLER_ADDRESS and SHOP_VAT_NUMBER."""

    name: str
    address: tuple[str, ...]
    vat_number: str


@dataclass(frozen=True)
class InvoiceRow:
    """A line, or the delivery: net + vat = gross, after discounts; `unit_price` before them."""

    title: str
    sku: str
    quantity: int
    unit_price: Decimal
    discount: Decimal
    rate: str
    net: Decimal
    vat: Decimal
    gross: Decimal


@dataclass(frozen=True)
class RateSum:
    """All that bears one VAT rate."""

    rate: str
    net: Decimal
    vat: Decimal
    gross: Decimal


@dataclass(frozen=True)
class Invoice:
    """A paid order. Amounts in `currency`; `rates` sum up to net, vat and total, as rows do."""

    number: str
    ordered_at: datetime
    paid_at: datetime
    currency: str
    seller: Seller
    billed_to: tuple[str, ...]
    delivered_to: tuple[str, ...]
    email: str
    rows: tuple[InvoiceRow, ...]
    rates: tuple[RateSum, ...]
    net: Decimal
    vat: Decimal
    total: Decimal
    refunds: tuple[Refunded, ...]


def with_invoice(orders: QuerySet) -> QuerySet:
    """The paid ones of `orders` with all that `invoice_of` reads: a constant number of queries."""
    lines = get_model("order", "Line").objects.order_by("pk")
    return (
        orders.filter(paid_at__isnull=False)
        .select_related("shipping_address__country", "billing_address__country", "user")
        .prefetch_related(Prefetch("lines", queryset=lines), payment_events())
    )


def invoice_of(order: Any) -> Invoice:
    """A paid order as an invoice; no query for one that comes from `with_invoice`.

    The figures are those that were charged, whatever the VAT rates are today. An order that was
    placed before rates were kept says the tax class instead.
    """
    rows = (*(_line(line) for line in order.lines.all()), *_delivery(order))
    delivered_to = postal_lines(order.shipping_address)
    return Invoice(
        number=order.number,
        ordered_at=order.date_placed,
        paid_at=order.paid_at,
        currency=order.currency,
        seller=seller(),
        billed_to=postal_lines(order.billing_address) or delivered_to,
        delivered_to=delivered_to,
        email=order.contact_email,
        rows=rows,
        rates=tuple(_by_rate(rows)),
        net=order.total_excl_tax,
        vat=order.total_incl_tax - order.total_excl_tax,
        total=order.total_incl_tax,
        refunds=refunds_of(order),
    )


def seller() -> Seller:
    """Who sells, as the settings say."""
    return Seller(
        name=settings.SHOP_SELLER_NAME,
        address=tuple(line.strip() for line in settings.SHOP_SELLER_ADDRESS if line.strip()),
        vat_number=settings.SHOP_VAT_NUMBER,
    )


def _line(line: Any) -> InvoiceRow:
    net, gross = line.line_price_excl_tax, line.line_price_incl_tax
    return InvoiceRow(
        title=line.title,
        sku=line.partner_sku,
        quantity=line.quantity,
        unit_price=line.unit_price_incl_tax or Decimal("0.00"),
        discount=line.line_price_before_discounts_incl_tax - gross,
        rate=_rate(line.tax_rate, line.tax_code),
        net=net,
        vat=gross - net,
        gross=gross,
    )


def _delivery(order: Any) -> Iterable[InvoiceRow]:
    net, gross = order.shipping_excl_tax, order.shipping_incl_tax
    if gross:
        yield InvoiceRow(
            title=order.shipping_method or _("Delivery"),
            sku="",
            quantity=1,
            unit_price=gross,
            discount=Decimal("0.00"),
            rate=_rate(order.shipping_tax_rate, order.shipping_tax_code),
            net=net,
            vat=gross - net,
            gross=gross,
        )


def _rate(rate: Decimal | None, tax_code: str | None) -> str:
    if rate is not None:
        return percent_text(rate / 100)
    return str(dict(TaxClass.choices).get(tax_code or "", tax_code or "-"))


def _by_rate(rows: Iterable[InvoiceRow]) -> Iterable[RateSum]:
    found: dict[str, list[InvoiceRow]] = {}
    for row in rows:
        found.setdefault(row.rate, []).append(row)
    for rate, some in found.items():
        yield RateSum(
            rate=rate,
            net=sum((row.net for row in some), Decimal("0.00")),
            vat=sum((row.vat for row in some), Decimal("0.00")),
            gross=sum((row.gross for row in some), Decimal("0.00")),
        )
