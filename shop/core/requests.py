"""Each request has an id: in its log lines and in the answer; the proxy's where that gave one."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from time import perf_counter
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

logger = logging.getLogger("shop.requests")

HEADER = "X-Request-ID"
# What a proxy makes up. Anything else could be an attempt on whoever reads the log.
KNOWN = re.compile(r"[A-Za-z0-9-]{8,64}")

_id: ContextVar[str] = ContextVar("shop.core.requests", default="")


class RequestId:
    """Stands first. Logs each answer with its view and its time, never with its address: an
    order's address is its key."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        token = _id.set(given if KNOWN.fullmatch(given) else uuid4().hex)
        began = perf_counter()
        try:
            response = self.get_response(request)
            response[HEADER] = _id.get()
            if not logger.isEnabledFor(logging.INFO):
                return response
            match = request.resolver_match
            told = {
                "method": request.method,
                "status": response.status_code,
                "view": (match.view_name or match.route) if match else "",
                "milliseconds": round((perf_counter() - began) * 1000, 1),
                "cache": response.headers.get("Cache-Status", ""),
            }
            logger.info("%s %s", request.method, response.status_code, extra={"told": told})
            return response
        finally:
            _id.reset(token)


class JsonLines(logging.Formatter):
    """A line of JSON a record: time, level, logger, message, and the id of the request, if any."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": _id.get(),
            **getattr(record, "told", {}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps({name: value for name, value in line.items() if value != ""})
