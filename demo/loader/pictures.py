"""The demo pictures enter the library together with the renditions made ahead."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from PIL import Image as PillowImage
from wagtail.models import Collection
from wagtail.search import index

from demo.loader.entries import DemoData, PictureEntry
from demo.loader.report import EntryError, Report
from demo.renditions import ShippedPicture, ShippedRendition, read_manifest
from shop.core.progress import Progress
from shop.media import services
from shop.media.models import Image, Rendition

STEP = "Pictures"


@dataclass(frozen=True)
class _Original:
    entry: PictureEntry
    content: bytes
    sha1: str
    shipped: ShippedPicture | None


def load(
    *, folder: Path, data: DemoData, report: Report, progress: Progress
) -> Mapping[str, Image]:
    """Put the pictures into the library; returns them by file name.

    A picture that is there already (the same bytes, by Wagtail's hash) is left
    as it is: its alternative text belongs to the editors now. Files that are
    lost are restored. Pictures without renditions made ahead are handed to the
    worker. Broken ones are reported. Writes to the media storage.
    """
    shipped = read_manifest(folder / "renditions" / "manifest.json")
    originals = []
    for entry in data.pictures:
        try:
            originals.append(_read(folder / "images", entry, shipped.get(entry.file)))
        except EntryError as error:
            report.skip(f"picture {entry.file}", error)
    known = {
        image.file_hash: image
        for image in Image.objects.filter(
            file_hash__in=[original.sha1 for original in originals]
        ).order_by("-pk")
    }
    fresh: list[Image] = []
    collection_id = Collection.get_first_root_node().pk
    for done, original in enumerate(originals, start=1):
        image = known.get(original.sha1)
        if image is None:
            image = _new(original, data.focal_points.get(original.entry.file), collection_id)
            known[original.sha1] = image
            fresh.append(image)
        else:
            _restore(image.file, original.content)
        progress.show(STEP, done, len(originals))
    # In bulk: the signal would ask the worker for what was made ahead.
    Image.objects.bulk_create(fresh)
    for image in fresh:
        index.insert_or_update_object(image)
    _load_renditions(folder / "renditions", originals, known)
    progress.finish()
    return {original.entry.file: known[original.sha1] for original in originals}


def _read(folder: Path, entry: PictureEntry, shipped: ShippedPicture | None) -> _Original:
    try:
        content = (folder / entry.file).read_bytes()
    except OSError:
        raise EntryError("the file is not there or cannot be read") from None
    sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    if shipped is None or shipped.sha1 != sha1:
        shipped = None
        try:
            with PillowImage.open(io.BytesIO(content)) as opened:
                opened.load()
        except (
            OSError,
            SyntaxError,
            ValueError,
            PillowImage.DecompressionBombError,
        ) as error:
            raise EntryError(f"this is not a picture that can be shown ({error})") from error
    return _Original(entry, content, sha1, shipped)


def _new(original: _Original, focus: tuple[int, int] | None, collection_id: int) -> Image:
    if original.shipped is not None:
        width, height = original.shipped.width, original.shipped.height
        colour = original.shipped.dominant_colour
    else:
        with PillowImage.open(io.BytesIO(original.content)) as opened:
            width, height = opened.size
        colour = ""
    blank = Image(collection_id=collection_id, width=width, height=height)
    image = Image(
        title=Path(original.entry.file).stem.replace("-", " ").capitalize(),
        description=original.entry.alt,
        width=width,
        height=height,
        file_size=len(original.content),
        file_hash=original.sha1,
        dominant_colour=colour,
        collection_id=collection_id,
        file=blank.file.storage.save(
            blank.get_upload_to(original.entry.file), ContentFile(original.content)
        ),
    )
    if focus is not None:
        across, down = focus
        image.focal_point_x = width * across // 100
        image.focal_point_y = height * down // 100
        image.focal_point_width = width // 5
        image.focal_point_height = height // 5
    return image


def _restore(file: FieldFile, content: bytes) -> None:
    """Write a file that was lost back under its own name."""
    name = str(file.name)
    if not file.storage.exists(name):
        file.storage.save(name, ContentFile(content))


def _load_renditions(folder: Path, originals: list[_Original], known: Mapping[str, Image]) -> None:
    there = {
        (made.image_id, made.filter_spec): made
        for made in Rendition.objects.filter(
            image__in=[image.pk for image in known.values()], focal_point_key=""
        )
    }
    fresh = []
    for original in originals:
        image = known[original.sha1]
        wanted = original.shipped.renditions if original.shipped else ()
        complete = bool(wanted)
        for made in wanted:
            try:
                content = (folder / made.file).read_bytes()
            except OSError:
                complete = False
                continue
            rendition = there.get((image.pk, made.spec))
            if rendition is None:
                fresh.append(_rendition(image, made, content))
            else:
                _restore(rendition.file, content)
        if not complete:
            services.request_renditions(image_id=image.pk)
    Rendition.objects.bulk_create(fresh)


def _rendition(image: Image, made: ShippedRendition, content: bytes) -> Rendition:
    blank = Rendition(image=image, width=made.width, height=made.height)
    return Rendition(
        image=image,
        filter_spec=made.spec,
        width=made.width,
        height=made.height,
        file=blank.file.storage.save(blank.get_upload_to(made.file), ContentFile(content)),
    )
