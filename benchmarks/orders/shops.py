"""What both shops must be able to do for the run. Each is a visitor's way, over HTTP."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

LINES = 3
BOUGHT = 24  # products that are put into baskets; the others only fill the catalogue
PLENTY = 10_000_000
PRICE = Decimal("18.00")


@dataclass(frozen=True)
class Answer:
    """What a request took: milliseconds, or queries and how many of them wrote."""

    milliseconds: float = 0.0
    queries: int = 0
    writes: int = 0


class Shop(Protocol):
    """A shop with shelves, a basket page and a checkout."""

    basket_url: str

    def fill(self, *, products: int) -> None:
        """Migrate an empty database and put so many products on the shelves."""

    def set_offers(self, *, count: int) -> None:
        """Have exactly so many site offers, each of which takes 1% off a range of all products."""

    def basket_of(self, *, number: int) -> Client:
        """A guest with three lines; `number` says which products, the same in both shops."""

    def last_button(self, client: Client, *, paid: bool) -> Callable[[], Any]:
        """Lead a guest to the end of the checkout; what is returned posts what places the order.

        With `paid` the same request pays it, where the shop can.
        """

    def orders(self) -> int:
        """How many orders of three lines there are."""


WRITES = ("INSERT", "UPDATE", "DELETE")
# Django notes them beside the queries that a request makes.
FRAMES = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def take_time(request: Callable[[], Any], *, status: int) -> Answer:
    """Make the request and say how long it took. Raises AssertionError for another status."""
    began = time.perf_counter()
    response = request()
    took = time.perf_counter() - began
    _check(response, status)
    return Answer(milliseconds=took * 1000)


def count_queries(request: Callable[[], Any], *, status: int) -> Answer:
    """Make the request and say what it asked; savepoints and commits are not counted."""
    with CaptureQueriesContext(connection) as captured:
        response = request()
    _check(response, status)
    asked = [query["sql"].lstrip() for query in captured]
    asked = [sql for sql in asked if not sql.startswith(FRAMES)]
    return Answer(queries=len(asked), writes=sum(sql.startswith(WRITES) for sql in asked))


def _check(response: Any, status: int) -> None:
    if response.status_code != status:
        where = getattr(response, "url", "")
        raise AssertionError(f"{response.status_code} {where}: {response.content[:2000]!r}")
