"""Addresses that belong to the shop and that no editor's page may take."""

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import URLResolver, get_resolver

# Promised in the README; no view answers there yet, so the URLconf cannot know them.
PROMISED = frozenset({"api", "orders", "stripe"})
LITERAL = re.compile(r"^\^?([A-Za-z0-9_.-]+)(?=/|\\|\$|\?|$)")


@cache
def reserved_slugs() -> frozenset[str]:
    """The first path segments that the URLconf (or a file server in front of it) answers.

    Read from the URLconf itself, so that a new address is reserved without being listed here.
    """
    found = set(PROMISED) | set(_first_segments(get_resolver()))
    for address in (settings.STATIC_URL, settings.MEDIA_URL):
        # A CDN's address has a host of its own and takes nothing away from us.
        parts = urlsplit(address or "")
        if not parts.netloc and parts.path.strip("/"):
            found.add(parts.path.strip("/").split("/")[0].lower())
    return frozenset(found)


def _first_segments(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        address = str(pattern.pattern)
        if segment := LITERAL.match(address):
            yield segment.group(1).lower()
        elif address in ("", "^") and isinstance(pattern, URLResolver):
            yield from _first_segments(pattern)
