"""Pictures as plain data for templates, e-mails and the API.

Nothing here makes a rendition: a page that shows a picture for the first time
must not pay for encoding it. Until the worker has made the renditions the
original is served, with its dimensions, so that nothing jumps.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shop.core import page_cache
from shop.media.models import Image, Rendition

AVIF_WIDTHS: tuple[int, ...] = (320, 640, 960, 1400, 2000)
# For the browsers that know no AVIF: one width, as of the fallback.
WEBP_SPEC = "width-960|format-webp"
FALLBACK_SPEC = "width-960|format-jpeg"

# Drawings scale by themselves, and re-encoding a GIF would stop its animation.
SERVED_AS_THEY_ARE = frozenset({".svg", ".gif"})

# A quiet mid tone that is neither glaring at night nor heavy by day.
UNKNOWN_COLOUR = "#aaa59d"
CENTRE = "50% 50%"


@dataclass(frozen=True)
class Source:
    """One ``<source>``: its media type and its candidates with their widths."""

    type: str
    srcset: str


@dataclass(frozen=True)
class Picture:
    """All that a template needs to show a picture without asking the database.

    ``sources`` come best first: AVIF in all widths, then WebP. ``width`` and
    ``height`` are those of ``src`` in pixels; ``position`` is the
    focal point as a CSS ``object-position``; ``colour`` stands in until the
    picture has arrived. ``alt`` is empty only where the editor said that the
    picture is decoration.
    """

    src: str
    width: int
    height: int
    alt: str
    colour: str
    position: str
    sources: tuple[Source, ...]
    srcset: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether it is at least half as wide again as it is high."""
        return self.width * 2 >= self.height * 3


def avif_spec(width: int) -> str:
    """Wagtail's filter spec of the AVIF copy with this width in pixels."""
    return f"width-{width}|format-avif"


def rendition_specs(image: Image) -> tuple[str, ...]:
    """The filter specs that this picture is shown with, smallest first.

    A picture is never enlarged. One that is narrower than the smallest width
    is re-encoded at its own size (Wagtail's ``width`` does not enlarge).
    """
    if os.path.splitext(image.file.name)[1].lower() in SERVED_AS_THEY_ARE:
        return ()
    widths = [width for width in AVIF_WIDTHS if width <= image.width] or [AVIF_WIDTHS[0]]
    return (*(avif_spec(width) for width in widths), WEBP_SPEC, FALLBACK_SPEC)


def missing_specs(image: Image) -> tuple[str, ...]:
    """Those of ``rendition_specs`` that nobody has made yet. One query at most."""
    there = _renditions_by_spec(image)
    return tuple(spec for spec in rendition_specs(image) if spec not in there)


def picture(image: Image, *, alt: str | None = None) -> Picture:
    """The picture as plain data, made from the renditions that exist.

    No query where ``renditions`` (or Wagtail's ``prefetched_renditions``) is
    prefetched, one otherwise. ``alt`` replaces the picture's own alternative
    text, for a place where it says something else.
    """
    renditions = _renditions_by_spec(image)
    specs = rendition_specs(image)
    by_type = {"image/avif": specs[:-2], "image/webp": specs[-2:-1]}
    shown: Image | Rendition = (
        renditions.get(FALLBACK_SPEC, image) if FALLBACK_SPEC in specs else image
    )
    sources = tuple(
        Source(type=media_type, srcset=srcset)
        for media_type, wanted in by_type.items()
        if (srcset := _srcset(renditions[spec] for spec in wanted if spec in renditions))
    )
    return Picture(
        src=shown.file.url,
        width=shown.width,
        height=shown.height,
        alt=_alternative_text(image) if alt is None else alt,
        colour=image.dominant_colour or UNKNOWN_COLOUR,
        position=_position(image),
        sources=sources,
    )


def _srcset(candidates: Iterable[Rendition]) -> str:
    return ", ".join(f"{made.file.url} {made.width}w" for made in candidates)


def fallback_url(image: Image) -> str:
    """The address of a JPEG that every mail program and link preview can show.

    The original where the JPEG is not made yet. Relative to the site where the
    storage is; the caller adds the host. Queries as ``picture``.
    """
    specs = rendition_specs(image)
    if FALLBACK_SPEC in specs:
        made = _renditions_by_spec(image).get(FALLBACK_SPEC)
        if made is not None:
            return str(made.file.url)
    return str(image.file.url)


def largest_url(image: Image) -> str:
    """The address of the largest copy, for looking closely; the original's without one.

    Queries as ``picture``.
    """
    renditions = _renditions_by_spec(image)
    for spec in (avif_spec(width) for width in reversed(AVIF_WIDTHS)):
        if spec in renditions:
            return str(renditions[spec].file.url)
    return str(image.file.url)


def smallest_url(image: Image) -> str:
    """The address of the smallest copy, for lists; the original's without one. As `picture`."""
    made = _renditions_by_spec(image).get(avif_spec(AVIF_WIDTHS[0]))
    return str((made or image).file.url)


def _renditions_by_spec(image: Image) -> dict[str, Rendition]:
    page_cache.made_from(page_cache.sources.image(image.pk))
    prefetched: Iterable[Rendition] | None = image._get_prefetched_renditions()
    if prefetched is None:
        prefetched = image.renditions.filter(
            filter_spec__in=rendition_specs(image), focal_point_key=""
        )
    # Our specs only scale, so the focal point is no part of their key.
    return {made.filter_spec: made for made in prefetched if not made.focal_point_key}


def _alternative_text(image: Image) -> str:
    # An ImageBlock sets these two on the instance: what the editor said on that page.
    if image.decorative:
        return ""
    return str(image.contextual_alt_text or image.description or image.title or _("Picture"))


def _position(image: Image) -> str:
    focus = image.get_focal_point()
    if focus is None or not image.width or not image.height:
        return CENTRE
    across = min(100, max(0, round(focus.centroid_x * 100 / image.width)))
    down = min(100, max(0, round(focus.centroid_y * 100 / image.height)))
    return f"{across}% {down}%"
