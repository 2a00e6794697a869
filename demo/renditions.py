"""The demo pictures' renditions, made ahead and kept in the repository.

They are made by Wagtail's own filters and named as Wagtail names them, so the
files are the very ones that the worker would have made, and the first page of
a fresh shop needs no picture encoded. ``manifest.json`` says which original each
belongs to (by its SHA-1, which Wagtail stores as ``Image.file_hash``) and which
quality it was encoded with.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.files.base import ContentFile, File


@dataclass(frozen=True)
class ShippedRendition:
    """One encoded copy: Wagtail's filter spec, the file's name, pixels."""

    spec: str
    file: str
    width: int
    height: int


@dataclass(frozen=True)
class ShippedPicture:
    """An original with what was made from it."""

    file: str
    sha1: str
    size: int
    width: int
    height: int
    dominant_colour: str
    quality: dict[str, int]
    renditions: tuple[ShippedRendition, ...]


def current_quality() -> dict[str, int]:
    """The qualities the worker encodes with at present."""
    return {
        "avif": int(settings.WAGTAILIMAGES_AVIF_QUALITY),
        "webp": int(settings.WAGTAILIMAGES_WEBP_QUALITY),
        "jpeg": int(settings.WAGTAILIMAGES_JPEG_QUALITY),
    }


def read_manifest(path: Path) -> dict[str, ShippedPicture]:
    """What the manifest lists, by the original's file name; empty without a manifest."""
    if not path.exists():
        return {}
    entries: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: ShippedPicture(
            **{
                **entry,
                "renditions": tuple(ShippedRendition(**made) for made in entry["renditions"]),
            }
        )
        for name, entry in entries.items()
    }


def make(
    *, originals: Path, target: Path, jobs: int | None = None, force: bool = False
) -> Iterator[tuple[str, int, int]]:
    """Encode what is missing or outdated; yields (file name, number done, number to do).

    One process per core unless ``jobs`` says otherwise: encoding a picture
    takes about a second of processor time. Writes the manifest at the end
    and deletes files that belong to no original. Raises ``OSError`` for an
    original that is no picture.
    """
    target.mkdir(parents=True, exist_ok=True)
    manifest = read_manifest(target / "manifest.json")
    names = sorted(path.name for path in originals.glob("*.jpg"))
    todo = [
        name
        for name in names
        if force or not _up_to_date(originals / name, target, manifest.get(name))
    ]
    workers = max(1, min(jobs or os.cpu_count() or 1, len(todo) or 1))
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=django.setup
    ) as pool:
        futures = {pool.submit(_encode, str(originals / name), str(target)): name for name in todo}
        for done, future in enumerate(as_completed(futures), start=1):
            made = future.result()
            manifest[made.file] = made
            yield made.file, done, len(todo)
    _write_manifest(target / "manifest.json", {name: manifest[name] for name in names})
    kept = {"manifest.json"} | {made.file for name in names for made in manifest[name].renditions}
    for path in target.iterdir():
        if path.name not in kept:
            path.unlink()


def _up_to_date(original: Path, target: Path, shipped: ShippedPicture | None) -> bool:
    if shipped is None or shipped.quality != current_quality():
        return False
    if shipped.sha1 != hashlib.sha1(original.read_bytes(), usedforsecurity=False).hexdigest():
        return False
    return all((target / made.file).exists() for made in shipped.renditions)


def _write_manifest(path: Path, manifest: dict[str, ShippedPicture]) -> None:
    text = json.dumps({name: asdict(entry) for name, entry in manifest.items()}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def _encode(original: str, target: str) -> ShippedPicture:
    """Runs in a process of its own: one original, all of its renditions."""
    from PIL import Image as PillowImage
    from wagtail.images.models import Filter

    from shop.media import selectors, services
    from shop.media.models import Image

    content = Path(original).read_bytes()
    name = Path(original).name
    with PillowImage.open(io.BytesIO(content)) as opened:
        width, height = opened.size
    # Never saved: Wagtail's filters need an instance for the name and the size.
    image = Image(pk=0, collection_id=0, title=name, width=width, height=height)
    image.file = ContentFile(content, name=name)
    made = []
    for spec in selectors.rendition_specs(image):
        file: File[bytes] = image.generate_rendition_file(
            Filter(spec), source=File(io.BytesIO(content), name=name)
        )
        file.seek(0)
        encoded = file.read()
        file_name = Path(str(file.name)).name
        (Path(target) / file_name).write_bytes(encoded)
        with PillowImage.open(io.BytesIO(encoded)) as opened:
            made.append(ShippedRendition(spec, file_name, *opened.size))
    return ShippedPicture(
        file=name,
        sha1=hashlib.sha1(content, usedforsecurity=False).hexdigest(),
        size=len(content),
        width=width,
        height=height,
        dominant_colour=services.dominant_colour(io.BytesIO(content)),
        quality=current_quality(),
        renditions=tuple(made),
    )
