"""Pictures enter through Wagtail's admin, with an alternative text."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as PillowImage
from pytest_django import DjangoCaptureOnCommitCallbacks

from shop.media.models import Image
from tests.media.conftest import MakePicture, picture_bytes


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    user = get_user_model().objects.create_superuser("admin@example.com", "a long password")
    client.force_login(user)
    return client


def upload(name: str = "vase.jpg", colour: str = "#c58a2b") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture_bytes(colour=colour), content_type="image/jpeg")


def test_an_upload_without_alternative_text_is_asked_for_one(editor: Client) -> None:
    response = editor.post(
        reverse("wagtailimages:add"), {"title": "Vase", "file": upload(), "description": ""}
    )

    assert response.status_code == 200
    assert "description" in response.context["form"].errors
    assert "cannot see the picture" in response.content.decode()
    assert not Image.objects.exists()


def test_an_upload_with_alternative_text_is_kept(editor: Client) -> None:
    editor.post(
        reverse("wagtailimages:add"),
        {"title": "Vase", "file": upload(), "description": "Ochre bud vase"},
    )

    image = Image.objects.get()
    assert image.description == "Ochre bud vase"
    assert image.file_hash


def test_many_uploads_at_once_are_each_asked_for_a_text(editor: Client) -> None:
    answer = editor.post(
        reverse("wagtailimages:add_multiple"),
        {"files[]": upload(), "title": "Vase"},
        headers={"x-requested-with": "XMLHttpRequest"},
    ).json()

    assert answer["success"]
    assert "cannot see the picture" in answer["form"]
    assert not Image.objects.exists()


def test_a_replaced_file_gets_renditions_and_colour_of_its_own(
    editor: Client,
    make_picture: MakePicture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        image = make_picture(colour="#26324f", name="ink.jpg")
    image.refresh_from_db()
    before = image.dominant_colour

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(
            reverse("wagtailimages:edit", args=[image.pk]),
            {"title": "Mug", "description": "Ochre mug", "file": upload("ochre.jpg")},
        )

    image.refresh_from_db()
    assert image.dominant_colour != before
    assert image.renditions.count() == 4
    assert {Path(made.file.name).name.split(".")[0] for made in image.renditions.all()} == {"ochre"}


def bitmap(side: int) -> bytes:
    """A whole PNG of so many pixels width and height, black."""
    data = io.BytesIO()
    PillowImage.new("1", (side, side)).save(data, "PNG")
    return data.getvalue()


def empty_png(side: int) -> bytes:
    """A PNG that says it is so many pixels wide and high, and holds none of them."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"")), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


TOO_LARGE = "This picture is too large: it may have 50 million pixels"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vast.png", empty_png(20_000), TOO_LARGE),
        ("large.png", bitmap(8_000), TOO_LARGE),
        ("huge.jpg", picture_bytes() + bytes(30 * 1024 * 1024), "This file is too big (30.0"),
        ("broken.png", empty_png(100), "Upload a valid image"),
        ("notes.txt", b"no picture", "Upload a valid image"),
        ("notes.jpg", b"no picture", "Upload a valid image"),
    ],
)
@pytest.mark.parametrize("many", [False, True])
def test_what_cannot_be_a_picture_is_refused_with_the_reason(
    editor: Client, name: str, content: bytes, words: str, many: bool
) -> None:
    file = SimpleUploadedFile(name, content, content_type="image/jpeg")
    if many:
        answer = editor.post(
            reverse("wagtailimages:add_multiple"),
            {"files[]": file, "title": "Vase"},
            headers={"x-requested-with": "XMLHttpRequest"},
        )
        said = answer.json()["error_message"]
    else:
        answer = editor.post(
            reverse("wagtailimages:add"), {"title": "Vase", "file": file, "description": "A vase"}
        )
        said = answer.content.decode()

    assert answer.status_code == 200
    assert words in said
    assert not Image.objects.exists()
