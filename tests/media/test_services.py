"""Making a picture ready: once, completely, and found by Wagtail itself."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from pytest_django import DjangoCaptureOnCommitCallbacks

from shop.media import selectors, services
from shop.media.models import Image, Rendition
from tests.media.conftest import MakePicture, picture_bytes


def test_renditions_are_made_once(make_picture: MakePicture) -> None:
    image = make_picture(width=1000, height=800)

    assert services.make_renditions(image_id=image.pk) == 5  # 320, 640, 960, the WebP and the JPEG
    assert services.make_renditions(image_id=image.pk) == 0
    assert Rendition.objects.count() == 5


def test_wagtails_own_look_up_finds_them(
    make_picture: MakePicture, django_assert_num_queries: object
) -> None:
    image = make_picture()
    services.make_renditions(image_id=image.pk)
    specs = selectors.rendition_specs(image)
    again = Image.objects.prefetch_related("renditions").get(pk=image.pk)

    with django_assert_num_queries(0):  # type: ignore[operator]
        assert set(again.get_renditions(*specs)) == set(specs)


def test_the_dominant_colour_is_the_pictures(make_picture: MakePicture) -> None:
    image = make_picture(colour="#26324f")
    services.make_renditions(image_id=image.pk)

    image.refresh_from_db()

    channels = [int(image.dominant_colour[at : at + 2], 16) for at in (1, 3, 5)]
    assert all(
        abs(is_there - wanted) <= 3
        for is_there, wanted in zip(channels, (0x26, 0x32, 0x4F), strict=True)
    )


def test_a_deleted_picture_is_nothing_to_do(make_picture: MakePicture) -> None:
    image = make_picture()
    gone = image.pk
    image.delete()

    assert services.make_renditions(image_id=gone) == 0


def test_a_broken_file_is_said_to_be_broken(make_picture: MakePicture) -> None:
    image = make_picture()
    with open(image.file.path, "wb") as file:
        file.write(b"not a picture")

    with pytest.raises(services.PictureUnreadable, match="mug"):
        services.make_renditions(image_id=image.pk)

    image.file.storage.delete(image.file.name)
    with pytest.raises(services.PictureUnreadable):
        services.make_renditions(image_id=image.pk)


def test_a_new_picture_is_made_ready_by_the_worker_after_the_commit(
    make_picture: MakePicture, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        image = make_picture()
        assert not image.renditions.exists()

    image.refresh_from_db()
    assert image.renditions.count() == len(selectors.rendition_specs(image))
    assert image.dominant_colour


def test_saving_what_does_not_show_asks_for_nothing(
    make_picture: MakePicture, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    image = make_picture()

    with django_capture_on_commit_callbacks() as callbacks:
        image.save(update_fields=["file_size"])

    assert callbacks == []


def test_what_a_lost_message_left_unmade_is_asked_for_again(
    make_picture: MakePicture, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    waiting = make_picture()
    ready = make_picture(name="ready.jpg")
    services.make_renditions(image_id=ready.pk)
    make_picture(name="moving.gif", content=picture_bytes(40, 30, format="GIF"))

    with django_capture_on_commit_callbacks(execute=True):
        assert services.request_missing_renditions() == 1

    assert waiting.renditions.exists()
    assert services.request_missing_renditions() == 0


def test_renditions_of_a_file_that_was_replaced_meanwhile_do_not_stay(
    make_picture: MakePicture, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = make_picture(colour="#ffffff")
    encode = Image.create_renditions

    def replace_meanwhile(self: Image, *filters: object) -> object:
        Image.objects.filter(pk=self.pk).update(
            file=self.file.storage.save(
                "original_images/other.jpg", ContentFile(picture_bytes(colour="#000000"))
            )
        )
        return encode(self, *filters)

    monkeypatch.setattr(Image, "create_renditions", replace_meanwhile)

    assert services.make_renditions(image_id=image.pk) == 0
    assert not Rendition.objects.exists()
