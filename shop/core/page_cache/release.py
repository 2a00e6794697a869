"""Which code, templates and settings a kept thing was made with: another release takes none."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path
from time import monotonic

from django.conf import settings

FOLDERS = ("shop", "templates", "static")
SUFFIXES = {".py", ".html", ".txt", ".xml", ".js", ".css", ".svg", ".mo"}
PLAIN = (str, int, float, bool, type(None))

# While somebody works on the shop, a look at the files holds for so long (seconds).
LOOK_AGAIN = 1.0
_looked: list[tuple[float, str]] = []


def release() -> str:
    """A digest of the files and the settings; in DEBUG of the files as they are by now."""
    if not settings.DEBUG:
        return _release()
    if not _looked or monotonic() - _looked[-1][0] > LOOK_AGAIN:
        seen = blake2b(digest_size=12)
        for path in _files():
            seen.update(f"{path}{path.stat().st_mtime_ns}".encode())
        _looked[:] = [(monotonic(), seen.hexdigest())]
    return _looked[-1][1]


@cache
def _release() -> str:
    seen = blake2b(digest_size=12)
    for path in _files():
        seen.update(str(path.relative_to(settings.BASE_DIR)).encode())
        seen.update(path.read_bytes())
    for name in sorted(dir(settings)):
        if name.isupper() and name != "SECRET_KEY":
            value = getattr(settings, name)
            if isinstance(value, PLAIN):
                seen.update(f"{name}={value!r}".encode())
    return seen.hexdigest()


def _files() -> Iterator[Path]:
    for folder in FOLDERS:
        found = (settings.BASE_DIR / folder).rglob("*")
        yield from sorted(path for path in found if path.suffix in SUFFIXES)
