"""How a kept thing is written: a line of JSON about it, then its bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entry:
    """What was kept: bytes, what is to be known of them, and what they were made from.

    `epoch` and `start` are the store's time when their making began.
    """

    epoch: str
    start: int
    ends: float  # seconds since 1970
    sources: tuple[str, ...]
    about: Any  # plain JSON
    body: bytes

    def packed(self) -> bytes:
        """The entry as a store keeps it."""
        head = [self.epoch, self.start, self.ends, self.sources, self.about, len(self.body)]
        return json.dumps(head, separators=(",", ":")).encode() + b"\n" + self.body


def unpacked(blob: bytes | None) -> Entry | None:
    """The entry that was packed so; None for whatever cannot be read."""
    if blob is None:
        return None
    head, _newline, body = blob.partition(b"\n")
    try:
        epoch, start, ends, sources, about, length = json.loads(head)
        entry = Entry(str(epoch), int(start), float(ends), tuple(sources), about, body)
        return entry if length == len(body) else None
    except (ValueError, TypeError):
        return None
