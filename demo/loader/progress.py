"""A progress bar where a person is looking, short lines where none is."""

from __future__ import annotations

from typing import TextIO

from django.core.management.base import OutputWrapper

WIDTH = 24


class Progress:
    """Tells how far a step is.

    On a terminal the line is redrawn; elsewhere (a log, a pipe) each step is
    told once, when it is done.
    """

    def __init__(self, out: OutputWrapper | TextIO) -> None:
        self._out = out
        self._live = bool(out.isatty())
        self._label = ""
        self._total = 0

    def show(self, label: str, done: int, total: int) -> None:
        """``done`` of ``total`` of the step ``label`` are finished."""
        if self._label and label != self._label:
            self.finish()
        self._label, self._total = label, total
        if self._live:
            filled = WIDTH * done // max(total, 1)
            bar = "█" * filled + "░" * (WIDTH - filled)
            self._write(f"\r  {label:<22} {bar} {done}/{total}")

    def finish(self) -> None:
        """End the line of the step that was shown last."""
        if not self._label:
            return
        self._write("\n" if self._live else f"  {self._label}: {self._total}\n")
        self._label = ""

    def _write(self, text: str) -> None:
        if isinstance(self._out, OutputWrapper):
            self._out.write(text, ending="")
        else:
            self._out.write(text)
        self._out.flush()
