"""Services name their tasks; a name that nobody registered would be lost in the queue."""

import re
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent.parent
TASK_NAME = re.compile(r"""["'](shop\.tasks\.[a-z_]+\.[a-z_]+)["']""")


def named_tasks() -> set[str]:
    """Every task name that stands anywhere in the code or in beat's schedule."""
    names = {str(entry["task"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    for path in (ROOT / "shop").rglob("*.py"):
        names.update(TASK_NAME.findall(path.read_text()))
    return names


def test_names_are_found() -> None:
    assert "shop.tasks.email.send_due_messages" in named_tasks()


@pytest.mark.parametrize("name", sorted(named_tasks()))
def test_every_named_task_is_registered(name: str) -> None:
    assert name in current_app.tasks
