"""The basket as plain data for pages."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from shop.media.selectors import Picture, picture


@dataclass(frozen=True)
class BasketLine:
    """One line; prices are in `currency` with VAT inside."""

    id: int
    title: str
    variant: str
    url: str
    sku: str
    picture: Picture | None
    quantity: int
    max_quantity: int | None
    unit_price: Decimal
    line_price: Decimal
    currency: str
    warning: str


@dataclass(frozen=True)
class TotalRow:
    """A row of the sums: goods, a discount (negative), delivery."""

    label: str
    amount: Decimal
    text: str = ""  # shown instead of the amount, such as “Free”
    discount: bool = False


@dataclass(frozen=True)
class Totals:
    """What is to be paid, in `currency`; `vat` is inside `total`."""

    rows: tuple[TotalRow, ...]
    total: Decimal
    vat: Decimal
    currency: str


# What the functions below read of a product; prefetch it for more than one.
DISPLAYED = (
    "images__original__renditions",
    "parent__images__original__renditions",
    "attribute_values__attribute",
    "attribute_values__value_option",
)


def variant_label(product: Any) -> str:
    """What tells a child from its siblings: “Oat”, or “Oak, large”. No query when prefetched."""
    if not product.is_child:
        return ""
    values = [
        value.value_option.option
        for value in product.attribute_values.all()
        if value.attribute.type == value.attribute.OPTION and value.value_option
    ]
    return ", ".join(values) or product.title


def product_picture(product: Any) -> Picture | None:
    """The product's first picture, a child's own before its parent's. No query when prefetched."""
    for owner in (product, product.parent if product.is_child else None):
        for image in owner.images.all() if owner else ():
            return picture(image.original)
    return None


def product_title(product: Any) -> str:
    """The title without the variant."""
    return product.parent.title if product.is_child else product.get_title()


def basket_lines(basket: Any) -> list[BasketLine]:
    """The basket's lines for display: nine queries at most beside the lines' own, however many."""
    lines = list(basket.all_lines())
    prefetch_related_objects(lines, *(f"product__{path}" for path in DISPLAYED))
    return [_basket_line(line) for line in lines]


def _basket_line(line: Any) -> BasketLine:
    info = line.purchase_info
    permitted, reason = info.availability.is_purchase_permitted(line.quantity)
    return BasketLine(
        id=line.pk,
        title=product_title(line.product),
        variant=variant_label(line.product),
        url=line.product.get_absolute_url(),
        sku=line.stockrecord.partner_sku,
        picture=product_picture(line.product),
        quantity=line.quantity,
        max_quantity=getattr(info.availability, "num_available", None),
        unit_price=line.unit_price_incl_tax or Decimal("0.00"),
        line_price=line.line_price_incl_tax or Decimal("0.00"),
        currency=line.price_currency,
        warning="" if permitted else str(reason),
    )


def basket_totals(basket: Any, *, shipping_method: Any = None) -> Totals:
    """Goods, discounts, delivery and the sum; the same figures that become the order's.

    Delivery is left out without a method. No query beyond the basket's own.
    """
    goods = basket.total_incl_tax_excl_discounts
    rows = [TotalRow(_("Items"), goods)]
    rows += [
        TotalRow(_discount_label(discount), -discount["discount"], discount=True)
        for discount in (*basket.offer_discounts, *basket.grouped_voucher_discounts)
    ]
    total, excl_tax = basket.total_incl_tax, basket.total_excl_tax
    if shipping_method is not None:
        charge = shipping_method.calculate(basket)
        rows.append(
            TotalRow(
                str(shipping_method.name),
                charge.incl_tax,
                _("Free") if charge.incl_tax == 0 else "",
            )
        )
        total, excl_tax = total + charge.incl_tax, excl_tax + charge.excl_tax
    return Totals(
        rows=tuple(rows), total=total, vat=total - excl_tax, currency=basket.currency or ""
    )


def _discount_label(discount: dict) -> str:
    if voucher := discount.get("voucher"):
        return _("Voucher %(code)s") % {"code": voucher.code}
    return str(discount["name"])
