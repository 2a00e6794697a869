"""Orders as plain data: the one source of confirmation, status page, account area and e-mails."""

import secrets
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from oscar.core.loading import get_model

from shop.basket.selectors import (
    DISPLAYED,
    TotalRow,
    Totals,
    delivery_row,
    discount_rows,
    discounts_shown,
    product_picture,
    product_title,
    totals_of,
    variant_label,
)
from shop.core.templatetags.money import money
from shop.media.models import Image
from shop.media.selectors import Picture, fallback_url
from shop.orders.statuses import AWAITING_PAYMENT, CANCELLED, PAID, REFUNDED, SHIPPED
from shop.partner.prices import shown_amount, shows_vat_inside
from shop.shipping.dates import arrival_text


@dataclass(frozen=True)
class OrderLine:
    """A line as it was bought, before discounts; VAT is inside where the shop shows it so."""

    title: str
    variant: str
    sku: str
    url: str
    quantity: int
    unit_price: Decimal
    line_price: Decimal
    picture: Picture | None
    mail_picture_url: str
    status: str


@dataclass(frozen=True)
class Parcel:
    """What was sent together: when, with which tracking number, how many units."""

    sent_at: datetime
    tracking: str
    units: int


@dataclass(frozen=True)
class Milestone:
    """A step of the order's way; `when` is empty while it is ahead."""

    title: str
    when: datetime | None
    done: bool


@dataclass(frozen=True)
class Refunded:
    """Money that went back, in the order's currency."""

    amount: Decimal
    when: datetime


@dataclass(frozen=True)
class OrderDetail:
    """An order for display. Amounts in `currency`."""

    number: str
    status: str
    status_label: str
    placed_at: datetime
    email: str
    currency: str
    lines: tuple[OrderLine, ...]
    totals: Totals
    address: tuple[str, ...]
    delivery_method: str
    arrival: str
    parcels: tuple[Parcel, ...]
    milestones: tuple[Milestone, ...]
    url: str
    invoice_url: str
    is_paid: bool
    awaits_payment: bool
    status_kind: str


STATUS_LABELS = {
    AWAITING_PAYMENT: gettext_lazy("Waiting for payment"),
    PAID: gettext_lazy("Paid, being packed"),
    SHIPPED: gettext_lazy("On its way"),
    CANCELLED: gettext_lazy("Cancelled"),
    REFUNDED: gettext_lazy("Refunded"),
}

# How the look marks a status: good, warn, or plain.
STATUS_KINDS = {PAID: "good", SHIPPED: "good", AWAITING_PAYMENT: "warn"}


def status_label(status: str) -> str:
    """The status in words for a shopper."""
    return str(STATUS_LABELS.get(status, status))


def with_details(orders: QuerySet) -> QuerySet:
    """`orders` with all that `order_detail` reads: a constant number of queries."""
    line_model = get_model("order", "Line")
    lines = line_model.objects.select_related("product__parent").prefetch_related(
        *(f"product__{path}" for path in DISPLAYED),
        *(() if shows_vat_inside() else ("discounts",)),
    )
    return orders.select_related("shipping_address__country", "user").prefetch_related(
        Prefetch("lines", queryset=lines),
        "discounts",
        "shipping_events__line_quantities",
        "shipping_events__event_type",
        "status_changes",
        payment_events(),
    )


def keyed_order(
    *, number: str, key: str, read: Callable[[QuerySet], QuerySet] = with_details
) -> Any:
    """The order with this number and key; its DoesNotExist when either is wrong, whichever it is.

    `read` says what is fetched along with it, and may leave orders out.
    """
    Order = get_model("order", "Order")
    order = read(Order.objects.filter(number=number)).first()
    if order is None or not secrets.compare_digest(order.key.encode(), key.encode()):
        raise Order.DoesNotExist
    return order


def orders_of(user: Any) -> QuerySet:
    """The orders of an account, newest first, with their details."""
    mine = get_model("order", "Order").objects.filter(user=user)
    return with_details(mine.order_by("-date_placed", "-pk"))


def payment_events() -> Prefetch:
    """What `refunds_of` reads of orders; one query."""
    sent_back = get_model("payment", "Transaction").objects.filter(
        reference=OuterRef("reference"), txn_type="Refund", status="failed"
    )
    events = (
        get_model("order", "PaymentEvent")
        .objects.select_related("event_type")
        .annotate(sent_back=Exists(sent_back))
    )
    return Prefetch("payment_events", queryset=events)


def order_detail(order: Any) -> OrderDetail:
    """An order as plain data; no query for one that comes from `with_details`."""
    lines = tuple(_line(line) for line in order.lines.all())
    return OrderDetail(
        number=order.number,
        status=order.status,
        status_label=status_label(order.status),
        placed_at=order.date_placed,
        email=order.contact_email,
        currency=order.currency,
        lines=lines,
        totals=_totals(order),
        address=postal_lines(order.shipping_address),
        delivery_method=order.shipping_method or "",
        arrival=_arrival(order),
        parcels=_parcels(order),
        milestones=_milestones(order),
        url=order.get_absolute_url(),
        invoice_url=_invoice_url(order),
        is_paid=order.paid_at is not None,
        awaits_payment=order.status == AWAITING_PAYMENT,
        status_kind=STATUS_KINDS.get(order.status, ""),
    )


def _line(line: Any) -> OrderLine:
    product = line.product
    image = _first_image(product) if product else None
    return OrderLine(
        title=product_title(product) if product else line.title,
        variant=variant_label(product) if product else "",
        sku=line.partner_sku,
        url=product.get_absolute_url() if product and product.is_public else "",
        quantity=line.quantity,
        unit_price=shown_amount(
            incl_tax=line.unit_price_incl_tax or Decimal("0.00"),
            excl_tax=line.unit_price_excl_tax or Decimal("0.00"),
        ),
        line_price=_before_discounts(line),
        picture=product_picture(product) if product else None,
        mail_picture_url=fallback_url(image) if image else "",
        status=line.status,
    )


def _first_image(product: Any) -> Image | None:
    for owner in (product, product.parent if product.is_child else None):
        for image in owner.images.all() if owner else ():
            return image.original
    return None


def _before_discounts(line: Any) -> Decimal:
    return shown_amount(
        incl_tax=line.line_price_before_discounts_incl_tax,
        excl_tax=line.line_price_before_discounts_excl_tax,
    )


def _totals(order: Any) -> Totals:
    goods = sum((_before_discounts(line) for line in order.lines.all()), Decimal("0.00"))
    rows = [
        TotalRow(_("Items"), goods),
        *discount_rows(_discounts(order)),
        delivery_row(
            order.shipping_method or _("Delivery"),
            order.shipping_incl_tax,
            order.shipping_excl_tax,
        ),
    ]
    return totals_of(
        rows,
        total=order.total_incl_tax,
        excl_tax=order.total_excl_tax,
        currency=order.currency,
    )


def _discounts(order: Any) -> list[tuple[str, Decimal]]:
    """What each offer or voucher took off the goods, as the shop shows it."""
    discounts = [
        discount
        for discount in order.discounts.all()
        if discount.amount and not discount.is_shipping_discount
    ]
    if shows_vat_inside():
        amounts = {discount.pk: discount.amount for discount in discounts}
    else:
        amounts = _net_discounts(order)
    return [
        (
            _("Voucher %(code)s") % {"code": discount.voucher_code}
            if discount.voucher_code
            else discount.offer_name,
            amounts.get(discount.pk, Decimal("0.00")),
        )
        for discount in discounts
    ]


def _net_discounts(order: Any) -> dict[int, Decimal]:
    amounts: dict[int, Decimal] = defaultdict(Decimal)
    for line in order.lines.all():
        parts = sorted(line.discounts.all(), key=lambda part: part.pk)
        shown = discounts_shown(
            amounts=[part.amount for part in parts],
            net=line.line_price_before_discounts_excl_tax - line.line_price_excl_tax,
            currency=order.currency,
        )
        for part, amount in zip(parts, shown, strict=True):
            amounts[part.order_discount_id] += amount
    return amounts


def _invoice_url(order: Any) -> str:
    """Where who holds the order's key finds its invoice; nothing before it is paid."""
    if order.paid_at is None:
        return ""
    return reverse("order-invoice", kwargs={"order_number": order.number, "key": order.key})


def postal_lines(address: Any) -> tuple[str, ...]:
    """An order's address as it is written; nothing without one. Reads its country."""
    if address is None:
        return ()
    town = " ".join(part for part in (address.line4, address.postcode) if part)
    lines = (
        address.name,
        address.line1,
        address.line2,
        address.line3,
        town,
        address.state,
        address.country.printable_name,
    )
    return tuple(line for line in lines if line)


def _arrival(order: Any) -> str:
    """“Arrives Wed 25 to Thu 26 Nov”, as promised; nothing once the order is cancelled."""
    if not order.arrives_from or not order.arrives_to or order.status in (CANCELLED, REFUNDED):
        return ""
    return arrival_text(order.arrives_from, order.arrives_to)


def _parcels(order: Any) -> tuple[Parcel, ...]:
    return tuple(
        Parcel(
            sent_at=event.date_created,
            tracking=event.notes,
            units=sum(row.quantity for row in event.line_quantities.all()),
        )
        for event in sorted(order.shipping_events.all(), key=lambda event: event.pk)
    )


def _milestones(order: Any) -> tuple[Milestone, ...]:
    reached = {change.new_status: change.date_created for change in order.status_changes.all()}
    refunds = _refunds(order)
    if order.status == CANCELLED:
        return (
            Milestone(_("Ordered"), order.date_placed, done=True),
            *refunds,
            Milestone(_("Cancelled"), reached.get(CANCELLED), done=True),
        )
    steps = (
        (_("Ordered"), order.date_placed),
        (_("Paid"), order.paid_at),
        (_("Sent"), reached.get(SHIPPED)),
    )
    way = tuple(Milestone(title, when, done=when is not None) for title, when in steps)
    if not refunds:
        return way
    done = [step for step in way if step.done]
    return (*done, *refunds, *(step for step in way if not step.done))


def refunds_of(order: Any) -> tuple[Refunded, ...]:
    """What went back, in the order it did; not what the bank then sent back to us."""
    events = [
        event
        for event in order.payment_events.all()
        if event.event_type.code == "refunded" and not getattr(event, "sent_back", False)
    ]
    return tuple(
        Refunded(event.amount, event.date_created)
        for event in sorted(events, key=lambda event: event.pk)
    )


def _refunds(order: Any) -> tuple[Milestone, ...]:
    return tuple(
        Milestone(
            _("%(amount)s refunded") % {"amount": money(refund.amount, order.currency)},
            refund.when,
            done=True,
        )
        for refund in refunds_of(order)
    )
