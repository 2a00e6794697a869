"""Where entries are kept: in Redis, or in one file that the processes of a machine share.

A store has a clock that counts changes. Forgetting a source stamps it with the next tick, and an
entry is true while no source of it has a stamp later than the tick at which its making began. So
nothing is deleted, nothing is searched for, and whoever renders while something changes makes an
entry that nobody takes. A source without a stamp says nothing: an entry made from it is a miss.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol


class StoreAway(Exception):
    """The store does not answer."""


class Store(Protocol):
    """Every method raises StoreAway."""

    def time(self) -> tuple[str, int]:
        """The epoch and the clock. Entries of another epoch are misses."""

    def read(self, key: str) -> tuple[str, bytes | None, int | None]:
        """The epoch, what is kept under the key, and the clock; in one look."""

    def glance(self) -> tuple[str, int | None]:
        """The epoch and the clock as they stand, if the clock does."""

    def stamps(self, sources: Sequence[str]) -> list[int | None]:
        """When each source was last forgotten."""

    def keep(self, key: str, blob: bytes, sources: Sequence[str], seconds: float) -> None:
        """Keep this for so long, and stamp with the present those sources that have no stamp."""

    def stamp(self, sources: Iterable[str]) -> None:
        """Forget whatever was made from these sources."""

    def clear(self) -> None:
        """Forget everything, for tests."""
