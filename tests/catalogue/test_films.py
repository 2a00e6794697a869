"""Films: files that browsers play, and addresses at two hosts."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from oscar.core.loading import get_class

from shop.catalogue.films import hosted_film
from shop.catalogue.models import ProductVideo
from shop.catalogue.selectors import product_detail
from tests.factories import make_product
from tests.factories.pictures import add_picture, make_image

MP4 = b"\x00\x00\x00\x20ftypisom" + b"\x00" * 20
WEBM = b"\x1aE\xdf\xa3" + b"\x00" * 20
strategy = get_class("partner.strategy", "Selector")().strategy()


@pytest.mark.parametrize(
    ("url", "embed"),
    [
        (
            "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=9",
            "youtube-nocookie.com/embed/dQw4w9WgXcQ",
        ),
        ("https://youtu.be/dQw4w9WgXcQ", "youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://m.youtube.com/shorts/dQw4w9WgXcQ", "youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://vimeo.com/123456789", "player.vimeo.com/video/123456789"),
        ("https://vimeo.com/channels/pots/123456789", "player.vimeo.com/video/123456789"),
    ],
)
def test_a_hosted_film_is_known_by_its_address(url: str, embed: str) -> None:
    found = hosted_film(url)

    assert found is not None
    assert embed in found.embed_url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://example.com/watch?v=dQw4w9WgXcQ",
        "https://youtube.com.example.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v=<script>",
        "https://vimeo.com/pots",
        "http://[",
        "javascript:alert(1)",
    ],
)
def test_any_other_address_is_none(url: str) -> None:
    assert hosted_film(url) is None


def film(**fields: Any) -> ProductVideo:
    return ProductVideo(product=make_product("Mug"), title="The mug turns", **fields)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("mug.mp4", MP4, ""),
        ("mug.webm", WEBM, ""),
        ("mug.avi", MP4, "Choose an MP4 or WebM file."),
        ("mug.mp4", b"<html>", "This is not a film: its content is something else."),
        ("mug.webm", MP4, "This is not a film: its content is something else."),
    ],
)
def test_a_file_must_be_a_film(name: str, content: bytes, problem: str) -> None:
    made = film(file=SimpleUploadedFile(name, content))
    if not problem:
        made.full_clean()
        return
    with pytest.raises(ValidationError) as refused:
        made.full_clean()
    assert refused.value.message_dict["file"] == [problem]


@pytest.mark.django_db
def test_subtitles_must_be_webvtt() -> None:
    film(
        file=SimpleUploadedFile("mug.mp4", MP4), captions=SimpleUploadedFile("m.vtt", b"WEBVTT\n")
    ).full_clean()
    with pytest.raises(ValidationError):
        film(
            file=SimpleUploadedFile("mug.mp4", MP4), captions=SimpleUploadedFile("m.vtt", b"1\n")
        ).full_clean()


@pytest.mark.django_db
def test_a_film_is_either_a_file_or_an_address() -> None:
    url = "https://youtu.be/dQw4w9WgXcQ"
    for wrong in ({}, {"file": SimpleUploadedFile("mug.mp4", MP4), "url": url}):
        with pytest.raises(ValidationError):
            film(**wrong).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        film().save()
    with pytest.raises(ValidationError):
        film(url="https://example.com/film").full_clean()


@pytest.mark.django_db
def test_the_page_gets_films_with_their_posters() -> None:
    mug = make_product("Mug")
    front, poster = add_picture(mug), make_image("Poster")
    mug.videos.create(title="At a host", url="https://youtu.be/dQw4w9WgXcQ", display_order=1)
    mug.videos.create(
        title="Ours", file=SimpleUploadedFile("mug.mp4", MP4), poster=poster, display_order=0
    )

    ours, hosted = product_detail(mug.slug, strategy=strategy).films

    assert (ours.title, ours.file_type, ours.embed_url) == ("Ours", "video/mp4", "")
    assert ours.poster
    assert ours.poster.src == poster.file.url
    assert (hosted.host, hosted.file_url) == ("YouTube", "")
    assert hosted.poster
    assert hosted.poster.src == front.file.url
