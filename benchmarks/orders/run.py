"""Our shop and stock Oscar, side by side in one run: placing an order, and the basket page.

python -m benchmarks orders [--rounds 60] [--products 1000]
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2

from benchmarks.stress_checkout.servers import OwnDatabase, forget_keys, redis_url

ROOT = Path(__file__).resolve().parent.parent.parent
SHOPS = {
    "ours": ("benchmarks.orders.ours.settings", "benchmarks.orders.ours.shop:OurShop"),
    "stock": ("benchmarks.orders.stock.settings", "benchmarks.orders.stock.shop:StockShop"),
}
OFFERS = (0, 5, 20)
MOST_ORDER_QUERIES = 55
MOST_BASKET_QUERIES = 12


class Failed(Exception):
    """A shop did not do what it was asked."""


class Contestant:
    """A shop in a process of its own; one request at a time."""

    def __init__(self, name: str, environment: dict[str, str], log: Path) -> None:
        settings, shop = SHOPS[name]
        self.name = name
        with log.open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "benchmarks.orders.contestant", shop],
                cwd=ROOT,
                env={**environment, "DJANGO_SETTINGS_MODULE": settings},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                bufsize=1,
            )
        self._log = log

    def send(self, what: str, **arguments: Any) -> None:
        """Ask, and leave the answer to `receive`."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"what": what, "with": arguments}) + "\n")

    def receive(self) -> Any:
        """The answer to what was sent. Raises Failed."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise Failed(f"{self.name} has ended: {self._log.read_text()[-2000:]}")
        answer = json.loads(line)
        if "error" in answer:
            raise Failed(f"{self.name}: {answer['error']}")
        return answer["result"]

    def ask(self, what: str, **arguments: Any) -> Any:
        """Ask and wait for the answer."""
        self.send(what, **arguments)
        return self.receive()

    def end(self) -> None:
        """Let it go."""
        assert self._process.stdin
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()


@dataclass
class Figures:
    """What was measured of one shop doing one thing."""

    milliseconds: list[float] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)
    writes: int = 0

    def add(self, answers: Sequence[dict[str, Any]], *, counted: bool) -> None:
        for answer in answers:
            if counted:
                self.queries.append(answer["queries"])
                self.writes = answer["writes"]
            else:
                self.milliseconds.append(answer["milliseconds"])

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def most_queries(self) -> int:
        return max(self.queries)


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, print, and say by the status whether the aims are met (0) or not (1)."""
    options = _options(arguments)
    try:
        with contestants(options) as shops:
            _say(f"filling both shops with {options.products} products ...")
            for shop in shops.values():
                shop.send("fill", products=options.products)
            for shop in shops.values():
                shop.receive()
            _say("measuring ...")
            orders = measure_orders(shops, rounds=options.rounds)
            baskets = {
                count: measure_baskets(shops, offers=count, rounds=options.rounds)
                for count in OFFERS
            }
    except (Failed, OSError, psycopg2.Error) as problem:
        _say(f"The run ended early: {problem}")
        return 2
    _say("\n".join(report(orders, baskets, options)))
    return 0 if meets_aims(orders, baskets) else 1


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks orders", description=__doc__)
    parser.add_argument("--rounds", type=int, default=60, help="orders that each shop is timed at")
    parser.add_argument("--products", type=int, default=1000)
    parser.add_argument(
        "--database-server",
        default=os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres",
    )
    return parser.parse_args(arguments)


@contextmanager
def contestants(options: argparse.Namespace) -> Iterator[dict[str, Contestant]]:
    """Both shops on databases of their own, which go with the run; so do folder and cache keys."""
    run = f"bench_orders_{os.getpid()}"
    folder = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve() / run
    redis = redis_url()
    with ExitStack() as after:
        after.callback(shutil.rmtree, folder, ignore_errors=True)
        if redis:
            after.callback(forget_keys, run)
        shops = {}
        for name in SHOPS:
            (folder / name).mkdir(parents=True)
            database = OwnDatabase(options.database_server, f"{run}_{name}")
            database.create()
            after.callback(database.drop)
            environment = {
                key: value
                for key, value in os.environ.items()
                if not key.startswith(("STRIPE_", "CELERY_", "SHOP_"))
            } | {
                "BENCH_NAME": f"{run}_{name}",
                "BENCH_FOLDER": str(folder / name),
                "BENCH_DATABASE_URL": database.url,
                "BENCH_REDIS_URL": redis,
                "VAR_DIR": str(folder / name),
            }
            shops[name] = Contestant(name, environment, folder / f"{name}.log")
            after.callback(shops[name].end)
        yield shops


def _in_turn(shops: dict[str, Contestant], rounds: int) -> Iterator[tuple[int, Contestant]]:
    """Each shop once a round; who goes first changes, so that neither follows the other always."""
    for number in range(rounds):
        order = list(shops.values())
        yield from ((number, shop) for shop in (order if number % 2 else reversed(order)))


def measure_orders(shops: dict[str, Contestant], *, rounds: int) -> dict[str, Figures]:
    """Orders in turn; and our shop's orders that the same request pays, beside them."""
    figures = {name: Figures() for name in (*shops, "paid")}
    for number, shop in _in_turn(shops, 3):  # processes and caches get warm
        shop.ask("place", number=number, counted=False)
    for number, shop in _in_turn(shops, 3):
        answer = shop.ask("place", number=number, counted=True)
        figures[shop.name].add([answer], counted=True)
    for number, shop in _in_turn(shops, rounds):
        answer = shop.ask("place", number=number, counted=False)
        figures[shop.name].add([answer], counted=False)
    for number in range(3 + max(rounds // 3, 2)):
        counted = number < 3
        answer = shops["ours"].ask("place", number=number, counted=counted, paid=True)
        figures["paid"].add([answer], counted=counted)
    return figures


def measure_baskets(
    shops: dict[str, Contestant], *, offers: int, rounds: int
) -> dict[str, Figures]:
    """The basket page with so many offers, ten looks a turn."""
    figures = {name: Figures() for name in shops}
    for shop in shops.values():
        shop.ask("offers", count=offers)
        shop.ask("basket", number=0, looks=3, counted=False)
        figures[shop.name].add(shop.ask("basket", number=0, looks=2, counted=True), counted=True)
    for number, shop in _in_turn(shops, max(rounds // 10, 2)):
        answers = shop.ask("basket", number=number, looks=10, counted=False)
        figures[shop.name].add(answers, counted=False)
    return figures


def meets_aims(orders: dict[str, Figures], baskets: dict[int, dict[str, Figures]]) -> bool:
    """Whether our shop keeps to its numbers of queries, and places an order no slower."""
    return (
        orders["ours"].most_queries <= MOST_ORDER_QUERIES
        and orders["ours"].median <= orders["stock"].median
        and all(shops["ours"].most_queries <= MOST_BASKET_QUERIES for shops in baskets.values())
    )


def report(
    orders: dict[str, Figures], baskets: dict[int, dict[str, Figures]], options: argparse.Namespace
) -> Iterator[str]:
    """The table, line by line."""
    import oscar

    stock = f"django-oscar {oscar.get_version()}"
    cores = len(os.sched_getaffinity(0))
    cache = "Redis" if redis_url() else "in memory"
    yield ""
    yield (
        f"{cores} cores, Python {sys.version.split()[0]}, PostgreSQL, cache: {cache}; "
        f"{options.products} products"
    )
    yield ""
    yield f"Placing an order of 3 lines (the POST), {options.rounds} of each in turn"
    yield f"  {'':<34}{'queries':>8}{'writes':>8}{'median ms':>11}{'quartiles':>16}"
    for name, title in (("ours", "ours"), ("stock", stock)):
        yield _row(title, orders[name])
    yield f"  {'ours / stock':<34}{_ratio(orders, 'queries'):>8}{'':>8}{_ratio(orders):>11}"
    yield _row("ours, paid in the same POST (demo)", orders["paid"])
    yield ""
    looks = len(next(iter(baskets.values()))["ours"].milliseconds)
    yield f"Basket page of 3 lines, {looks} looks at each in turn"
    yield f"  {'':<14}{'ours':>20}{stock:>26}"
    yield (
        f"  {'site offers':<14}" + f"{'queries':>12}{'median ms':>11}" * 2 + f"{'ours / stock':>14}"
    )
    for count, shops in baskets.items():
        ours, theirs = shops["ours"], shops["stock"]
        columns = "".join(f"{one.most_queries:>12}{one.median:>11.1f}" for one in (ours, theirs))
        yield f"  {count:<14}{columns}{_ratio(shops):>14}"
    yield ""
    verdict = "met" if meets_aims(orders, baskets) else "MISSED"
    yield (
        f"Aims {verdict}: an order takes at most {MOST_ORDER_QUERIES} queries and no longer than "
        f"stock at the median, a basket at most {MOST_BASKET_QUERIES} queries whatever the offers."
    )


def _row(title: str, figures: Figures) -> str:
    low, _middle, high = statistics.quantiles(figures.milliseconds, n=4)
    return (
        f"  {title:<34}{figures.most_queries:>8}{figures.writes:>8}{figures.median:>11.1f}"
        f"{f'{low:.1f} to {high:.1f}':>16}"
    )


def _ratio(figures: dict[str, Figures], what: str = "median") -> str:
    ours, stock = figures["ours"], figures["stock"]
    if what == "queries":
        return f"{ours.most_queries / stock.most_queries:.2f}"
    return f"{ours.median / stock.median:.2f}"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
