"""Small pictures that encode in a moment."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from PIL import Image as PillowImage

from shop.media.models import Image

MakePicture = Callable[..., Image]


def picture_bytes(
    width: int = 700, height: int = 500, colour: str = "#6f7f45", format: str = "JPEG"
) -> bytes:
    """One plain colour, encoded."""
    out = io.BytesIO()
    PillowImage.new("RGB", (width, height), colour).save(out, format)
    return out.getvalue()


@pytest.fixture(autouse=True)
def media_root(settings: Any, tmp_path: Path) -> Path:
    """Every test has a media folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Wagtail remembers renditions by the picture's id, which tests use again."""
    cache.clear()


@pytest.fixture
def make_picture(db: None) -> MakePicture:
    """Puts a picture into the library; in a test's transaction the worker is not called."""

    def make(
        width: int = 700,
        height: int = 500,
        colour: str = "#6f7f45",
        name: str = "mug.jpg",
        content: bytes | None = None,
        **fields: Any,
    ) -> Image:
        data = picture_bytes(width, height, colour) if content is None else content
        values = {"title": "Mug", "description": "Moss-green mug"} | fields
        return Image.objects.create(file=ContentFile(data, name=name), **values)

    return make
