"""Work is handed to the queue after the commit, and a dead broker holds nobody."""

import socket
from collections.abc import Iterator
from time import monotonic

import pytest
from django.db import transaction

from shop.core import jobs
from tests.queueing import folders, publishing

TASK = "shop.tasks.email.send_due_messages"


class Broker:
    """A real socket in the place of a Redis: it accepts, and says what `answer` says."""

    def __init__(self, *, listens: bool) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.url = f"redis://127.0.0.1:{self._socket.getsockname()[1]}/0"
        if listens:
            self._socket.listen(8)
            self._socket.setblocking(False)
        else:
            self._socket.close()

    def connections(self) -> int:
        """How many connections have come since the last call."""
        count = 0
        while True:
            try:
                self._socket.accept()[0].close()
            except BlockingIOError:
                return count
            count += 1

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def deaf() -> Iterator[Broker]:
    broker = Broker(listens=True)
    yield broker
    broker.close()


def seconds_to_enqueue() -> float:
    began = monotonic()
    jobs.enqueue(TASK)
    return monotonic() - began


@pytest.mark.django_db(transaction=True)
def test_a_closed_port_holds_nobody(caplog):
    with publishing(Broker(listens=False).url):
        assert seconds_to_enqueue() < 1
    assert f"could not enqueue {TASK}" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_never_answers_holds_nobody_for_more_than_a_second(deaf, caplog):
    with publishing(deaf.url):
        assert 0.4 < seconds_to_enqueue() < 1.2
    assert deaf.connections() == 1, "one try"
    assert f"could not enqueue {TASK}" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_after_a_failure_the_next_ones_do_not_wait_at_all(deaf, caplog):
    with publishing(deaf.url):
        seconds_to_enqueue()
        deaf.connections()
        assert sum(seconds_to_enqueue() for _ in range(20)) < 0.2
    assert deaf.connections() == 0
    assert caplog.text.count("did not enqueue") == 20


@pytest.mark.django_db(transaction=True)
def test_the_broker_is_asked_again_after_the_pause(deaf, monkeypatch):
    monkeypatch.setattr(jobs, "PAUSE_AFTER_FAILURE", 0.0)
    with publishing(deaf.url):
        seconds_to_enqueue()
        seconds_to_enqueue()
    assert deaf.connections() == 2


@pytest.mark.django_db(transaction=True)
def test_a_folder_that_cannot_be_written_holds_nobody(tmp_path, caplog):
    gone = {**folders(tmp_path), "data_folder_out": str(tmp_path / "gone")}
    with publishing("filesystem://localhost", **gone):
        assert seconds_to_enqueue() < 1
    assert "could not enqueue" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_nothing_is_published_before_the_commit_or_after_a_rollback(deaf):
    with publishing(deaf.url):
        with transaction.atomic():
            jobs.enqueue(TASK)
            assert deaf.connections() == 0
            transaction.set_rollback(True)
        assert deaf.connections() == 0
        with transaction.atomic():
            jobs.enqueue(TASK)
        assert deaf.connections() == 1


@pytest.mark.django_db
def test_eager_mode_runs_the_task_in_the_process(django_capture_on_commit_callbacks):
    """Tests run so; `send_task` would go to the broker all the same."""
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        jobs.enqueue(TASK)
    assert len(callbacks) == 1
