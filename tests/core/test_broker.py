"""The embedded broker gives each message to one reader, whole."""

import os
import time
from queue import Empty

import pytest
from kombu import Connection, Queue
from kombu.exceptions import OperationalError

from shop.core.broker import Transport


@pytest.fixture
def connect(tmp_path):
    """Connections to one broker, as several processes have them."""
    queue = tmp_path / "queue"
    queue.mkdir()
    opened = []

    def call(**options):
        connection = Connection(
            "filesystem://localhost",
            transport_options={
                "data_folder_in": str(queue),
                "data_folder_out": str(queue),
                "control_folder": str(tmp_path / "control"),
                **options,
            },
        )
        opened.append(connection)
        return connection

    yield call
    for connection in opened:
        connection.release()


def test_the_embedded_broker_is_ours(connect):
    """Celery's and Kombu's `filesystem://` leads here (shop.celery)."""
    assert isinstance(connect().transport, Transport)


def test_messages_are_given_once_and_in_order(connect):
    for number in range(5):
        connect().SimpleQueue("work").put({"number": number})
    one, other = connect().SimpleQueue("work"), connect().SimpleQueue("work")
    got = []
    for reader in (one, other, one, other, one):
        message = reader.get(block=False)
        message.ack()
        got.append(message.payload["number"])
    assert got == [0, 1, 2, 3, 4]
    with pytest.raises(Empty):
        other.get(block=False)


def test_a_message_that_is_being_written_is_not_seen(connect, tmp_path, monkeypatch):
    """Kombu writes in place: on a busy machine readers met empty files and lost the message."""
    publisher, reader = connect().SimpleQueue("work"), connect().SimpleQueue("work")
    seen_meanwhile = []
    rename = os.replace

    def look_first(source, target):
        if str(target).endswith(".msg"):
            seen_meanwhile.append(reader.qsize())
            with pytest.raises(Empty):
                reader.get(block=False)
        rename(source, target)

    monkeypatch.setattr(os, "replace", look_first)
    publisher.put("whole")
    assert seen_meanwhile == [0]
    assert reader.get(block=False).payload == "whole"


def test_nothing_is_left_of_a_message_that_was_read(connect, tmp_path):
    queue = connect().SimpleQueue("work")
    queue.put("words")
    queue.get(block=False).ack()
    assert os.listdir(tmp_path / "queue") == []


def test_a_message_of_another_queue_stays(connect):
    connect().SimpleQueue("mail").put("letter")
    with pytest.raises(Empty):
        connect().SimpleQueue("work").get(block=False)
    assert connect().SimpleQueue("mail").qsize() == 1


def test_tables_know_every_queue_of_an_exchange(connect):
    channel = connect().default_channel
    for queue in ("one", "two", "one"):
        channel._queue_bind("shop", "key", "", queue)
    assert {entry.queue for entry in channel.get_table("shop")} == {"one", "two"}
    channel._delete("one", "shop", "key", "")
    assert [entry.queue for entry in channel.get_table("shop")] == ["two"]


def test_bindings_are_not_remembered_for_another_folder(connect, tmp_path):
    """A queue that this process once bound elsewhere would be a message that leads nowhere."""
    connect().SimpleQueue("work").put("here")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    other = connect(
        data_folder_in=str(elsewhere),
        data_folder_out=str(elsewhere),
        control_folder=str(tmp_path / "other control"),
    ).SimpleQueue("work")
    other.put("there")
    assert other.get(block=False).payload == "there"


def test_a_folder_that_is_not_there_is_a_broker_that_is_away(connect, tmp_path):
    gone = str(tmp_path / "gone")
    connection = connect(data_folder_out=gone)
    queue = connection.SimpleQueue("work")
    with pytest.raises(OperationalError), connection._reraise_as_library_errors():
        queue.put("words")


def test_a_worker_asked_to_stop_hears_it_within_a_second(connect):
    """Celery asks for two seconds at a time, in which it hears nothing."""
    connection = connect(polling_interval=0.1)
    started = time.monotonic()

    with connection.Consumer([Queue("celery")], callbacks=[]), pytest.raises(TimeoutError):
        connection.drain_events(timeout=10)

    assert time.monotonic() - started < 2
