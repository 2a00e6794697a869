"""A real worker, in a process of its own, sends what a request has queued."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection

from shop.communication.models import OutboundMessage
from shop.communication.services import queue_message
from shop.core import jobs
from tests.factories import add_to_basket, countries, make_product, pay, place_order
from tests.queueing import folders, publishing

PATIENCE = 40.0  # a loaded machine; a quiet one needs five seconds


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    """A folder as VAR_DIR; this process publishes to the broker in it, as the web process does."""
    with publishing("filesystem://localhost", **folders(tmp_path)):
        yield tmp_path


@contextmanager
def celery_process(var: Path, *arguments: str) -> Iterator[subprocess.Popen]:
    """`celery -A shop` as `make run` starts it, on this test's database and folder."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "shop.settings.dev",
        "VAR_DIR": str(var),
        "DATABASE_URL": database_url(),
        "SITE_URL": "https://shop.example",
        "PYTHONWARNINGS": "ignore",
    }
    for name in ("REDIS_URL", "EMAIL_URL"):
        environment.pop(name, None)
    with (var / "celery.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "shop", *arguments],
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=log,
            stderr=log,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait(timeout=10)


def worker(var: Path):
    return celery_process(
        var,
        *("worker", "--pool=solo", "--loglevel=INFO"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    )


def database_url() -> str:
    """This test's own database, for another process."""
    of = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{of['NAME']}"
    login = f"{of['USER']}:{of['PASSWORD']}" if of["PASSWORD"] else of["USER"]
    return f"postgres://{login}@{of['HOST'] or '127.0.0.1'}:{of['PORT'] or 5432}/{of['NAME']}"


def letters(var: Path) -> list[Path]:
    return sorted((var / "mail").glob("*")) if (var / "mail").exists() else []


def wait_for_letters(var: Path, process: subprocess.Popen) -> list[Path]:
    """The e-mails that came; fails with the process's log when none comes in time."""
    deadline = monotonic() + PATIENCE
    pulse = Event()
    while monotonic() < deadline and process.poll() is None:
        if OutboundMessage.objects.filter(state=OutboundMessage.State.SENT).exists():
            return letters(var)
        pulse.wait(0.1)
    pytest.fail((var / "celery.log").read_text(encoding="utf-8", errors="replace")[-5000:])


@pytest.mark.django_db(transaction=True)
def test_the_worker_process_sends_the_confirmation(var, client):
    countries()
    add_to_basket(client, make_product("Mug", stock=5), 2)
    pay(client, place_order(client).url)

    message = OutboundMessage.objects.get(kind="order_confirmation")
    assert message.state == OutboundMessage.State.PENDING
    assert mail.outbox == [], "the request sends nothing"
    assert letters(var) == []

    with worker(var) as process:
        (letter,) = wait_for_letters(var, process)

    assert mail.outbox == [], "nor does this process afterwards"
    email = message_from_bytes(letter.read_bytes(), policy=policy.default)
    number = message.key.partition(":")[2]
    assert email["To"] == "rowan@example.com"
    assert number in email["Subject"]
    body = email.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert f"https://shop.example/orders/{number}/" in text
    assert "2 x Mug" in text


@pytest.mark.django_db(transaction=True)
def test_what_a_dead_broker_lost_the_workers_sweep_sends(var):
    """The publish fails, the cause stands; the sweep that beat asks for finds the row."""
    with publishing("redis://127.0.0.1:1/0"):
        queue_message(
            kind="rendered",
            key="test:1",
            recipient="rowan@example.com",
            context={"subject": "Late, but here", "body_text": "Words", "body_html": ""},
        )
    assert list((var / "broker" / "queue").iterdir()) == []

    jobs.enqueue("shop.tasks.email.send_due_messages")
    with worker(var) as process:
        (letter,) = wait_for_letters(var, process)

    assert b"Subject: Late, but here" in letter.read_bytes()
    assert OutboundMessage.objects.get().attempts == 1
