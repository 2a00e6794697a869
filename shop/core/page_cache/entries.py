"""How a kept thing is written: a checksum, a line of JSON about it, then its bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32


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
    #: What a reader makes of it once for all requests, while this process remembers the entry.
    ready: dict[bool, Any] = field(default_factory=dict, compare=False, repr=False)

    def packed(self) -> bytes:
        """The entry as a store keeps it."""
        head = [self.epoch, self.start, self.ends, self.sources, self.about]
        text = json.dumps(head, separators=(",", ":")).encode() + b"\n" + self.body
        return b"%08x" % crc32(text) + text


def unpacked(blob: bytes | None) -> Entry | None:
    """The entry that was packed so; None for whatever cannot be read."""
    if blob is None:
        return None
    if blob[:8] != b"%08x" % crc32(blob[8:]):
        return None
    head, _newline, body = blob[8:].partition(b"\n")
    try:
        epoch, start, ends, sources, about = json.loads(head)
        return Entry(str(epoch), int(start), float(ends), tuple(sources), about, body)
    except (ValueError, TypeError):
        return None
