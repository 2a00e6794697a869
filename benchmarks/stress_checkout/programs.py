"""Web server, worker and beat: started, killed without warning, started again."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60.0


class Program:
    """One program in a process group of its own, so that its end is the end of its children."""

    def __init__(self, name: str, command: list[str], env: Mapping[str, str], log: Path) -> None:
        self.name, self.kills = name, 0
        self._command, self._env, self._log = command, env, log
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._ended = False

    def start(self) -> None:
        """Start it; nothing once the run has ended."""
        with self._lock, self._log.open("ab") as log:
            if self._ended:
                return
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """SIGKILL to the whole group: nothing is finished, nothing is given back."""
        self.kills += 1
        self._signal(signal.SIGKILL)

    def end(self) -> None:
        """Stop it for good: politely, then not."""
        with self._lock:
            self._ended = True
        self._signal(signal.SIGTERM, wait=5.0)
        self._signal(signal.SIGKILL)

    def is_running(self) -> bool:
        """Whether the program that was started last is still there."""
        return self._process is not None and self._process.poll() is None

    def _signal(self, number: signal.Signals, wait: float = 10.0) -> None:
        process = self._process
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, number)  # the group's id is its leader's, ours to signal
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(wait)


def shop_programs(env: Mapping[str, str], port: int, folder: Path) -> dict[str, Program]:
    """What the production shape runs, on this machine: gunicorn, a worker, one beat."""
    celery = [sys.executable, "-m", "celery", "-A", "shop"]
    commands = {
        "web": [
            *(sys.executable, "-m", "gunicorn", "shop.wsgi", "--workers=3", "--threads=8"),
            *(f"--bind=127.0.0.1:{port}", "--timeout=60", "--log-level=warning"),
        ],
        "worker": [*celery, "worker", "--loglevel=WARNING", "--concurrency=2"],
        "beat": [*celery, "beat", "--loglevel=WARNING", "--pidfile="],
    }
    return {
        name: Program(name, command, env, folder / f"{name}.log")
        for name, command in commands.items()
    }


def wait_for(url: str, seconds: float = START_SECONDS) -> None:
    """Wait until the shop answers. Raises TimeoutError."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(requests.RequestException):
            if requests.get(f"{url}/healthz", timeout=5).ok:
                return
        time.sleep(0.2)
    raise TimeoutError(f"{url} did not answer within {seconds:.0f} seconds")
