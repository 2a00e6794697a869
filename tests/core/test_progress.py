"""How far a step is: a bar for people, lines for logs."""

from __future__ import annotations

import io

from django.core.management.base import OutputWrapper

from shop.core.progress import Progress


class Terminal(io.StringIO):
    """A stream that a person looks at."""

    def isatty(self) -> bool:
        return True


def two_steps(out: io.StringIO) -> str:
    progress = Progress(OutputWrapper(out))
    progress.show("Pictures", 1, 2)
    progress.show("Pictures", 2, 2)
    progress.show("Pages", 1, 1)
    progress.finish()
    return out.getvalue()


def test_a_terminal_shows_a_bar_that_is_drawn_again() -> None:
    told = two_steps(Terminal())

    assert told.count("\r") == 3
    assert "████" in told
    assert told.endswith("1/1\n")


def test_a_log_gets_one_line_a_step() -> None:
    assert two_steps(io.StringIO()) == "  Pictures: 2\n  Pages: 1\n"
