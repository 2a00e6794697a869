"""A progress bar where a person is looking, short lines where none is.

Only the standard library is used: the installer loads this file before anything is installed.
"""

from __future__ import annotations

from typing import Any, Protocol

WIDTH = 24


class Output(Protocol):
    """What can be written to: a stream, or a command's `self.stdout`."""

    def write(self, text: str, /) -> Any:
        """Append the text."""

    def flush(self) -> Any:
        """Let it be seen."""

    def isatty(self) -> bool:
        """Whether a person may be looking."""


class Progress:
    """Tells how far a step is.

    On a terminal the line is redrawn; elsewhere (a log, a pipe) each step is told once, when
    it is done.
    """

    def __init__(self, out: Output) -> None:
        self._out = out
        self._live = out.isatty()
        self._label = ""
        self._total = 0
        # A command's stdout ends every write with a newline unless told otherwise.
        self._ending = {"ending": ""} if hasattr(out, "ending") else {}

    def show(self, label: str, done: int, total: int) -> None:
        """`done` of `total` of the step `label` are finished."""
        if self._label and label != self._label:
            self.finish()
        self._label, self._total = label, total
        if self._live:
            filled = WIDTH * min(done, total) // max(total, 1)
            bar = "█" * filled + "░" * (WIDTH - filled)
            self._write(f"\r  {label:<22} {bar} {done}/{total}")

    def finish(self) -> None:
        """End the line of the step that was shown last."""
        if self._label:
            self._write("\n" if self._live else f"  {self._label}: {self._total}\n")
            self._label = ""

    def _write(self, text: str) -> None:
        self._out.write(text, **self._ending)
        self._out.flush()
