"""The demo shop behind a real server, and Chromium in front of it.

The demo is loaded once a worker; every test gets a copy of that database, so the server's threads
see committed rows and no test sees another's. Celery is not eager here: what the web process hands
to the worker stays in the queue, as it does in a shop.
"""

from __future__ import annotations

import copy
import io
import re
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import celery
import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.server import ShopServer
from tests.browser.visitor import Visitor
from tests.conftest import CHROMIUM
from tests.database import Database

REPORT = pytest.StashKey[pytest.TestReport]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep what became of a test, for the fixture that photographs failures."""
    report = yield
    if report.when == "call":
        item.stash[REPORT] = report
    return report


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, which can reach nothing but this machine."""
    with pytest.MonkeyPatch.context() as patch:
        # Playwright runs an event loop in the tests' thread; the ORM is used beside it, not in it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with sync_playwright() as playwright:
            expect.set_options(timeout=10_000)
            chromium = playwright.chromium.launch(
                executable_path=CHROMIUM,
                args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
            )
            yield chromium
            chromium.close()


@pytest.fixture(scope="package")
def demo_database(
    django_db_setup: Database, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A database whose template holds the demo shop; its pictures are in MEDIA_ROOT meanwhile."""
    mine = django_db_setup
    loaded, shop = copy.copy(mine), copy.copy(mine)
    loaded.name = shop.template = f"{mine.name}_demo"
    shop.name = f"{mine.name}_shop"
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("demo-media")),
    ):
        loaded.copy()
        call_command("load_demo", force=True, stdout=io.StringIO())
        mine.connect(mine.name)
        yield shop
        shop.drop()
        loaded.drop()
        mine.connect(mine.name)


@pytest.fixture(scope="package")
def server(demo_database: Database) -> Iterator[ShopServer]:
    """The running shop."""
    shop_server = ShopServer()
    with override_settings(SITE_URL=shop_server.url, WAGTAILADMIN_BASE_URL=shop_server.url):
        shop_server.start()
        yield shop_server
        shop_server.stop()


@pytest.fixture
def shop(
    server: ShopServer,
    demo_database: Database,
    django_db_setup: Database,
    django_db_blocker: Any,
) -> Iterator[ShopServer]:
    """The demo shop as it was loaded, with an empty queue; the ORM may be asked about it."""
    configuration = celery.current_app.conf
    eager, configuration.task_always_eager = configuration.task_always_eager, False
    with django_db_blocker.unblock():
        demo_database.copy()
        yield server
        django_db_setup.connect(django_db_setup.name)
    configuration.task_always_eager = eager


@pytest.fixture
def visit(
    request: pytest.FixtureRequest, browser: Browser, shop: ShopServer
) -> Iterator[Callable[..., Visitor]]:
    """Opens a browser of its own for somebody (see `Visitor` for the options).

    Afterwards nothing may have troubled the browsers; of a failed test the pages are saved.
    """
    visitors: list[Visitor] = []

    def open_browser(**options: Any) -> Visitor:
        visitors.append(Visitor(browser, shop.url, **options))
        return visitors[-1]

    yield open_browser
    report = request.node.stash.get(REPORT, None)
    troubles = [trouble for visitor in visitors for trouble in visitor.troubles]
    if troubles or (report and report.failed):
        folder = Path(tempfile.mkdtemp(prefix="shop-screenshots-"))
        name = re.sub(r"\W+", "-", request.node.name)
        for number, visitor in enumerate(visitors):
            for path in visitor.photograph(folder, f"{name}-{number}"):
                print(f"screenshot: {path}")  # noqa: T201
    for visitor in visitors:
        visitor.context.close()
    assert not troubles, "\n".join(troubles)
