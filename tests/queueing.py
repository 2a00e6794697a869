"""A test process that publishes to a real broker, as the web process does."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import celery
from kombu import pools

from shop.core import jobs


@contextmanager
def publishing(url: str, **transport_options: Any) -> Iterator[None]:
    """Tasks go to the broker at `url` instead of running at once."""
    conf = celery.current_app.conf
    before = {
        "task_always_eager": conf.task_always_eager,
        "broker_transport_options": conf.get("broker_transport_options") or {},
    }
    conf.update(task_always_eager=False, broker_transport_options=transport_options)
    jobs.forget_failures()
    try:
        with patch.dict(os.environ, CELERY_BROKER_URL=url):
            yield
    finally:
        conf.update(before)
        jobs.forget_failures()
        pools.reset()
        # Celery keeps the producers it once took from there; eager tasks ask it for one too.
        amqp: Any = celery.current_app.amqp
        amqp._producer_pool = None


def folders(var: Path) -> dict[str, str]:
    """The embedded broker's folders below `var`, made as the settings make them."""
    for name in ("queue", "control", "results"):
        (var / "broker" / name).mkdir(parents=True, exist_ok=True)
    queue = str(var / "broker" / "queue")
    return {
        "data_folder_in": queue,
        "data_folder_out": queue,
        "control_folder": str(var / "broker" / "control"),
    }
