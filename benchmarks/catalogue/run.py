"""Listings, product pages, search and suggestions with 1,000, 20,000 and 100,000 products.

python -m benchmarks catalogue [--sizes 1000 20000 100000] [--rounds 15]

All shops are filled first and then looked at in turn, so that whatever else the machine does
meanwhile falls on all of them.
"""

import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psycopg2

from benchmarks.stress_checkout.servers import OwnDatabase, forget_keys, redis_url

ROOT = Path(__file__).resolve().parent.parent.parent
SMALL, MIDDLE, LARGE = SIZES = (1_000, 20_000, 100_000)
MOST_MINUTES = 40  # for one size; a run that hangs ends

TURNS = 3
# A category may ask fifteen and one for each facet that is chosen; a product's page twelve, two for
# its reviews, one for its questions and two for each row of products.
MOST_QUERIES = {
    "category of 500": 15,
    "category of 500, one facet": 16,
    "category of 500, three facets": 18,
    "product": 17,
    "product with variants, 30 reviews": 17,
}

Pages = dict[str, dict[str, Any]]


class Failed(Exception):
    """A size could not be measured."""


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, print, and say by the status whether the aims are met (0) or not (1)."""
    options = _options(arguments)
    try:
        figures = _measured(options)
    except (Failed, OSError, psycopg2.Error, subprocess.SubprocessError) as problem:
        _say(f"The run ended early: {problem}")
        return 2
    _say("\n".join(report(figures, options.rounds)))
    missed = list(misses(figures))
    _say("\n" + ("\n".join(["Aims MISSED:", *missed]) if missed else "Aims met."))
    return 1 if missed else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks catalogue", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES), help="products")
    parser.add_argument("--rounds", type=int, default=15, help="looks at each page")
    parser.add_argument(
        "--without-search", action="store_true", help="leave out what takes longest to fill"
    )
    parser.add_argument(
        "--database-server",
        default=os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres",
    )
    return parser.parse_args(arguments)


def _measured(options: argparse.Namespace) -> dict[int, Pages]:
    """Every size, in a database and processes of its own; all go afterwards."""
    figures: dict[int, Pages] = {size: {} for size in options.sizes}
    searching = ["--without-search"] if options.without_search else []
    with contextlib.ExitStack() as stack:
        shops = {size: stack.enter_context(_shop(size, options)) for size in options.sizes}
        for size, environment in shops.items():
            began = time.monotonic()
            _ask(environment, "fill", str(size), *searching)
            _say(f"filled a shop with {size:,} products in {time.monotonic() - began:.0f} s")
        for _turn in range(TURNS):
            for size, environment in shops.items():
                rounds = str(-(-options.rounds // TURNS))
                for page in json.loads(_ask(environment, "look", rounds, *searching)):
                    known = figures[size].setdefault(page["name"], {**page, "times": []})
                    known["times"] += page["times"]
                    known["queries"] = max(known["queries"], page["queries"])
                    known["writes"] += page["writes"]
    for pages in figures.values():
        for page in pages.values():
            page["median"] = statistics.median(page["times"])
    return figures


@contextlib.contextmanager
def _shop(size: int, options: argparse.Namespace) -> Iterator[dict[str, str]]:
    """The environment of a shop's processes; its database, folder and keys go at the end."""
    run = f"bench_catalogue_{os.getpid()}_{size}"
    folder = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve() / run
    redis = redis_url()
    database = OwnDatabase(options.database_server, run)
    folder.mkdir(parents=True)
    try:
        database.create()
        yield {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("STRIPE_", "CELERY_", "SHOP_", "OPENSEARCH_"))
        } | {
            "DJANGO_SETTINGS_MODULE": "benchmarks.catalogue.settings",
            "BENCH_NAME": run,
            "BENCH_DATABASE_URL": database.url,
            "BENCH_REDIS_URL": redis,
            "VAR_DIR": str(folder),
        }
    finally:
        database.drop()
        if redis:
            forget_keys(run)
        shutil.rmtree(folder, ignore_errors=True)


def _ask(environment: dict[str, str], *arguments: str) -> str:
    """The last line that a process of the shop prints."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.catalogue.measure", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=MOST_MINUTES * 60,
    )
    if done.returncode:
        raise Failed(done.stderr[-2000:])
    return (done.stdout.splitlines() or [""])[-1]


def misses(figures: dict[int, Pages]) -> Iterator[str]:
    """What misses its aim; an aim whose size was not measured is not judged."""
    for size, pages in figures.items():
        for page in pages.values():
            if page["writes"]:
                yield f"  {page['name']} writes at {size:,} products"
            if page["name"].startswith("suggestions") and page["median"] > 60:
                yield f"  {page['name']} takes {page['median']:.0f} ms at {size:,}, more than 60"
        for name, most in MOST_QUERIES.items():
            if pages[name]["queries"] > most:
                yield f"  {name} takes {pages[name]['queries']} queries at {size:,}"
        for page in pages.values():
            if page["name"].startswith("editors:") and page["queries"] > 30:
                yield f"  {page['name']} takes {page['queries']} queries at {size:,}"
    if MIDDLE in figures:
        for page in figures[MIDDLE].values():
            if page["name"].startswith("editors:") and page["median"] > 500:
                yield f"  {page['name']} takes {page['median']:.0f} ms at {MIDDLE:,}, more than 500"
        for name in ("category of 500", "category of a tenth"):
            if (took := figures[MIDDLE][name]["median"]) > 120:
                yield f"  {name} takes {took:.0f} ms at {MIDDLE:,} products, more than 120"
    if LARGE in figures:
        for name in ("everything, two facets", "everything, two facets and a price"):
            if (took := figures[LARGE][name]["median"]) > 300:
                yield f"  {name} takes {took:.0f} ms at {LARGE:,} products, more than 300"
    if SMALL in figures and LARGE in figures:
        name = "category of 500"
        small, large = (figures[size][name]["median"] for size in (SMALL, LARGE))
        if large > 2 * small:
            yield f"  {name} takes {large / small:.1f} times as long at {LARGE:,} as at {SMALL:,}"


def report(figures: dict[int, Pages], rounds: int) -> Iterator[str]:
    """The table, line by line."""
    cores = len(os.sched_getaffinity(0))
    cache = "Redis" if redis_url() else "in memory"
    yield ""
    yield (
        f"{cores} cores, Python {sys.version.split()[0]}, PostgreSQL, cache: {cache}; "
        f"median of {rounds} looks, in process, pages not kept; load {os.getloadavg()[2]:.0f}"
    )
    yield ""
    yield f"  {'':<36}" + "".join(f"{f'{size:,}':>22}" for size in figures)
    yield f"  {'':<36}" + f"{'queries':>12}{'ms':>10}" * len(figures)
    for name in next(iter(figures.values())):
        columns = (pages[name] for pages in figures.values())
        yield f"  {name:<36}" + "".join(f"{p['queries']:>12}{p['median']:>10.1f}" for p in columns)


def _say(text: str) -> None:
    print(text, flush=True)
