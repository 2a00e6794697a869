"""Telling the page cache that something changed."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from shop.core.page_cache import keeping


class _Forgetting:
    """What a transaction changed, told when it is committed; gone with it when it is not."""

    def __init__(self, sources: Collection[str]) -> None:
        self.sources = set(sources)
        self.told = False

    def __call__(self) -> None:
        if not self.told:
            self.told = True
            keeping.stamp(self.sources)


def forget(*sources: str) -> None:
    """Make every entry made from one of these a miss, once the transaction is committed.

    A transaction tells its changes at once, however many they are. Talks to the store; when that
    is away, it writes down in the database what it owes it. Raises nothing.
    """
    if not sources:
        return
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        keeping.stamp(set(sources))
        return
    here = set(connection.savepoint_ids)
    for savepoints, known, _robust in reversed(connection.run_on_commit):
        if isinstance(known, _Forgetting) and not known.told and savepoints == here:
            known.sources.update(sources)
            return
    transaction.on_commit(_Forgetting(sources), robust=True)


def changed_here(sources: Collection[str]) -> bool:
    """Whether the open transaction has changed one of these: others do not see it so, yet."""
    return any(not waiting.sources.isdisjoint(sources) for waiting in tell_what_waits())


def tell_what_waits() -> list[_Forgetting]:
    """The changes of the open transaction that are yet to be told.

    A test that is rolled back at its end never commits. Django marks its transaction, and what
    happened in it counts as committed where no other is open.
    """
    connection = transaction.get_connection()
    waiting = [
        known
        for _savepoints, known, _robust in connection.run_on_commit
        if isinstance(known, _Forgetting) and not known.told
    ]
    if waiting and all(block._from_testcase for block in connection.atomic_blocks):
        for known in waiting:
            known()
        return []
    return waiting
