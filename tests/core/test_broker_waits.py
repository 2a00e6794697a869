"""How long the embedded worker may be deaf to the wish to stop."""

import time

import pytest
from kombu import Connection, Queue

from shop.core import broker


def test_the_worker_listens_for_messages_half_a_second_at_a_time(tmp_path: object) -> None:
    options = {
        "data_folder_in": f"{tmp_path}/queue",
        "data_folder_out": f"{tmp_path}/queue",
        "control_folder": f"{tmp_path}/control",
        "polling_interval": 0.1,
    }
    connection = Connection("filesystem://localhost//", transport_options=options)
    assert isinstance(connection.transport, broker.Transport)
    started = time.monotonic()

    with (
        connection,
        connection.Consumer([Queue("celery")], callbacks=[]),
        pytest.raises(TimeoutError),
    ):
        connection.drain_events(timeout=10)

    assert time.monotonic() - started < 2
