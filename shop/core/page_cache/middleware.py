"""Answers whole public pages from the page cache, and keeps those that it does not have.

A page is kept where its view says that it is everybody's (`everybodys`) and the answer bears that
out: a plain 200 to a GET that sets no cookie and varies by nothing but what is named here. Whoever
asks gets it then, with whatever cookies: none of them changes such a page.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from time import time
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.http.response import ResponseHeaders
from django.utils.cache import get_conditional_response, patch_vary_headers

from shop.core.page_cache import keeping
from shop.core.page_cache.changes import tell_what_waits
from shop.core.page_cache.entries import Entry
from shop.core.page_cache.recording import Recording, recorded
from shop.core.page_cache.release import release
from shop.core.speculation import PRIVATE

# Parameters that tell where somebody came from. No page reads them: they are taken away, so that
# one who follows a campaign's link gets, and leaves, what everybody gets.
TRACKING = frozenset(
    [
        "fbclid",
        "gclid",
        "gad_source",
        "gbraid",
        "wbraid",
        "dclid",
        "msclkid",
        "twclid",
        "ttclid",
        "li_fat_id",
        "igshid",
        "mc_cid",
        "mc_eid",
        "_ga",
        "_gl",
        "yclid",
        "srsltid",
    ]
)
TRACKING_PREFIX = "utm_"
# Every change is told. The time bounds what a change past the models may do.
SECONDS = 600
LARGEST = 1_000_000  # bytes, compressed
LONGEST_QUERY = 2000
# Programs that ask for nothing else get JSON where an address has several forms.
JSON_ALONE = frozenset({"", "*/*", "application/json"})
KEPT_APART = frozenset({"accept-encoding", "accept"})
ASK_EACH_TIME = "public, max-age=0, must-revalidate"
# With none of these, an answer is whole.
CONDITIONS = (
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_UNMODIFIED_SINCE",
)
# Said anew with every answer.
NOT_KEPT = frozenset({"content-length", "date", "etag", "vary", "content-encoding", "cache-status"})

Pairs = list[tuple[str, str]]
Answer = Callable[[HttpRequest], HttpResponseBase]


class PageCache:
    """Stands behind what makes answers safe and serves files, and before everything else."""

    def __init__(self, get_response: Answer) -> None:
        # Closed, the shop says so to whoever asks.
        if not settings.SHOP_PAGE_CACHE or settings.SHOP_MAINTENANCE:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.private = tuple(pattern.removesuffix("*") for pattern in PRIVATE)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not self._may_be_kept(request):
            return self.get_response(request)
        query, tracking = _normalised(request)
        tell_what_waits()
        key = _key(request, query)
        if (entry := keeping.taken(key)) is not None and _suits(entry, request):
            return _answered(request, entry)
        since = keeping.begun()
        with recorded() as recording:
            response = self.get_response(request)
        if tracking and 300 <= response.status_code < 400 and "Location" in response.headers:
            joint = "&" if "?" in response["Location"] else "?"
            response["Location"] += joint + urlencode(tracking)  # what counts visits comes later
        if not _is_everybodys(request, response, recording, query):
            return response
        seal = _Seal(request, response, key, since, recording)
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = seal.through(response.streaming_content)  # type: ignore[arg-type]
            return response
        return seal.answer(response.content)  # type: ignore[attr-defined]

    def _may_be_kept(self, request: HttpRequest) -> bool:
        # Wagtail asks with requests of its own for the preview of what is no page yet.
        return (
            request.method in ("GET", "HEAD")
            and not getattr(request, "is_dummy", False)
            and not request.path.startswith(self.private)
        )


class _Seal:
    """Keeps an answer once all of it is there."""

    def __init__(
        self,
        request: HttpRequest,
        response: HttpResponseBase,
        key: str,
        since: tuple[str, int] | None,
        recording: Recording,
    ) -> None:
        self.request, self.response, self.key = request, response, key
        self.since, self.recording = since, recording
        _say_how_long(response)

    def answer(self, content: bytes) -> HttpResponseBase:
        """The response, as it will be answered from now on."""
        entry, stored = self._entry(content), False
        if self.since is not None and self.request.method == "GET":
            stored = self._keep(entry)
        answer = _answered(self.request, entry, hit=False, stored=stored)
        answer._resource_closers = self.response._resource_closers  # type: ignore[attr-defined]
        answer.cookies = self.response.cookies
        return answer

    def through(self, parts: Iterable[Any]) -> Iterator[Any]:
        """The parts of a long answer as they come; it is kept if it ends and is not too long."""
        kept: list[bytes] = []
        length = 0
        for part in parts:
            length += len(part)
            if length <= 20 * LARGEST:
                kept.append(part)
            yield part
        if self.since is not None and self.request.method == "GET" and length <= 20 * LARGEST:
            self._keep(self._entry(b"".join(kept)))

    def _entry(self, content: bytes) -> Entry:
        about = {
            "headers": [
                (name, value)
                for name, value in self.response.items()
                if name.lower() not in NOT_KEPT
            ],
            "vary": self.response.get("Vary", ""),
            "etag": f'W/"{blake2b(content, digest_size=16).hexdigest()}"',
            "length": len(content),
            "until": self.recording.ends and self.recording.ends.timestamp(),
        }
        body = gzip.compress(content, compresslevel=6, mtime=0)
        return Entry("", 0, 0, (), about, body)

    def _keep(self, entry: Entry) -> bool:
        if self.since is None or len(entry.body) > LARGEST:
            return False
        keeping.keep(
            self.key,
            since=self.since,
            recording=self.recording,
            seconds=SECONDS,
            about=entry.about,
            body=entry.body,
        )
        return True


def _normalised(request: HttpRequest) -> tuple[str, Pairs]:
    """The query string in one order, and what of it tells where the visitor came from.

    The views see it without that. One that is too long stays as it is, and is not kept.
    """
    text = request.META.get("QUERY_STRING", "")
    if not text or len(text) > LONGEST_QUERY:
        return text, []
    pairs = parse_qsl(text, keep_blank_values=True)
    left = [pair for pair in pairs if not _is_tracking(pair[0])]
    if len(left) == len(pairs):
        return urlencode(sorted(left)), []
    request.META["QUERY_STRING"] = urlencode(left)
    return urlencode(sorted(left)), [pair for pair in pairs if _is_tracking(pair[0])]


def _is_tracking(name: str) -> bool:
    return name in TRACKING or name.startswith(TRACKING_PREFIX)


def _key(request: HttpRequest, query: str) -> str:
    # A Host that is not ours raises here, and is answered 400.
    parts = (release(), request.scheme, request.get_host(), request.path, query)
    return "page:" + blake2b("\n".join(map(str, parts)).encode(), digest_size=20).hexdigest()


def _parts(header: str) -> list[str]:
    return [part.strip() for part in header.split(",") if part.strip()]


def _suits(entry: Entry, request: HttpRequest) -> bool:
    varies = entry.about["vary"].lower()
    if varies in ("", "accept-encoding") or "accept" not in _parts(varies):
        return True
    return request.headers.get("Accept", "") in JSON_ALONE


def _is_everybodys(
    request: HttpRequest, response: HttpResponseBase, recording: Recording, query: str
) -> bool:
    if recording.honoured is None or response.status_code != 200 or response.cookies:
        return False
    if len(query) > LONGEST_QUERY or query != urlencode(sorted(recording.honoured)):
        return False
    varies = {name.lower() for name in _parts(response.get("Vary", ""))}
    if not varies <= KEPT_APART or response.has_header("Content-Encoding"):
        return False
    if "accept" in varies and request.headers.get("Accept", "") not in JSON_ALONE:
        return False
    said = response.get("Cache-Control", "").lower()
    return not any(word in said for word in ("private", "no-store"))


def _say_how_long(response: HttpResponseBase) -> None:
    """Browsers ask every time, and are told in a line that nothing changed (304).

    A CDN may answer for so long without asking as SHOP_CDN_SECONDS says; where it is purged, or a
    shop can bear it.
    """
    if not response.has_header("Cache-Control"):
        shared = settings.SHOP_CDN_SECONDS
        response["Cache-Control"] = ASK_EACH_TIME + (f", s-maxage={shared}" if shared else "")


def _answered(
    request: HttpRequest, entry: Entry, *, hit: bool = True, stored: bool = False
) -> HttpResponseBase:
    about = entry.about
    packed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    if request.method == "HEAD":
        content = b""
    else:
        content = entry.body if packed else gzip.decompress(entry.body)
    response = HttpResponse(content)
    if packed not in entry.ready:
        entry.ready[packed] = _headers(entry, packed)
    # Each of them was checked when it was made ready.
    response.headers._store = dict(entry.ready[packed]._store)
    if not hit:
        response["Cache-Status"] = "shop; fwd=miss" + ("; stored" if stored else "")
    if about["until"] is not None:
        _end_then(response, about["until"])
    if not any(name in request.META for name in CONDITIONS):
        return response
    return get_conditional_response(request, etag=about["etag"], response=response) or response


def _headers(entry: Entry, packed: bool) -> ResponseHeaders:
    """What a hit says above its body, but for what depends on the moment."""
    about = entry.about
    response = HttpResponse(headers=dict(about["headers"]))
    response["Content-Length"] = str(len(entry.body) if packed else about["length"])
    response["ETag"] = about["etag"]
    if about["vary"]:
        response["Vary"] = about["vary"]
    patch_vary_headers(response, ["Accept-Encoding"])
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Cache-Status"] = "shop; hit"
    return response.headers


def _end_then(response: HttpResponse, moment: float) -> None:
    """Let nobody keep it longer than it is true."""
    said = response.get("Cache-Control", "")
    if said == ASK_EACH_TIME:
        return
    left = max(0, int(moment - time()))
    parts = []
    for part in _parts(said):
        name, _equals, value = part.partition("=")
        if name in ("max-age", "s-maxage") and value.isdigit():
            part = f"{name}={min(int(value), left)}"
        parts.append(part)
    response["Cache-Control"] = ", ".join(parts)
