"""Films: which files and which hosts' addresses are taken, and how a hosted one is embedded."""

from __future__ import annotations

import os.path
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

FILM_TYPES = {".mp4": "video/mp4", ".webm": "video/webm"}
# The first bytes: “ftyp” of ISO media after its length, EBML of Matroska and WebM.
SIGNATURES = {".mp4": re.compile(rb"^.{4}ftyp", re.DOTALL), ".webm": re.compile(rb"^\x1aE\xdf\xa3")}
MOST_BYTES = 60 * 1024 * 1024
CAPTION_BYTES = 500 * 1024
YOUTUBE = re.compile(r"^[\w-]{11}$", re.ASCII)
VIMEO = re.compile(r"^\d{5,12}$", re.ASCII)


@dataclass(frozen=True)
class HostedFilm:
    """A film at its host's: where it is watched, and what a frame shows once it is asked for."""

    host: str
    watch_url: str
    embed_url: str


def hosted_film(url: str) -> HostedFilm | None:
    """The film at an address of YouTube or Vimeo, as people copy it; None for any other."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    steps = [step for step in parts.path.split("/") if step]
    if host in ("youtube.com", "youtube-nocookie.com", "youtu.be"):
        key = steps[-1] if steps else ""
        if steps == ["watch"]:
            key = parse_qs(parts.query).get("v", [""])[0]
        if YOUTUBE.match(key):
            return HostedFilm(
                "YouTube",
                f"https://www.youtube.com/watch?v={key}",
                # Without cookies until one plays it.
                f"https://www.youtube-nocookie.com/embed/{key}?autoplay=1&rel=0",
            )
    if host in ("vimeo.com", "player.vimeo.com"):
        key = next((step for step in reversed(steps) if VIMEO.match(step)), "")
        if key:
            return HostedFilm(
                "Vimeo",
                f"https://vimeo.com/{key}",
                f"https://player.vimeo.com/video/{key}?autoplay=1&dnt=1",
            )
    return None


def film_type(name: str) -> str:
    """The media type of a film's file by its name."""
    return FILM_TYPES.get(os.path.splitext(name)[1].lower(), "")


def validate_film(file: Any) -> None:
    """A film that browsers play, of a size that phones load. Raises ValidationError."""
    extension = os.path.splitext(file.name)[1].lower()
    if extension not in FILM_TYPES:
        raise ValidationError(_("Choose an MP4 or WebM file."))
    if file.size > MOST_BYTES:
        raise ValidationError(
            _("This film has %(size)s; %(most)s is the most.")
            % {"size": filesizeformat(file.size), "most": filesizeformat(MOST_BYTES)}
        )
    file.seek(0)
    if not SIGNATURES[extension].match(file.read(16)):
        raise ValidationError(_("This is not a film: its content is something else."))
    file.seek(0)


def validate_captions(file: Any) -> None:
    """Subtitles in WebVTT. Raises ValidationError."""
    if file.size > CAPTION_BYTES or not file.name.lower().endswith(".vtt"):
        raise ValidationError(_("Choose a WebVTT file (.vtt)."))
    file.seek(0)
    if not file.read(16).removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        raise ValidationError(_("This is not WebVTT: its first line must say so."))
    file.seek(0)
