"""Keeping and taking entries, with a store that may be away for a while."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from time import monotonic, time
from typing import Any

from django.conf import settings
from django.db import DatabaseError

from shop.core.page_cache.entries import Entry, unpacked
from shop.core.page_cache.recording import Recording
from shop.core.page_cache.stores import Store, StoreAway

logger = logging.getLogger(__name__)

# After a failure nobody asks again for this long (seconds): a page waits once, not ten times.
PAUSE = 1.0


# How many entries a process remembers to have found true; some kilobytes each.
MOST_FOUND = 500
_found_true: dict[str, tuple[tuple[str, int], Entry]] = {}


@dataclass
class _State:
    away_until: float = 0.0
    was_away: bool = False


_state = _State()


@cache
def store() -> Store:
    """The one that the settings name: Redis where there is one, else a file."""
    if "pages" in settings.CACHES:
        from shop.core.page_cache.redis_store import RedisStore

        return RedisStore()
    from shop.core.page_cache.file_store import FileStore

    return FileStore(settings.PAGE_CACHE_FILE)


def begun() -> tuple[str, int] | None:
    """The store's time, to be asked before the first look at the data; None while it is away."""
    try:
        _reach()
        return store().time()
    except StoreAway as error:
        _note_away(error)
        return None


def taken(key: str) -> Entry | None:
    """What is kept there and still true.

    A glance at the clock where this process has found it true at the same tick: nothing at all has
    changed since. Otherwise a look at the store, and one at the stamps of its sources.
    """
    try:
        _reach()
        known = _found_true.get(key)
        if known is not None and known[1].ends > time() and known[0] == store().glance():
            return known[1]
        epoch, blob, clock = store().read(key)
        entry = unpacked(blob)
        if entry is None or entry.epoch != epoch or entry.ends <= time():
            return None
        stamps = store().stamps(entry.sources)
    except StoreAway as error:
        _note_away(error)
        return None
    if any(stamp is None or stamp > entry.start for stamp in stamps):
        return None
    if clock is not None:
        if len(_found_true) >= MOST_FOUND:
            _found_true.clear()
        _found_true[key] = ((epoch, clock), entry)
    return entry


def keep(
    key: str,
    *,
    since: tuple[str, int],
    recording: Recording,
    seconds: float,
    about: Any,
    body: bytes,
) -> None:
    """Keep what was made from what was recorded, `seconds` or until its end.

    `since` is what `begun` said before it was made.
    """
    ends = datetime.now(UTC) + timedelta(seconds=seconds)
    if recording.ends is not None:
        ends = min(ends, recording.ends)
    left = ends.timestamp() - time()
    if left <= 0:
        return
    sources = tuple(sorted(recording.sources))
    entry = Entry(*since, ends.timestamp(), sources, about, body)
    try:
        _reach()
        store().keep(key, entry.packed(), sources, left)
    except StoreAway as error:
        _note_away(error)


def stamp(sources: Collection[str]) -> None:
    """Make whatever was made from these a miss, now.

    While the store is away, the database remembers what is owed to it.
    """
    try:
        _reach()
        store().stamp(sources)
    except StoreAway as error:
        _note_away(error)
        _owe(sources)


def settle() -> int:
    """Forget what could not be forgotten while the store was away; returns how many sources.

    One query where nothing is owed. A store that is still away is owed it further on.
    """
    try:
        return _settle()
    except StoreAway as error:
        _note_away(error)
        return 0


def _settle() -> int:
    from shop.core.models import OwedForget

    owed = dict(OwedForget.objects.values_list("pk", "source"))
    if owed:
        store().stamp(set(owed.values()))
        OwedForget.objects.filter(pk__in=owed).delete()
    return len(owed)


def _reach() -> None:
    if not _state.was_away:
        return
    if monotonic() < _state.away_until:
        raise StoreAway("away a moment ago")
    # Whoever changed something meanwhile could not say so. That comes first, or what was kept
    # before it would be taken again.
    try:
        _settle()
    except DatabaseError as error:
        raise StoreAway(f"what is owed is not known: {error}") from error
    _state.was_away = False


def _note_away(error: StoreAway) -> None:
    if monotonic() >= _state.away_until:
        logger.warning("the page cache is away: %s", error)
        _state.away_until = monotonic() + PAUSE
    _state.was_away = True


def _owe(sources: Collection[str]) -> None:
    from shop.core.models import OwedForget

    try:
        OwedForget.objects.bulk_create(OwedForget(source=source) for source in sources)
    except DatabaseError:
        logger.exception("could not note what the page cache is owed: %s", sorted(sources))
