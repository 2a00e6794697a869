"""Programs that start and end as one; real processes, real signals."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from shop.core import supervisor
from shop.core.supervisor import Program, Supervisor

SLEEPER = "import time; print('up'); time.sleep(60)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEPER}"
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print("child", child.pid)
time.sleep(60)
"""


def python(name: str, code: str) -> Program:
    return Program(name, (sys.executable, "-c", code))


def run(programs: list[Program], *, stop_after: str = "", times: int = 1) -> tuple[int, str]:
    """Run until it ends; ask it to stop (`times` over) as soon as `stop_after` was said by all."""
    out = io.StringIO()

    def ask_to_stop() -> None:
        deadline = time.monotonic() + 20
        while out.getvalue().count(stop_after) < len(programs) and time.monotonic() < deadline:
            time.sleep(0.01)
        for _ in range(times):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.1)

    if stop_after:
        threading.Thread(target=ask_to_stop, daemon=True).start()
    status = Supervisor(programs, out).run()
    return status, out.getvalue()


def is_running(process: int) -> bool:
    """Whether the process still works; one that only waits to be collected does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_wish_to_stop_ends_all_and_is_no_failure() -> None:
    status, said = run([python("web", SLEEPER), python("worker", SLEEPER)], stop_after="up")

    assert status == 0
    assert "web    | up" in said
    assert "worker | up" in said
    assert "Stopped." in said


def test_a_program_that_dies_is_named_and_ends_the_others() -> None:
    status, said = run([python("web", SLEEPER), python("worker", "raise SystemExit(3)")])

    assert status == 1
    assert "worker | ended with status 3" in said
    assert "worker ended by itself" in said


def test_what_a_program_started_ends_with_it() -> None:
    _, said = run([python("web", PARENT)], stop_after="child")
    child = int(said.partition("child ")[2].split()[0])

    deadline = time.monotonic() + 5
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not is_running(child)


def test_a_program_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "GRACE", 0.3)
    started = time.monotonic()

    status, _ = run([python("worker", DEAF)], stop_after="up")

    assert status == 0
    assert time.monotonic() - started < 5


def test_a_second_wish_does_not_wait() -> None:
    started = time.monotonic()

    run([python("worker", DEAF)], stop_after="up", times=2)

    assert time.monotonic() - started < supervisor.GRACE


def test_signals_are_given_back() -> None:
    before = signal.getsignal(signal.SIGINT)

    run([python("web", "pass")])

    assert signal.getsignal(signal.SIGINT) is before
