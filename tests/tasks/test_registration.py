"""Every task that anybody names exists."""

import re
from pathlib import Path
from typing import Any

import celery
from django.conf import settings

import shop

SOURCES = Path(shop.__file__).parent


def test_every_task_that_is_named_is_registered():
    """`jobs.enqueue` and beat go by name: a misspelt one would fail in the worker only."""
    named = {
        name
        for path in SOURCES.rglob("*.py")
        for name in re.findall(r"\"(shop\.tasks\.\w+\.\w+)\"", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 3
    assert named - set(celery.current_app.tasks) == set()


def test_beats_sweeps_do_not_pile_up_while_no_worker_runs():
    schedule: Any = settings.CELERY_BEAT_SCHEDULE["send due messages"]
    assert schedule["options"]["expires"] <= schedule["schedule"]
