"""Counts the queries of each page, made anew with the shared data warm, and kept; prints JSON."""

import json
import sys

import django

django.setup()

from django.core.cache import caches  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django_redis import get_redis_connection  # noqa: E402

from shop.core.page_cache import keeping  # noqa: E402


def forget_pages() -> None:
    """Whole pages alone; what they share stays."""
    client = get_redis_connection("pages")
    for key in client.scan_iter(match=f"{caches['pages'].make_key('entry:page:')}*"):
        client.delete(key)
    keeping._found_true.clear()


def count(path: str) -> tuple[int, int]:
    """Queries of the page made anew, and then kept."""
    client, found = Client(), []
    for _ in range(3):
        client.get(path)
    forget_pages()
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        found.append(len(captured))
    return found[0], found[1]


print(json.dumps({path: count(path) for path in sys.argv[1:]}))
