"""The run's own PostgreSQL database, and the broker and cache beside it."""

import contextlib
import time
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import redis
from psycopg2 import sql

REDIS = "redis://127.0.0.1:6379/0"


class OwnDatabase:
    """A database of this run's own on the server that `server_url` names."""

    def __init__(self, server_url: str, name: str) -> None:
        self._server_url = server_url
        self.name = name
        self.url = urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))

    def create(self) -> None:
        """Make it, empty. Raises psycopg2.Error where the server refuses."""
        self._run("CREATE DATABASE {name}")

    def drop(self) -> None:
        """Remove it, whoever is still connected; waits for a server that is being restarted."""
        for _try in range(30):
            with contextlib.suppress(psycopg2.OperationalError):
                self._run("DROP DATABASE IF EXISTS {name} WITH (FORCE)")
                return
            time.sleep(1)

    def _run(self, statement: str) -> None:
        connection = psycopg2.connect(self._server_url, connect_timeout=5)
        try:
            connection.autocommit = True  # a database is not made inside a transaction
            with connection.cursor() as cursor:
                cursor.execute(sql.SQL(statement).format(name=sql.Identifier(self.name)))
        finally:
            connection.close()


def redis_url() -> str:
    """The local Redis where it answers, else nothing: then the embedded broker serves."""
    try:
        redis.Redis.from_url(REDIS, socket_connect_timeout=1, socket_timeout=1).ping()
    except redis.RedisError:
        return ""
    return REDIS


def forget_keys(prefix: str) -> None:
    """Remove this run's keys from Redis, and no others."""
    client = redis.Redis.from_url(REDIS, socket_connect_timeout=1, socket_timeout=5)
    for key in client.scan_iter(match=f"{prefix}*", count=1000):
        client.delete(key)
