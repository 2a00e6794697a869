"""The home page, a category, a product and the API's list: queries, latency and requests a second.

    python -m benchmarks pages [--seconds 5] [--rounds 3]

On PostgreSQL, Redis and gunicorn as the Dockerfile starts it, with eight clients on connections
that stay open. In turn with a Django view that returns the same bytes and headers: in a project
with the middleware that `startproject` writes (bare), and in one without any (naked).
"""

from __future__ import annotations

import argparse
import gzip
import json
import multiprocessing
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.stress_checkout.servers import OwnDatabase, forget_keys, redis_url

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "home": "/",
    "category": "/shop/tableware/",
    "product": "/products/stoneware-mug/",
    "api list": "/api/v1/products/",
}
CLIENTS = 8
# The server's own, and what is new with each answer or each start.
NOT_THE_PAGES = {"Date", "Server", "Connection", "X-Request-ID"}
LEAST_SHARE = 0.5  # of the bare view's rate


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, print, and say by the status whether the aim is met (0) or not (1)."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks pages", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5, help="for each page and round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--database-server",
        default=os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres",
    )
    options, _others = parser.parse_known_args(list(arguments))
    if not redis_url():
        print("The page cache is measured in Redis; none answers on 127.0.0.1:6379.")
        return 2
    with ExitStack() as stack:
        return _measure(options, stack)


def _measure(options: argparse.Namespace, stack: ExitStack) -> int:
    name = f"bench_pages_{os.getpid()}"
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-pages-")))
    database = OwnDatabase(options.database_server, name)
    database.create()
    stack.callback(database.drop)
    stack.callback(forget_keys, name)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.pages.settings",
        "BENCH_NAME": name,
        "DATABASE_URL": database.url,
        "REDIS_URL": redis_url(),
        "VAR_DIR": str(folder),
        "BARE_FOLDER": str(folder / "bare"),
        "PYTHONPATH": str(ROOT),
    }
    print("loading the demo ...", flush=True)
    for command in ("migrate --verbosity=0", "load_demo --force", "collectstatic --noinput"):
        _python(["manage.py", *command.split()], environment)
    shown = _python(["-m", "benchmarks.pages.queries", *PAGES.values()], environment)
    queries = json.loads(shown.splitlines()[-1])
    shop = stack.enter_context(_served("shop.wsgi", environment))
    (folder / "bare").mkdir()
    for page, path in PAGES.items():
        for _ in range(3):
            headers, body = _asked(shop, path)
        (folder / "bare" / f"{page.replace(' ', '-')}.gz").write_bytes(body)
        (folder / "bare" / f"{page.replace(' ', '-')}.json").write_text(json.dumps(headers))
    bare = stack.enter_context(_served("benchmarks.pages.bare", environment))
    environment = {**environment, "BARE_NAKED": "1"}
    naked = stack.enter_context(_served("benchmarks.pages.bare", environment))
    print(f"\n{os.cpu_count()} cores, gunicorn with 3 workers of 4 threads, {CLIENTS} clients,")
    rounds = f"{options.rounds} rounds of {options.seconds:g} s each"
    print(f"{rounds}, the shop and the views in turn; load {os.getloadavg()[0]:.0f}\n")
    print("              queries         bytes      kept           bare view           naked view")
    head = "cold  kept  gzip   whole   ms  a second    ms  a second  share  a second  share"
    print(f"           {head}")
    missed = []
    for page, path in PAGES.items():
        other = f"/{page.replace(' ', '-')}/"
        for view in (bare, naked):
            assert _asked(shop, path) == _asked(view, other)
        ours, theirs, nakeds = [], [], []
        for _ in range(options.rounds):
            ours.append(_load(shop, path, options.seconds))
            theirs.append(_load(bare, other, options.seconds))
            nakeds.append(_load(naked, other, options.seconds))
        (ms, rate), (bare_ms, bare_rate) = _middle(ours), _middle(theirs)
        naked_rate = _middle(nakeds)[1]
        cold, kept = queries[path]
        body = _asked(bare, other)[1]
        whole = len(gzip.decompress(body))
        print(
            f"{page:9}{cold:6}{kept:6}{len(body):6}{whole:8}{ms:6.1f}{rate:10.0f}"
            f"{bare_ms:6.1f}{bare_rate:10.0f}{rate / bare_rate:7.2f}"
            f"{naked_rate:10.0f}{rate / naked_rate:7.2f}",
            flush=True,
        )
        if kept or rate < LEAST_SHARE * bare_rate:
            missed.append(page)
    aim = f"a kept page costs no query and reaches {LEAST_SHARE:g} of the bare view's rate"
    print(f"\nAim {'MISSED by ' + ', '.join(missed) if missed else 'met'}: {aim}.")
    return 1 if missed else 0


def _middle(figures: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(f[0] for f in figures), statistics.median(f[1] for f in figures)


def _python(arguments: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


@contextmanager
def _served(application: str, environment: dict[str, str]) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", application, "--workers=3", "--threads=4"),
            *(f"--bind=127.0.0.1:{port}", "--log-level=error", "--keep-alive=60"),
        ],
        cwd=ROOT,
        env=environment,
    )
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _asked(port: int, path: str) -> tuple[dict[str, str], bytes]:
    """The headers that belong to the page, and its body."""
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"}
    )
    with urllib.request.urlopen(asked, timeout=60) as answer:
        body: bytes = answer.read()
        headers = {name: said for name, said in answer.headers.items() if name not in NOT_THE_PAGES}
        return headers, body


def _load(port: int, path: str, seconds: float) -> tuple[float, float]:
    """The median in milliseconds, and the answers a second, of eight clients."""
    with multiprocessing.Pool(CLIENTS) as pool:
        times = [
            took
            for found in pool.starmap(_client, [(port, path, seconds)] * CLIENTS)
            for took in found
        ]
    return statistics.median(times) * 1000, len(times) / seconds


def _client(port: int, path: str, seconds: float) -> list[float]:
    asked = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n\r\n"
    ).encode()
    times: list[float] = []
    read: Callable[[int], bytes]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        read = connection.recv
        until = time.perf_counter() + seconds
        while (began := time.perf_counter()) < until:
            connection.sendall(asked)
            head = b""
            while b"\r\n\r\n" not in head:
                head += read(65536)
            front, _blank, body = head.partition(b"\r\n\r\n")
            assert b" 200 " in front.split(b"\r\n", 1)[0], front
            length = int(front.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
            left = length - len(body)
            while left > 0:
                left -= len(read(65536))
            times.append(time.perf_counter() - began)
    return times
