"""The table at the end of a run; every figure is from that run."""

from collections.abc import Iterator

from benchmarks.stress_checkout.books import AWAITING, CANCELLED, PAID, Books
from benchmarks.stress_checkout.browser import Tally

MOST_PROBLEMS = 30
COLUMNS = ("in stock", "most held", "allocated", "in paid", "cancelled")


def report(books: Books, tally: Tally, facts: dict[str, str]) -> str:
    """The run as text."""
    return "\n".join(_lines(books, tally, facts))


def _lines(books: Books, tally: Tally, facts: dict[str, str]) -> Iterator[str]:
    bar = "-" * 78
    yield bar
    yield from (_row(name, value) for name, value in facts.items())
    yield _row("requests", f"{tally['requests']}, {tally['broken connections']} met no server")
    yield _row(
        "webhooks",
        f"{tally['webhooks fired']} fired by the test beside the provider's own; "
        f"{books.events} events kept",
    )
    yield bar
    yield _row("attempts", f"{tally['attempts']} times the checkout was sent")
    yield _row("orders", str(sum(books.orders.values())))
    yield _row("  paid", str(books.orders[PAID]))
    yield _row("  cancelled", str(books.orders[CANCELLED]))
    yield _row("  awaiting payment", str(books.orders[AWAITING]))
    yield _row("refunded", f"{books.refunds} refunds of {_money(books.given_back)}")
    yield _row("money in", f"{_money(books.money_in)} ({_money(books.taken)} taken)")
    yield _row("money owed", _money(books.owed))
    yield _row(
        "e-mails",
        f"{books.confirmations} confirmations for {books.orders[PAID]} paid orders; "
        f"{books.mails} mails in all, {books.mails_again} twice",
    )
    yield bar
    yield f"{'units':<24}" + "".join(f"{name:>11}" for name in COLUMNS)
    for shelf in books.shelves:
        units = (shelf.in_stock, shelf.most, shelf.allocated, shelf.paid, shelf.cancelled)
        yield f"{shelf.title[:23]:<24}" + "".join(f"{count:>11}" for count in units)
    yield bar
    for name in (
        "shown the confirmation",
        "shown the order's own page",
        "told that too little is left",
        "asked to look again (409)",
        "orders changed",
        "sent back to the basket",
        "double clicks that ended at the basket",
        "journeys given up",
    ):
        yield f"{name:<44}{tally[name]}"
    for name, count in tally.starting("gave up").items():
        yield f"  {name:<70} {count}"
    yield bar
    yield from (f"  {problem}" for problem in books.problems[:MOST_PROBLEMS])
    if len(books.problems) > MOST_PROBLEMS:
        yield f"  and {len(books.problems) - MOST_PROBLEMS} more"
    yield _row("inconsistencies", str(len(books.problems)))


def _row(name: str, value: str) -> str:
    return f"{name:<23} {value}"


def _money(minor: int) -> str:
    return f"£{minor // 100}.{minor % 100:02}"
