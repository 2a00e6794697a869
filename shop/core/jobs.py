"""The queue's door: services hand work to Celery here, by name, after their transaction."""

import logging
import threading
from time import monotonic
from typing import Any

import celery
from celery.exceptions import CeleryError
from django.db import transaction
from kombu import Connection
from kombu.exceptions import KombuError
from kombu.pools import producers

logger = logging.getLogger(__name__)

# After a failure nobody tries again for this long (seconds), so that a request that
# enqueues three tasks waits once, and a queue of shoppers does not wait at all.
PAUSE_AFTER_FAILURE = 5.0

# A worker waits for its broker; a request does not. Half a second to connect and half a second
# for an answer (seconds, read by the Redis transport); Kombu itself would try for ever.
IMPATIENCE = {
    "max_retries": 0,
    "retry_on_timeout": False,
    "socket_connect_timeout": 0.5,
    "socket_timeout": 0.5,
}

_paused_until = 0.0
_lock = threading.Lock()


def enqueue(name: str, *args: Any, countdown: float | None = None) -> None:
    """Publish the task `name` with plain arguments (ids) once the current transaction commits.

    A broker that is away must not hold a shopper: the publish tries once, for a second at most,
    and a failure is logged. Whatever must happen all the same has a row that a beat sweep
    finds. `countdown` is in seconds. Talks to the broker; in eager mode runs the task.
    """
    transaction.on_commit(lambda: _publish(name, args, countdown), robust=True)


def _publish(name: str, args: tuple[Any, ...], countdown: float | None) -> None:
    app = celery.current_app
    # A signature respects eager mode; `send_task` would not.
    task = celery.signature(name, args=args, app=app)
    if countdown is not None:
        task.set(countdown=countdown)
    if app.conf.task_always_eager:
        task.apply_async()
        return
    if monotonic() < _paused_until:
        logger.warning("did not enqueue %s%r: the broker was away a moment ago", name, args)
        return
    try:
        with producers[_broker(app)].acquire(block=True, timeout=1) as producer:
            # A result nobody reads would be subscribed to first, with 19 seconds of retries.
            task.apply_async(producer=producer, retry=False, ignore_result=True)
    except (KombuError, CeleryError, OSError) as error:
        _pause()
        logger.warning("could not enqueue %s%r: %s", name, args, error)


def _broker(app: celery.Celery) -> Connection:
    return app.connection_for_write(connect_timeout=1, transport_options=IMPATIENCE)


def forget_failures() -> None:
    """Ask the broker again at once: for tests, and for who has just mended it."""
    global _paused_until
    with _lock:
        _paused_until = 0.0


def _pause() -> None:
    global _paused_until
    with _lock:
        _paused_until = monotonic() + PAUSE_AFTER_FAILURE
