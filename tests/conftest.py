"""What every test stands on: a database of its worker's own, an empty cache, no network."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from hypothesis import settings as hypothesis_settings

from shop.core.page_cache.keeping import store as page_cache_store
from tests import database

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""

# The same examples every time: a test that fails must fail again.
hypothesis_settings.register_profile("shop", derandomize=True, deadline=None)
hypothesis_settings.load_profile("shop")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what this engine or machine lacks; `scripts/test.py` names what that is."""
    without = {
        "postgres": "needs PostgreSQL: set DATABASE_URL"
        if connection.vendor != "postgresql"
        else "",
        "browser": "needs Chromium on the PATH" if not CHROMIUM else "",
    }
    for item in items:
        for marker, reason in without.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))
        if item.get_closest_marker("browser"):
            # A second Chromium tells a held-up machine from a fault; the summary counts the reruns.
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any
) -> Iterator[database.Database]:
    """This worker's copy of the migrated template."""
    with django_db_blocker.unblock():
        mine = database.provide()
    yield mine
    with django_db_blocker.unblock():
        mine.drop()


@pytest.fixture(scope="session", autouse=True)
def media_folder() -> Iterator[Path]:
    """Uploads and renditions of this worker; gone at the end."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """No test sees what another one cached."""
    cache.clear()
    page_cache_store().clear()
