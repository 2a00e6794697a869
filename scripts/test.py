"""The whole suite: on SQLite without any server, then on PostgreSQL and Redis where they are found.

    make test                       everything this machine has, and what it lacks by name
    REQUIRE_SERVICES=1 make test    what it lacks is a failure
    make test ARGS="-k basket"      the arguments go to pytest, in both runs

DATABASE_URL and REDIS_URL name the servers; their default is this machine. The tests make
databases of their own there (test_shop_...) and remove them; no other is touched.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import redis

ROOT = Path(__file__).resolve().parent.parent
DATABASE_URL = (
    os.environ.get("DATABASE_URL") or "postgres://postgres:postgres@127.0.0.1:5432/postgres"
)
REDIS_URL = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/0"
# What of the developer's shop must not reach the tests.
OWN_SETTINGS = (
    *("DATABASE_URL", "DATABASE_REPLICA_URL", "REDIS_URL", "CELERY_BROKER_URL", "EMAIL_URL"),
    *("SITE_URL", "DEFAULT_FROM_EMAIL", "MEDIA_URL", "SENTRY_DSN", "DJANGO_SETTINGS_MODULE"),
    *("STRIPE_PUBLISHABLE_KEY", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"),
)
NOTHING_COLLECTED = 5


@dataclass
class Run:
    """One run of the suite: what it is called, what pytest runs, and with which servers."""

    title: str
    select: str
    servers: dict[str, str]


def main(arguments: list[str]) -> int:
    """Run what can be run; returns the exit status."""
    missing = missing_services()
    if missing and os.environ.get("REQUIRE_SERVICES") == "1":
        print("REQUIRE_SERVICES=1, and this machine lacks:")
        print_missing(missing)
        return 1
    servers = {"DATABASE_URL": DATABASE_URL, "REDIS_URL": REDIS_URL}
    if {"PostgreSQL", "Redis"} & missing.keys():
        runs = [Run("SQLite, no server", "not postgres", {})]
    else:
        # A browser sees the same pages on both, and a walk through everything takes long: one is
        # enough.
        runs = [
            Run("SQLite, no server", "not postgres and not browser and not thorough", {}),
            Run("PostgreSQL and Redis", "", servers),
        ]
    results = [(run, *timed(run, arguments)) for run in runs]

    print("\n" + "=" * 72)
    for run, status, seconds in results:
        verdict = "passed" if status in (0, NOTHING_COLLECTED) else f"FAILED (status {status})"
        print(f"{run.title:<24}{verdict:<22}{seconds:6.1f} s")
    if missing:
        print("Not run, because this machine lacks:")
        print_missing(missing)
    return max(0 if status == NOTHING_COLLECTED else status for _, status, _ in results)


def timed(run: Run, arguments: list[str]) -> tuple[int, float]:
    """Run pytest over all cores; returns its status and the seconds it took."""
    print(f"\n== {run.title} " + "=" * (68 - len(run.title)), flush=True)
    environment = {key: value for key, value in os.environ.items() if key not in OWN_SETTINGS}
    # Empty values also win over a .env file.
    environment |= {"DATABASE_URL": "", "REDIS_URL": "", "CELERY_BROKER_URL": ""} | run.servers
    select = ["-m", run.select] if run.select and "-m" not in arguments else []
    command = [
        # Handed out in order: pytest-django puts tests with real commits behind the others.
        *(sys.executable, "-m", "pytest", "--numprocesses=auto", "--dist=load", "-q"),
        *(*select, *arguments),
    ]
    started = time.monotonic()
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    return status, time.monotonic() - started


def missing_services() -> dict[str, str]:
    """Return what is not found, and why."""
    missing = {}
    try:
        psycopg2.connect(DATABASE_URL, connect_timeout=3).close()
    except psycopg2.Error as error:
        missing["PostgreSQL"] = first_line(error)
    try:
        redis.Redis.from_url(REDIS_URL, socket_connect_timeout=3).ping()
    except redis.RedisError as error:
        missing["Redis"] = first_line(error)
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        missing["Chromium"] = "no chromium on the PATH"
    return missing


def print_missing(missing: dict[str, str]) -> None:
    """Name each, with the reason."""
    for name, reason in missing.items():
        print(f"  {name}: {reason}")


def first_line(error: Exception) -> str:
    """Return an error's first line, without where it is told to look next."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
