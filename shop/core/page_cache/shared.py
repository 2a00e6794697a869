"""Data that pages share: menus, rates, tariffs, offers."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from shop.core.page_cache import keeping
from shop.core.page_cache.changes import changed_here
from shop.core.page_cache.entries import Entry
from shop.core.page_cache.recording import made_from, recorded, until
from shop.core.page_cache.release import release

logger = logging.getLogger(__name__)

Data = TypeVar("Data")

# Every change is told (`forget`). The time is for those that were made past the models.
SECONDS = 300


def remember(name: str, make: Callable[[], Data], *sources: str, seconds: int = SECONDS) -> Data:
    """What `make` returns, kept while none of `sources`, nor of what `make` notes, changed.

    What is made here notes them, as with `made_from`. The data are the caller's own: pickled, so
    plain. Inside a transaction that changed one of the sources it is made anew and not kept.
    """
    made_from(*sources)
    if changed_here(sources):
        return make()
    key = f"data:{release()}:{name}"
    if (entry := keeping.taken(key)) is not None:
        found, data = _read(entry)
        if found:
            made_from(*entry.sources)
            until(entry.about and datetime.fromisoformat(entry.about))
            return data
    since = keeping.begun()
    with recorded() as recording:
        made_from(*sources)
        data = make()
    if since is not None:
        keeping.keep(
            key,
            since=since,
            recording=recording,
            seconds=seconds,
            about=recording.ends and recording.ends.isoformat(),
            body=pickle.dumps(data, pickle.HIGHEST_PROTOCOL),
        )
    return data


def _read(entry: Entry) -> tuple[bool, Any]:
    try:
        return True, pickle.loads(entry.body)
    # A class that is gone or differs, or bytes that are none of ours: whatever that raises, it is
    # a miss.
    except Exception as error:
        logger.warning("a kept value cannot be read: %s", error)
        return False, None
