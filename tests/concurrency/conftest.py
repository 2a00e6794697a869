"""Real threads on real PostgreSQL: SQLite has one writer at a time and proves nothing here."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from tests.factories import countries


@pytest.fixture(autouse=True)
def _real_rows(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    countries()


@pytest.fixture
def at_once() -> Callable[[list[Callable[[], object]]], list[object]]:
    """Run callables in threads that start together; returns results and exceptions, in order."""

    def run(calls: list[Callable[[], object]]) -> list[object]:
        barrier = threading.Barrier(len(calls), timeout=20)

        def one(call: Callable[[], object]) -> object:
            barrier.wait()
            try:
                return call()
            except Exception as error:  # the outcome under test
                return error
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(calls)) as pool:
            return [future.result(timeout=60) for future in [pool.submit(one, c) for c in calls]]

    return run


@pytest.fixture
def lost_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is enqueued from here on never arrives, so that a test may be the worker itself."""
    monkeypatch.setattr("shop.core.jobs.enqueue", lambda *args, **kwargs: None)
