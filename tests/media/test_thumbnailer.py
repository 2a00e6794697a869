"""Oscar's thumbnail tag on the shared picture library."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template import engines

from shop.media.models import Image, Rendition
from shop.media.thumbnailer import WagtailThumbnailer
from tests.media.conftest import MakePicture


def thumbnail(source: Any, options: str = '"70x70" upscale=False') -> str:
    template = engines["django"].from_string(
        "{% load image_tags %}{% oscar_thumbnail source " + options + " as thumb %}"
        "{{ thumb.url }} {{ thumb.width }}x{{ thumb.height }}"
    )
    return str(template.render({"source": source}))


@pytest.mark.parametrize(
    ("options", "size"),
    [
        ('"70x70" upscale=False', "70x50"),
        ('"70x70" crop="center"', "70x70"),
        ('"x100"', "140x100"),
        ('"350"', "350x250"),
        ('"350x"', "350x250"),
        ('"2000x2000" upscale=True', "700x500"),
    ],
)
def test_sizes(make_picture: MakePicture, options: str, size: str) -> None:
    assert thumbnail(make_picture(width=700, height=500), options).endswith(f" {size}")


def test_every_way_to_name_a_picture_leads_to_it(make_picture: MakePicture) -> None:
    image = make_picture()

    urls = {thumbnail(source) for source in (image, image.file, image.file.name)}

    assert len(urls) == 1
    assert Rendition.objects.count() == 1


def test_a_lost_file_leaves_a_drawing_in_its_place(make_picture: MakePicture) -> None:
    image = make_picture()
    image.file.storage.delete(image.file.name)

    assert "missing-picture" in thumbnail(image)


@pytest.mark.django_db
def test_a_file_outside_the_library_is_shown_as_it_is() -> None:
    name = default_storage.save("reviews/photo.jpg", ContentFile(b"anything"))

    assert thumbnail(name).startswith("/media/reviews/photo.jpg")
    assert "missing-picture" in thumbnail("image_not_found.jpg")
    assert "missing-picture" in thumbnail(None)


def test_deleting_thumbnails_leaves_the_picture(make_picture: MakePicture) -> None:
    image = make_picture()
    thumbnail(image)

    WagtailThumbnailer().delete_thumbnails(image.file)

    assert not Rendition.objects.exists()
    assert image.file.storage.exists(image.file.name)
    assert Image.objects.filter(pk=image.pk).exists()
