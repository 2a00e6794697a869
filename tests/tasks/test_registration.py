"""Beat's schedule; that every named task exists is tests/architecture/test_tasks.py's."""

from typing import Any

import pytest
from django.conf import settings

HOUR = 60 * 60
FREQUENT = [
    name
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items()
    if float(str(entry["schedule"])) < HOUR
]


@pytest.mark.parametrize("name", FREQUENT)
def test_a_sweep_does_not_pile_up_while_no_worker_runs(name: str) -> None:
    schedule: Any = settings.CELERY_BEAT_SCHEDULE[name]
    assert schedule["options"]["expires"] <= schedule["schedule"]
