"""Runs the shop for its shoppers, breaks it meanwhile, waits until all is quiet, reads the books.

    python -m benchmarks.stress_checkout --shoppers 200 --seed 1

Exit status: 0 all books agree; 1 inconsistencies; 2 the run could not be made or met its limit.
"""

import argparse
import os
import re
import secrets
import shutil
import signal
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import psycopg2
from django.db import Error

from benchmarks.stress_checkout import servers
from benchmarks.stress_checkout.browser import Tally
from benchmarks.stress_checkout.programs import ROOT, Program, shop_programs, wait_for

if TYPE_CHECKING:
    from benchmarks.stress_checkout.world import World

WINDOW = 40  # seconds that an order waits for its payment
GATE_SECONDS = 90  # how long the rush for the scarce units may take to gather
MESSAGE_ID = re.compile(rb"^Message-ID: (<[^>]+>)", re.MULTILINE | re.IGNORECASE)


class LimitReached(Exception):
    """The run took longer than it may."""


def main() -> int:
    """Make one run; returns the exit status."""
    options = _options()
    name = f"stress_checkout_{os.getpid()}"
    folder = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve() / name
    database = servers.OwnDatabase(options.database_server, name)
    redis_url = servers.redis_url()
    programs: dict[str, Program] = {}
    signal.signal(signal.SIGALRM, _limit)
    signal.signal(signal.SIGTERM, _limit)
    signal.alarm(options.limit)
    failed = True
    try:
        options.port = _free_port(options.port)
        url = f"http://127.0.0.1:{options.port}"
        folder.mkdir(parents=True)
        database.create()
        os.environ.update(_environment(name, folder, database.url, redis_url, url))
        programs = shop_programs(os.environ, options.port, folder)
        status = _run(options, url, programs, folder)
        failed = status != 0
    except (LimitReached, KeyboardInterrupt, OSError, psycopg2.Error, Error) as error:
        _say(f"The run ended early: {error or type(error).__name__}")
        status = 2
    finally:
        signal.alarm(0)
        for program in programs.values():
            program.end()
        database.drop()
        if redis_url:
            servers.forget_keys(name)
        _tidy(folder, keep_logs=failed)
    return status


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="stress-checkout", description=__doc__.split("\n")[0])
    parser.add_argument("--shoppers", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--load-seconds", type=int, default=180, help="shoppers leave after that")
    parser.add_argument("--settle-seconds", type=int, default=120)
    parser.add_argument("--limit", type=int, default=480, help="the whole run, in seconds")
    parser.add_argument(
        "--database-server",
        default=os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres",
    )
    return parser.parse_args()


def _free_port(wanted: int) -> int:
    """A port nobody listens on: the load must not meet another shop. Raises OSError."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", wanted))
        port: int = probe.getsockname()[1]
        return port


def _environment(
    name: str, folder: Path, database_url: str, redis_url: str, url: str
) -> dict[str, str]:
    """What the shop of this run reads; nothing of the developer's own settings reaches it."""
    empty = ("CELERY_BROKER_URL", "EMAIL_URL", "STRIPE_SECRET_KEY", "STRIPE_PUBLISHABLE_KEY")
    return {
        **dict.fromkeys((*empty, "STRIPE_WEBHOOK_SECRET", "MEDIA_URL"), ""),
        "CELERY_BROKER_URL": redis_url or "filesystem://localhost",
        "MEDIA_URL": "/media/",
        "DJANGO_SETTINGS_MODULE": "benchmarks.stress_checkout.settings",
        "STRESS_RUN": name,
        "STRESS_WINDOW_SECONDS": str(WINDOW),
        "SECRET_KEY": secrets.token_hex(32),
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SITE_URL": url,
        "VAR_DIR": str(folder),
    }


def _run(options: argparse.Namespace, url: str, programs: dict[str, Program], folder: Path) -> int:
    import django
    from django.core.management import call_command

    django.setup()
    began = time.monotonic()
    _say("migrating a database of its own ...")
    call_command("migrate", verbosity=0, interactive=False)

    from oscar.core.loading import get_model

    from benchmarks.stress_checkout.books import audit
    from benchmarks.stress_checkout.report import report
    from benchmarks.stress_checkout.world import build_world

    world = build_world(scarce_units=max(options.shoppers // 4, 1), people=options.shoppers // 5)
    in_stock = dict(get_model("partner", "StockRecord").objects.values_list("pk", "num_in_stock"))
    for program in programs.values():
        program.start()
    wait_for(url)
    ready = time.monotonic()
    _say(f"{options.shoppers} shoppers at {url}, ready after {ready - began:.0f} s")

    tally = Tally()
    load_seconds = _load(options, url, programs, tally, world)
    _say(f"they have left after {load_seconds:.0f} s; waiting until all is quiet ...")
    settle_seconds = _settle(options, tally)
    for program in programs.values():
        program.end()
    books = audit(in_stock=in_stock, mails=_delivered(folder), confirmed=tally.confirmed)
    books.problems += [f"{count} × {what}" for what, count in tally.starting("error ").items()]
    books.problems += [f"{count} × {what}" for what, count in tally.starting("harness").items()]
    if tally["forged webhooks taken"]:
        books.problems.append(f"{tally['forged webhooks taken']} forged webhooks taken")
    facts = {
        "shoppers": f"{options.shoppers} at once, seed {options.seed}",
        "broker and cache": "Redis" if os.environ["REDIS_URL"] else "embedded",
        "load, settling": f"{load_seconds:.0f} s, {settle_seconds:.0f} s",
        "killed (SIGKILL)": ", ".join(
            f"{program.name} {program.kills} times"
            for program in programs.values()
            if program.kills
        )
        or "nothing",
        "slow bank asked again": f"{tally['slow bank asked again']} charges",
    }
    _say(report(books, tally, facts))
    return 1 if books.problems else 0


def _load(
    options: argparse.Namespace,
    url: str,
    programs: dict[str, Program],
    tally: Tally,
    world: "World",
) -> float:
    """Let all shoppers in at once, with accidents; returns how long it took, in seconds."""
    from benchmarks.stress_checkout.shoppers import Gate, Shopper, make_plans
    from benchmarks.stress_checkout.trouble import Trouble

    plans = make_plans(world, count=options.shoppers, window=WINDOW, seed=options.seed)
    began = time.monotonic()
    until = began + options.load_seconds
    trouble = Trouble(programs, url, tally, shoppers=options.shoppers, seed=options.seed)
    gate = Gate(sum(plan.rushes for plan in plans), GATE_SECONDS)
    shoppers = [Shopper(plan, world, url, tally, gate, until) for plan in plans]
    threads = [threading.Thread(target=shopper.run, daemon=True) for shopper in shoppers]
    trouble.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(until + 70 - time.monotonic(), 0.1))
    ended = time.monotonic()
    trouble.stop()
    wait_for(url)
    return ended - began


def _settle(options: argparse.Namespace, tally: Tally) -> float:
    """Wait until nothing waits for a worker, a sweep or the bank; returns how long, in seconds.

    The demo's slow bank lives in a task; where that was lost with its worker, the bank is asked
    again here: it is the provider's side, which no shop can heal.
    """
    from benchmarks.stress_checkout.books import unsettled
    from shop.checkout.gateways.demo import DemoGateway
    from shop.checkout.models import DemoCharge

    began = time.monotonic()
    quiet = 0
    while time.monotonic() - began < options.settle_seconds and quiet < 3:
        time.sleep(1)
        waiting = unsettled()
        quiet = 0 if waiting else quiet + 1
        if time.monotonic() - began > 45:
            for charge in DemoCharge.objects.filter(state="processing"):
                DemoGateway().settle(reference=charge.reference)
                tally.add("slow bank asked again")
    return time.monotonic() - began


def _delivered(folder: Path) -> Counter[str]:
    """How many copies of each mail were delivered, by Message-ID."""
    found: Iterator[bytes] = (
        match
        for file in (folder / "mail").glob("*.log")
        for match in MESSAGE_ID.findall(file.read_bytes())
    )
    return Counter(match.decode() for match in found)


def _tidy(folder: Path, *, keep_logs: bool) -> None:
    """Remove what the run wrote; the logs stay where something went wrong."""
    for path in folder.iterdir() if folder.exists() else ():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif not (keep_logs and path.suffix == ".log"):
            path.unlink(missing_ok=True)
    if keep_logs and folder.exists():
        _say(f"logs: {folder}")
    else:
        shutil.rmtree(folder, ignore_errors=True)


def _limit(number: int, frame: FrameType | None) -> NoReturn:
    raise LimitReached("its limit" if number == signal.SIGALRM else "it was asked to")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
