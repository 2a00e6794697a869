"""The embedded broker: Kombu's file system transport, safe under load and across file systems.

Kombu writes a message (and its table of queues) in place, so that a reader can meet an empty
file: on a busy machine 6% of 20,000 messages were lost that way, each with an exception in the
worker's loop. It also takes messages by moving them to the system's temporary folder; where that
is another file system the move is a copy, and two workers take the same message. Here both
files appear whole, by renaming, and messages are taken within their own file system.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from time import time_ns
from typing import Any
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import filesystem, virtual
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    """A channel whose messages and tables are never seen half written."""

    def _put(  # type: ignore[override]  # as Kombu's own, whose stubs disagree with each other
        self, queue: str, payload: Any, **kwargs: Any
    ) -> None:
        """Store a message. Raises ChannelError where the folder cannot be written."""
        name = f"{time_ns()}_{uuid4()}.{queue}.msg"
        try:
            _write_whole(Path(self.data_folder_out) / name, dumps(payload))
        except OSError as error:
            raise ChannelError(f"Cannot store a message in {self.data_folder_out}") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """Take the oldest message of `queue`; raises Empty where there is none."""
        folder = Path(self.data_folder_in)
        for name in sorted(os.listdir(folder)):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            # The leading dot hides it from the other readers; one of them wins the renaming.
            taken = folder / f".{name}"
            try:
                os.rename(folder / name, taken)
            except FileNotFoundError:
                continue
            payload = taken.read_text(encoding="utf-8")
            taken.unlink()
            return loads(payload)
        raise Empty()

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str | None, queue: str) -> None:
        """Add a queue to the exchange's table, one writer at a time."""
        entry = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        if entry in self.get_table(exchange):
            return
        with self._table_lock():
            table = self.get_table(exchange)
            if entry not in table:
                _write_whole(self._table_file(exchange), dumps([entry, *table]))

    def _delete(
        self,
        queue: str,
        exchange: str,
        routing_key: str,
        pattern: str | None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Remove the queue's messages and its entry in the exchange's table."""
        self._purge(queue)
        entry = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._table_lock():
            table = self.get_table(exchange)
            if entry in table:
                table.remove(entry)
                _write_whole(self._table_file(exchange), dumps(table))

    def _table_file(self, exchange: str) -> Path:
        # Where Kombu reads it; `get_table` has refused names that lead elsewhere.
        return self.control_folder / f"{exchange}.exchange"

    @contextmanager
    def _table_lock(self) -> Iterator[None]:
        folder = self.control_folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file = (folder / "tables.lock").open("w")
        except OSError as error:
            raise ChannelError(f"Cannot write in {folder}") from error
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


class Transport(filesystem.Transport):
    """What `filesystem://` means in this shop (see shop.celery)."""

    Channel = Channel

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        # Kombu remembers bindings for the whole process: with another folder, or after somebody
        # emptied this one, messages would silently lead nowhere.
        self.state = virtual.BrokerState()

    def drain_events(self, connection: Any, timeout: float | None = None, **kwargs: Any) -> None:
        """Wait for messages; half a second at most, so that a worker soon hears it shall stop."""
        super().drain_events(connection, timeout=0.5 if timeout is None else min(timeout, 0.5))


def _write_whole(path: Path, text: str) -> None:
    unfinished = path.with_name(f".{path.name}.{uuid4().hex}")
    unfinished.write_text(text, encoding="utf-8")
    os.replace(unfinished, path)
