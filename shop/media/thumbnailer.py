"""Oscar's thumbnails, made with Wagtail's renditions of the shared library.

Only the order dashboard and Oscar's own templates use it; the storefront shows
``selectors.picture``.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.templatetags.static import static
from oscar.core.thumbnails import AbstractThumbnailer

from shop.media.models import Image, Rendition

logger = logging.getLogger(__name__)

MISSING_PICTURE = "media/missing-picture.svg"


@dataclass(frozen=True)
class Thumbnail:
    """What Oscar's templates read from a thumbnail; sizes in pixels, where known."""

    url: str
    width: int | None = None
    height: int | None = None


class WagtailThumbnailer(AbstractThumbnailer):
    """Makes small copies in the dashboard's requests; never raises for a lost file."""

    def generate_thumbnail(
        self,
        source: Any,
        *,
        size: str,
        crop: Any = None,
        upscale: bool = False,
        **options: Any,
    ) -> Thumbnail | Rendition:
        """A copy of the picture that fits into ``size``.

        ``source`` is an image of the library, one of its file fields, or a name
        in the storage. ``size`` is Oscar's ``"70x70"``, ``"x155"`` or ``"100"``;
        with ``crop`` the copy fills it. Pictures are never enlarged, whatever
        ``upscale`` says. Up to two queries; makes and stores the copy the first
        time. A file that is gone yields a drawing in its place.
        """
        image = self._image(source)
        if image is None:
            return self._unmanaged(source)
        try:
            return image.get_rendition(self._spec(size, crop=bool(crop)))
        except OSError as error:
            logger.warning("No thumbnail for %s: %s", image.file.name, error)
            return Thumbnail(url=static(MISSING_PICTURE))

    def delete_thumbnails(self, source: Any) -> None:
        """Delete the picture's renditions. The picture itself stays in the library."""
        image = self._image(source)
        if image is not None:
            for rendition in image.renditions.all():
                rendition.delete()

    def _image(self, source: Any) -> Image | None:
        if isinstance(source, Image):
            return source
        owner = getattr(source, "instance", None)
        if isinstance(owner, Image):
            return owner
        name = self._name(source)
        return Image.objects.filter(file=name).first() if name else None

    def _unmanaged(self, source: Any) -> Thumbnail:
        name = self._name(source)
        if name and default_storage.exists(name):
            return Thumbnail(url=default_storage.url(name))
        return Thumbnail(url=static(MISSING_PICTURE))

    @staticmethod
    def _name(source: Any) -> str:
        return str(getattr(source, "name", source) or "")

    @staticmethod
    def _spec(size: str, *, crop: bool) -> str:
        width, _separator, height = size.partition("x")
        if width and height:
            return f"{'fill' if crop else 'max'}-{int(width)}x{int(height)}"
        if width:
            return f"width-{int(width)}"
        return f"height-{int(height)}"
