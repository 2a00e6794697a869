"""The queue's door: services hand work to Celery here, by name, after their transaction."""

import logging
from typing import Any

import celery
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def enqueue(name: str, *args: Any, countdown: float | None = None) -> None:
    """Publish the task `name` with plain arguments (ids) once the current transaction commits.

    A broker that is away must not hold a shopper: the publish tries once, for a second at most
    (the socket time-outs in the settings), and a failure is logged. Whatever must happen
    all the same has a row that a beat sweep finds. Talks to the broker.
    """
    transaction.on_commit(lambda: _publish(name, args, countdown), robust=True)


def _publish(name: str, args: tuple[Any, ...], countdown: float | None) -> None:
    try:
        # A signature respects eager mode; `send_task` would not.
        celery.signature(name, args=args, app=celery.current_app).apply_async(
            countdown=countdown, retry=False
        )
    except (OperationalError, OSError) as error:
        logger.warning("could not enqueue %s%r: %s", name, args, error)
