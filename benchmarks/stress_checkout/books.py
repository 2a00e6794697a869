"""The audit: what the database says when all is quiet, and everything in it that cannot be.

Amounts of the provider's books are in minor units, those of orders in the order's currency.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from oscar.core.loading import get_model

from shop.checkout.models import DemoCharge, Payment, Refund, RefundLine, WebhookEvent
from shop.communication.models import OutboundMessage
from shop.communication.rendering import message_id
from shop.core.currency import to_minor_units
from shop.core.oscar import Source

Holding = tuple[datetime, datetime | None, int]
LENIENCE = timedelta(seconds=10)
AWAITING, PAID, CANCELLED = "Awaiting payment", "Paid", "Cancelled"


@dataclass(frozen=True)
class Shelf:
    """A stock record against the order lines that hold it; all in units.

    `most` is what was held at once at any time of the run.
    """

    title: str
    in_stock: int
    allocated: int
    paid: int
    awaiting: int
    cancelled: int
    most: int


@dataclass
class Books:
    """What was counted, and what is wrong. Money in minor units."""

    orders: Counter[str] = field(default_factory=Counter)
    shelves: list[Shelf] = field(default_factory=list)
    taken: int = 0
    given_back: int = 0
    owed: int = 0
    refunds: int = 0
    confirmations: int = 0
    mails: int = 0
    mails_again: int = 0
    events: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def money_in(self) -> int:
        """What the provider holds for us."""
        return self.taken - self.given_back


def unsettled() -> dict[str, int]:
    """What still waits for a worker, a sweep or the bank; empty when all is quiet."""
    waiting = {
        "orders that await payment": get_model("order", "Order").objects.filter(status=AWAITING),
        "events nobody processed": WebhookEvent.objects.filter(processed_at=None),
        "refunds not sent": Refund.objects.filter(
            state__in=[Refund.State.REQUESTED, Refund.State.PENDING]
        ),
        "messages not sent": OutboundMessage.objects.filter(
            state__in=[OutboundMessage.State.PENDING, OutboundMessage.State.SENDING]
        ),
        "live payments": Payment.objects.filter(state__in=Payment.LIVE_STATES),
    }
    counts = {name: rows.count() for name, rows in waiting.items()}
    return {name: count for name, count in counts.items() if count}


def audit(*, in_stock: Mapping[int, int], mails: Mapping[str, int], confirmed: set[str]) -> Books:
    """Read everything once and compare it; no lock, so nobody may be at work any more.

    `in_stock` is what each stock record began with (nothing is shipped in a run), `mails` counts
    delivered mails by Message-ID, `confirmed` are the numbers of orders that shoppers were
    shown as paid.
    """
    books = Books()
    orders = list(
        get_model("order", "Order")
        .objects.select_related("basket", "user")
        .prefetch_related("lines", "payments__refunds", "discounts")
    )
    books.orders.update(order.status for order in orders)
    books.events = WebhookEvent.objects.count()
    books.problems += [f"not settled: {count} {name}" for name, count in unsettled().items()]
    books.problems += _stock(books, in_stock)
    books.problems += _money(books, orders)
    for order in orders:
        books.problems += _sums(order)
    books.problems += _messages(books, orders, mails)
    books.problems += _baskets(orders)
    books.problems += _people(orders, confirmed)
    return books


def _stock(books: Books, in_stock: Mapping[int, int]) -> Iterator[str]:
    """Per stock record: allocated is what living orders hold, and never more than there is."""
    Line = get_model("order", "Line")
    units: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Line.objects.values_list("stockrecord_id", "order__status").annotate(Sum("quantity"))
    for record_id, status, quantity in rows.order_by():
        units[record_id][status] += quantity
    holdings = _holdings()
    returned: Counter[int] = Counter()
    for row in RefundLine.objects.filter(
        refund__restock=True, refund__state=Refund.State.SUCCEEDED
    ).select_related("line__order"):
        if row.line.order.status != CANCELLED:
            returned[row.line.stockrecord_id] += row.quantity
    for record in get_model("partner", "StockRecord").objects.select_related("product"):
        held = units[record.pk]
        shelf = Shelf(
            title=record.product.title,
            in_stock=record.num_in_stock or 0,
            allocated=record.num_allocated or 0,
            paid=held[PAID] - returned[record.pk],
            awaiting=held[AWAITING],
            cancelled=held[CANCELLED],
            most=most_at_once(holdings[record.pk]),
        )
        books.shelves.append(shelf)
        if shelf.allocated != shelf.paid + shelf.awaiting:
            yield (
                f"stock of {shelf.title}: {shelf.allocated} allocated, "
                f"{shelf.paid + shelf.awaiting} in orders"
            )
        if shelf.paid + shelf.awaiting > shelf.in_stock or shelf.allocated > shelf.in_stock:
            yield f"oversold: {shelf.paid + shelf.awaiting} of {shelf.in_stock} {shelf.title}"
        elif shelf.most > shelf.in_stock:
            yield f"oversold for a while: {shelf.most} of {shelf.in_stock} {shelf.title}"
        if record.pk in in_stock and shelf.in_stock != in_stock[record.pk]:
            yield f"stock of {shelf.title}: {in_stock[record.pk]} at first, {shelf.in_stock} now"


def _holdings() -> dict[int, list[Holding]]:
    """By stock record: who held units from when to when."""
    Change = get_model("order", "OrderStatusChange")
    released = dict(
        Change.objects.filter(new_status=CANCELLED).values_list("order_id", "date_created")
    )
    holdings: dict[int, list[Holding]] = defaultdict(list)
    for line in get_model("order", "Line").objects.select_related("order"):
        holding = (line.order.date_placed, released.get(line.order_id), line.quantity)
        holdings[line.stockrecord_id].append(holding)
    return holdings


def most_at_once(holdings: list[Holding]) -> int:
    """The most units that were held at the same time.

    An order's time is noted before it has its stock, and a cancellation's before it is committed:
    the last LENIENCE of a holding that was given back does not count.
    """
    changes = []
    for began, ended, units in holdings:
        if ended is None:
            changes.append((began, units))
        elif ended - LENIENCE > began:
            changes += [(began, units), (ended - LENIENCE, -units)]
    held = most = 0
    for _moment, units in sorted(changes):
        held += units
        most = max(most, held)
    return most


def _money(books: Books, orders: list[Any]) -> Iterator[str]:
    """The provider's books against ours, charge by charge and order by order."""
    charges = {charge.reference: charge for charge in DemoCharge.objects.all()}
    succeeded = {key: c for key, c in charges.items() if c.state == Payment.State.SUCCEEDED}
    books.taken = sum(charge.amount for charge in succeeded.values())
    books.given_back = sum(charge.refunded for charge in charges.values())
    debited: dict[int, Decimal] = defaultdict(Decimal)
    for source in Source.objects.all():
        debited[source.order_id] += source.amount_debited
    known = set()
    for order in orders:
        payments = list(order.payments.all())
        known |= {payment.reference for payment in payments}
        took = [p for p in payments if p.reference in succeeded]
        kept = sum(succeeded[p.reference].amount - succeeded[p.reference].refunded for p in took)
        due = to_minor_units(order.total_incl_tax, order.currency)
        back = _refunded(payments)
        books.refunds += sum(
            refund.state == Refund.State.SUCCEEDED for p in payments for refund in p.refunds.all()
        )
        for payment in payments:
            if payment.state == Payment.State.REVIEW:
                yield f"order {order.number}: payment {payment.pk} is in review"
        if order.status == CANCELLED:
            if kept:
                yield f"cancelled order {order.number} keeps {kept}"
            continue
        if order.status != PAID:
            if kept:
                yield f"order {order.number} is “{order.status}” and its {kept} were taken"
            continue
        books.owed += due - back
        ours = [p for p in payments if p.state == Payment.State.SUCCEEDED]
        if due and (len(ours) != 1 or len(took) != 1 or ours != took):
            yield f"paid order {order.number} has {len(ours)} payments and {len(took)} charges"
        elif due and (ours[0].amount != due or succeeded[ours[0].reference].amount != due):
            yield f"paid order {order.number} of {due} took {ours[0].amount}"
        if kept != due - back:
            yield f"paid order {order.number}: {kept} held, {due - back} owed"
        if to_minor_units(debited[order.pk], order.currency) != due:
            yield f"paid order {order.number}: Oscar's books say {debited[order.pk]}"
    for reference in succeeded.keys() - known:
        yield f"money without an order: {reference}"
    if books.money_in != books.owed:
        yield f"money in {books.money_in}, money owed {books.owed}"


def _refunded(payments: list[Any]) -> int:
    return sum(
        refund.amount
        for payment in payments
        for refund in payment.refunds.all()
        if refund.state == Refund.State.SUCCEEDED
    )


def _sums(order: Any) -> Iterator[str]:
    """The order is the sum of its parts, with VAT and without; and its lines hold their stock."""
    lines = list(order.lines.all())
    for total, delivery, parts in (
        (order.total_incl_tax, order.shipping_incl_tax, [x.line_price_incl_tax for x in lines]),
        (order.total_excl_tax, order.shipping_excl_tax, [x.line_price_excl_tax for x in lines]),
    ):
        if total != (reckoned := sum(parts, delivery)):
            yield f"order {order.number}: {total} is not {reckoned}, the sum of its parts"
    for line in lines:
        held = 0 if order.status == CANCELLED else line.quantity
        if line.num_allocated != held:
            yield f"order {order.number}: a line of {held} units holds {line.num_allocated}"


def _messages(books: Books, orders: list[Any], mails: Mapping[str, int]) -> Iterator[str]:
    """One confirmation for each order that was paid, none for others; delivered once each.

    A worker killed between sending and noting it sends again with the same Message-ID, which is
    how mail is kept from being lost: counted, and wrong only beyond the attempts that were made.
    """
    told = defaultdict(list)
    for message in OutboundMessage.objects.all():
        copies = mails.get(message_id(message.key), 0)
        books.mails += copies
        books.mails_again += max(copies - 1, 0)
        if message.state == OutboundMessage.State.SENT and not copies:
            yield f"mail {message.key} is “sent” and was not delivered"
        if copies > message.attempts:
            yield f"mail {message.key}: {copies} copies of {message.attempts} attempts"
        if message.kind == "order_confirmation":
            told[message.context["order_id"]].append(message)
    for order in orders:
        sent = [m for m in told[order.pk] if m.state == OutboundMessage.State.SENT]
        books.confirmations += len(sent)
        if len(told[order.pk]) != len(sent) or len(sent) != bool(order.paid_at):
            yield f"order {order.number} (“{order.status}”) has {len(sent)} confirmations sent"


def _baskets(orders: list[Any]) -> Iterator[str]:
    for order in orders:
        expected = "Submitted" if order.paid_at else "Frozen"
        if order.basket is None:
            yield f"order {order.number} has no basket"
        elif order.basket.status != expected:
            yield f"order {order.number} is “{order.status}”, its basket {order.basket.status}"
    shared = Counter(order.basket_id for order in orders)
    yield from (f"basket {pk} has {count} orders" for pk, count in shared.items() if count > 1)
    lonely = get_model("basket", "Basket").objects.filter(status__in=["Frozen", "Submitted"])
    for basket in lonely.annotate(orders=Count("order")).filter(orders=0):
        yield f"basket {basket.pk} is {basket.status} without an order"


def _people(orders: list[Any], confirmed: set[str]) -> Iterator[str]:
    """Nobody pays twice (a plan buys once), and what was shown as paid is paid."""
    bought = Counter(order.contact_email for order in orders if order.paid_at)
    yield from (f"{email} paid {count} times" for email, count in bought.items() if count > 1)
    paid = {order.number for order in orders if order.paid_at}
    yield from (f"shown as paid and is not: {number}" for number in confirmed - paid)
