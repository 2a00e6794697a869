"""A Redis that goes and comes back: the shop sells on, and nothing from before is served again."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
import redis
from django.test import Client

from shop.core.models import OwedForget
from shop.core.page_cache import keeping
from shop.core.page_cache.redis_connection import note_server
from tests.core.page_cache.shopfront import HIT, Shopfront, body, open_shop, state, warm

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(not shutil.which("redis-server"), reason="needs redis-server on the PATH"),
]


class Server:
    """A Redis of the test's own, which can be killed, started again with what it knew, and held."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--dir", str(self.folder)],
            stdout=subprocess.DEVNULL,
        )
        until = monotonic() + 20
        client = redis.Redis(port=self.port)
        while monotonic() < until:
            try:
                if client.ping():
                    return
            except redis.RedisError:
                continue
        raise AssertionError("redis-server does not start")

    def stop(self) -> None:
        """With everything written down, as a restart of a server that keeps its data."""
        redis.Redis(port=self.port).save()
        self.process.kill()
        self.process.wait()

    def hold(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def let_go(self) -> None:
        self.process.send_signal(signal.SIGCONT)


@pytest.fixture
def server(tmp_path: Path, settings: Any) -> Iterator[Server]:
    running = Server(tmp_path)
    options = {
        "SOCKET_CONNECT_TIMEOUT": 0.2,
        "SOCKET_TIMEOUT": 0.2,
        "CONNECTION_POOL_KWARGS": {"redis_connect_func": note_server},
    }
    settings.CACHES = {
        **settings.CACHES,
        "pages": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{running.port}/0",
            "OPTIONS": options,
        },
    }
    settings.SHOP_PAGE_CACHE = True
    keeping.store.cache_clear()
    forget_the_pause()
    yield running
    running.let_go()
    running.process.kill()
    running.process.wait()
    keeping.store.cache_clear()
    forget_the_pause()


def forget_the_pause() -> None:
    keeping._state.away_until, keeping._state.was_away = 0.0, keeping._state.was_away


@pytest.fixture
def shop(server: Server) -> Shopfront:
    return open_shop()


def rename(shop: Shopfront) -> None:
    shop.bowl.title = "Ash Bowl"
    shop.bowl.save()


def healed(client: Client, path: str) -> bool:
    forget_the_pause()
    warm(client, path)
    return b"Ash Bowl" in body(client, path)


@pytest.mark.parametrize(
    ("away", "back"),
    [(Server.stop, Server.start), (Server.hold, Server.let_go)],
    ids=["restarted with its data", "held up"],
)
def test_what_changed_meanwhile_is_not_served_as_it_was(
    shop: Shopfront,
    server: Server,
    away: Callable[[Server], None],
    back: Callable[[Server], None],
) -> None:
    visitor, path = Client(), "/products/oak-bowl/"
    warm(visitor, path)
    away(server)

    assert b"Oak Bowl" in body(visitor, path)
    rename(shop)
    assert b"Ash Bowl" in body(visitor, path)
    assert state(visitor, path) != HIT
    assert OwedForget.objects.exists()

    back(server)
    forget_the_pause()
    assert b"Ash Bowl" in body(visitor, path)
    assert healed(visitor, path)
    assert not OwedForget.objects.exists()


def test_a_server_that_was_started_anew_gives_nothing_of_before(
    shop: Shopfront, server: Server
) -> None:
    """Even to a process that asked nothing meanwhile, and where nobody could say what changed."""
    visitor, path = Client(), "/products/oak-bowl/"
    warm(visitor, path)
    server.stop()
    type(shop.bowl).objects.filter(pk=shop.bowl.pk).update(title="Ash Bowl")  # told to nobody
    server.start()
    forget_the_pause()
    assert state(visitor, path) != HIT
    assert healed(visitor, path)


def test_what_a_dead_process_owed_is_settled_by_the_clock(shop: Shopfront, server: Server) -> None:
    visitor, path = Client(), "/products/oak-bowl/"
    warm(visitor, path)
    server.hold()
    rename(shop)
    server.let_go()
    # Another process, that noticed nothing.
    keeping._state.away_until, keeping._state.was_away = 0.0, False
    assert OwedForget.objects.exists()
    assert keeping.settle() > 0
    assert state(visitor, path) != HIT
    assert healed(visitor, path)
    assert keeping.settle() == 0


def test_entries_whose_stamps_redis_dropped_are_misses(shop: Shopfront, server: Server) -> None:
    visitor, path = Client(), "/products/oak-bowl/"
    warm(visitor, path)
    client: Any = redis.Redis(port=server.port)
    dropped = [key for key in client.keys("*") if b"stamp:product:" in key]
    client.delete(*dropped)
    keeping._found_true.clear()  # as another process sees it
    assert state(visitor, path) != HIT
    warm(visitor, path)
    client.delete(next(key for key in client.keys("*") if key.endswith(b"clock")))
    rename(shop)
    assert healed(visitor, path)


def test_a_connection_that_was_closed_while_idle_costs_nothing(
    shop: Shopfront, server: Server
) -> None:
    visitor, path = Client(), "/products/oak-bowl/"
    warm(visitor, path)
    assert state(visitor, path) == HIT
    client: Any = redis.Redis(port=server.port)
    client.client_kill_filter(_type="normal", skipme=True)
    assert state(visitor, path) == HIT
    assert not keeping._state.was_away
    rename(shop)
    assert b"Ash Bowl" in body(visitor, path)
