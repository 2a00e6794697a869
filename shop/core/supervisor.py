"""Keeps the programs of one shop together: they start, speak and end as one.

Honcho was looked at: a signal that arrives while it starts ends it and leaves its programs
behind, and programs that ignore SIGTERM are never killed when none of them ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import TextIO

# How long programs may take to end by themselves before they are killed, in seconds.
GRACE = 4.0
PULSE = 0.2
COLOURS = ("36", "35", "33", "32", "34")
PR_SET_PDEATHSIG = 1


@dataclass
class Program:
    """One program: how it is called in the log, and the command that starts it."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)


class Supervisor:
    """Runs programs until one of them ends or the person says stop, then ends all of them."""

    def __init__(self, programs: Sequence[Program], out: TextIO | None = None) -> None:
        self._programs = programs
        self._out = out or sys.stdout
        self._colourful = self._out.isatty()
        self._width = max(len(program.name) for program in programs)
        self._writing = threading.Lock()
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = False
        self._hurry = False

    def run(self, when_started: Callable[[], None] | None = None) -> int:
        """Run until the end; returns the exit status: 0 when asked to stop, 1 when a program died.

        `when_started` runs in a thread of its own; it may wait for a program to answer. Every
        program leads a process group, so that what it started ends with it.
        """
        with self._stop_signals():
            try:
                for program in self._programs:
                    if self._stopping:
                        break
                    self._start(program)
                if when_started is not None:
                    threading.Thread(target=when_started, daemon=True).start()
                dead = self._wait()
            finally:
                self._end()
        if dead is None:
            self.say("shop", "Stopped.")
            return 0
        self.say("shop", f"{dead} ended by itself (see above), so everything was stopped.")
        return 1

    @property
    def stopping(self) -> bool:
        """Whether the end has begun."""
        return self._stopping

    def say(self, name: str, line: str) -> None:
        """Write one line under a program's name."""
        prefix = f"{name:<{self._width}} | "
        if self._colourful:
            names = [program.name for program in self._programs]
            colour = COLOURS[names.index(name) % len(COLOURS)] if name in names else "1"
            prefix = f"\033[{colour}m{prefix}\033[0m"
        # The terminal may have gone before us.
        with self._writing, contextlib.suppress(OSError, ValueError):
            self._out.write(f"{prefix}{line}\n")
            self._out.flush()

    def _start(self, program: Program) -> None:
        process = subprocess.Popen(
            program.command,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **program.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_parent,
        )
        self._running[program.name] = process
        threading.Thread(target=self._relay, args=(program.name, process), daemon=True).start()

    def _relay(self, name: str, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        for line in process.stdout:
            self.say(name, line.decode(errors="replace").rstrip())

    def _wait(self) -> str | None:
        """Return the name of the program that ended first, or nothing when asked to stop."""
        while not self._stopping:
            for name, process in self._running.items():
                if process.poll() is not None:
                    self.say(name, f"ended with status {process.returncode}")
                    return name
            time.sleep(PULSE)
        return None

    def _end(self) -> None:
        """End all programs and their children; kill what does not obey, or at a second Ctrl-C."""
        self._signal_all(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while time.monotonic() < deadline and not self._hurry:
            if all(process.poll() is not None for process in self._running.values()):
                break
            time.sleep(0.05)
        # Also when all have ended: a child of theirs may still be there.
        self._signal_all(signal.SIGKILL)
        for process in self._running.values():
            process.wait()

    def _signal_all(self, number: signal.Signals) -> None:
        for process in self._running.values():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, number)

    @contextlib.contextmanager
    def _stop_signals(self) -> Iterator[None]:
        """Take Ctrl-C, a terminal that closes and a polite kill as the wish to stop."""
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        before = {number: signal.signal(number, self._note) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _note(self, number: int, frame: FrameType | None) -> None:
        # Only a person hurries: make passes on a SIGTERM that the whole group got already.
        self._hurry = self._stopping and number == signal.SIGINT
        self._stopping = True


def _load_libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if sys.platform == "linux" else None


# Loaded before any fork: between fork and exec a child must do next to nothing.
_libc = _load_libc()


def _end_with_parent() -> None:
    """On Linux: have the kernel end this program when the supervisor is killed outright."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
