"""What the response or the data that is being made is made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Recording:
    """The sources noted so far, and the earliest moment at which what is made of them ends."""

    sources: set[str] = field(default_factory=set)
    ends: datetime | None = None
    #: The parameters of the address that the answer depends on; None while nobody said that it is
    #: everybody's.
    honoured: tuple[tuple[str, str], ...] | None = None

    def end(self, moment: datetime | None) -> None:
        """Let it end then, if not before."""
        if moment is not None:
            self.ends = moment if self.ends is None else min(self.ends, moment)


_current: ContextVar[Recording | None] = ContextVar("shop.core.page_cache", default=None)


@contextmanager
def recorded() -> Iterator[Recording]:
    """Collect what is noted inside. What surrounds it hears of it too."""
    mine, outer = Recording(), _current.get()
    token = _current.set(mine)
    try:
        yield mine
    finally:
        _current.reset(token)
        if outer is not None:
            outer.sources |= mine.sources
            outer.end(mine.ends)


def made_from(*sources: str) -> None:
    """Note what the current response shows. Does nothing where nothing is being made. No query."""
    if recording := _current.get():
        recording.sources.update(sources)


def until(moment: datetime | None) -> None:
    """Note that the current response is true until then (aware); the earliest counts.

    None is no moment: callers hand on what they have. No query.
    """
    if recording := _current.get():
        recording.end(moment)


def everybodys(honoured: Iterable[tuple[str, str]] = ()) -> None:
    """Say that the current response is the same for whoever asks, and may be kept.

    `honoured` are the parameters of the query string (name and value, as often as they stand in it)
    that it depends on. An answer to an address with others is made anew each time: so nobody fills
    the cache with addresses of their own making.
    """
    if recording := _current.get():
        recording.honoured = tuple(sorted(honoured))
