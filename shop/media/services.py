"""What the media room does: make a picture ready to be shown."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from PIL import Image as PillowImage
from wagtail.images.models import Filter

from shop.core import jobs, page_cache
from shop.media import selectors
from shop.media.models import Image, Rendition

TASK_MAKE_RENDITIONS = "shop.tasks.media.make_renditions"


class PictureUnreadable(Exception):
    """The picture's file is missing or is not a picture that can be decoded."""


def request_renditions(*, image_id: int) -> None:
    """Have the worker make what the picture lacks, once the transaction is committed."""
    jobs.enqueue(TASK_MAKE_RENDITIONS, image_id)


def request_missing_renditions(*, limit: int = 50) -> int:
    """Ask the worker for the pictures that have no fallback or no WebP yet.

    For beat: a message that was lost with its broker is made good. At most
    ``limit`` pictures, oldest first; returns how many. One query.
    """
    made = [
        Rendition.objects.filter(image=OuterRef("pk"), filter_spec=spec)
        for spec in (selectors.FALLBACK_SPEC, selectors.WEBP_SPEC)
    ]
    waiting = Image.objects.exclude(Exists(made[0]), Exists(made[1]))
    for extension in selectors.SERVED_AS_THEY_ARE:
        waiting = waiting.exclude(file__iendswith=extension)
    image_ids = list(waiting.order_by("pk").values_list("pk", flat=True)[:limit])
    for image_id in image_ids:
        request_renditions(image_id=image_id)
    return len(image_ids)


def make_renditions(*, image_id: int) -> int:
    """Make the renditions and the dominant colour that the picture lacks.

    Returns how many renditions were made: none on a second call, and none for
    a picture that has been deleted meanwhile. Costs one to two seconds of
    processor time for a large picture, so it runs in the worker and outside a
    transaction. Reads and writes the media storage. Raises
    ``PictureUnreadable`` where the original cannot be read.
    """
    image = Image.objects.filter(pk=image_id).first()
    if image is None:
        return 0
    missing = selectors.missing_specs(image)
    try:
        made = image.create_renditions(*(Filter(spec) for spec in missing))
        colour = image.dominant_colour
        if (missing or not colour) and not image.is_svg():
            with image.open_file() as file:
                colour = dominant_colour(file)
    except OSError as error:  # Wagtail's, Willow's and Pillow's errors are all OSErrors
        raise PictureUnreadable(f"Picture {image_id} ({image.file.name}): {error}") from error
    unchanged = Image.objects.filter(pk=image_id, file=image.file.name)
    if unchanged.exists():
        if colour != image.dominant_colour:
            unchanged.update(dominant_colour=colour)
        if made or colour != image.dominant_colour:  # Wagtail writes many without a signal
            page_cache.forget(page_cache.sources.image(image_id), page_cache.sources.IMAGES)
    elif made and Image.objects.filter(pk=image_id).exists():
        # The file was replaced while its predecessor was being encoded.
        for stale in Rendition.objects.filter(image_id=image_id, filter_spec__in=missing):
            stale.delete()
        request_renditions(image_id=image_id)
        return 0
    return len(made)


def dominant_colour(file: object) -> str:
    """The average colour of the picture in an open file, as ``#rrggbb``.

    The average rather than the most frequent colour: when the picture arrives
    over its placeholder the brightness does not jump, by day or by night.
    Raises ``OSError`` where the file is no picture.
    """
    with PillowImage.open(file) as source:  # type: ignore[arg-type]
        source.draft("RGB", (64, 64))  # a JPEG is decoded at an eighth of its size
        small = source.convert("RGBA").resize((16, 16), PillowImage.Resampling.BOX)
        paper = PillowImage.new("RGBA", small.size, "#ffffff")
        paper.alpha_composite(small)
        pixel = paper.convert("RGB").resize((1, 1), PillowImage.Resampling.BOX).getpixel((0, 0))
    assert isinstance(pixel, tuple)
    return "#{:02x}{:02x}{:02x}".format(*(int(channel) for channel in pixel))
