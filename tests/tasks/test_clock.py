"""Beat's own scheduler and a real worker put a scheduled page live, on the embedded defaults.

Broker, page cache and database are files that this process, which answers the shopper, shares with
the worker: nothing of it needs a server (but for the database, where the tests run on PostgreSQL).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import celery
import pytest
from celery.beat import Scheduler
from django.conf import settings as project
from django.test import Client
from django.utils import timezone

from shop.cms_pages.models import LandingPage
from shop.core.page_cache import keeping
from tests.cms_pages.editing import home_page
from tests.core.page_cache.shopfront import HIT, warm
from tests.queueing import folders, publishing
from tests.tasks.test_worker import PATIENCE, worker

TASK = "shop.tasks.schedule.publish_scheduled_pages"
MINUTE = timedelta(seconds=60)


@pytest.fixture
def embedded(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A folder as VAR_DIR, and pages kept in the file below it as `make run` does."""
    settings.CACHES = {name: cache for name, cache in project.CACHES.items() if name != "pages"}
    settings.PAGE_CACHE_FILE = tmp_path / "cache" / "pages.sqlite3"
    settings.SHOP_PAGE_CACHE = True
    settings.PAGE_CACHE_FILE.parent.mkdir()
    keeping.store.cache_clear()
    with publishing("filesystem://localhost", **folders(tmp_path)):
        yield tmp_path
    keeping.store.cache_clear()


def beat() -> None:
    """Beat looks at its schedule a minute after it last did, and sends what is due."""
    app = celery.current_app
    entry = app.conf.beat_schedule[
        next(n for n, e in app.conf.beat_schedule.items() if e["task"] == TASK)
    ]
    scheduler = Scheduler(app, schedule={}, lazy=True)
    scheduler.update_from_dict({"pages": entry})
    due = scheduler.schedule["pages"]
    due.last_run_at = due.default_now() - MINUTE
    scheduler.tick()


def wait_for(client: Client, words: str, var: Path, process: Any) -> Any:
    """The first answer with these words; fails with the worker's log when none comes in time."""
    deadline, pulse = monotonic() + PATIENCE, Event()
    while monotonic() < deadline and process.poll() is None:
        answer = client.get("/sale/")
        if words in answer.content.decode():
            return answer
        assert answer["Cache-Status"] == HIT, "made anew although nothing had changed"
        pulse.wait(0.1)
    pytest.fail((var / "celery.log").read_text(encoding="utf-8", errors="replace")[-5000:])


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_kept_page_follows_the_clocks_process(embedded: Path) -> None:
    page = home_page().add_child(instance=LandingPage(title="Sale", slug="sale"))
    page.title, page.go_live_at = "Summer sale", timezone.now()
    page.save_revision(approved_go_live_at=page.go_live_at)
    visitor = Client()
    warm(visitor, "/sale/")
    assert (embedded / "cache" / "pages.sqlite3").exists()

    beat()
    with worker(embedded) as process:
        answer = wait_for(visitor, "Summer sale", embedded, process)

    assert answer["Cache-Status"] != HIT
    warm(visitor, "/sale/")
    assert "Summer sale" in visitor.get("/sale/").content.decode()
