"""Whether the process is up, and whether it can serve; for load balancers, never cached."""

import logging
from collections.abc import Callable

import celery
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)

CACHE_KEY = "core:health"


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers. Asks nothing else."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, cache and broker are reachable: 200, else 503 with what is not.

    One query, one write to the cache, one connection to the broker (a second at most).
    """
    checks: dict[str, Callable[[], None]] = {
        "database": _database,
        "cache": _cache,
        "broker": _broker,
    }
    found = {name: _outcome(name, check) for name, check in checks.items()}
    ready = all(state == "ok" for state in found.values())
    return JsonResponse(
        {"status": "ok" if ready else "unavailable", "checks": found},
        status=200 if ready else 503,
    )


def _outcome(name: str, check: Callable[[], None]) -> str:
    try:
        check()
    except Exception:
        # Whatever a driver raises, the answer is that it is not there; the log says why.
        logger.warning("not ready: %s", name, exc_info=True)
        return "unavailable"
    return "ok"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        if cursor.fetchone() != (1,):
            raise DatabaseError("the database does not answer as it should")


def _cache() -> None:
    cache.set(CACHE_KEY, "ok", 10)
    # A cache that swallows its errors (django-redis does here) shows them by forgetting.
    if cache.get(CACHE_KEY) != "ok":
        raise ConnectionError("the cache does not keep what it is given")


def _broker() -> None:
    with celery.current_app.connection_for_write(connect_timeout=1) as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=1)
