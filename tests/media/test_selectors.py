"""A picture as plain data: what is there is shown, nothing is made on the way."""

from __future__ import annotations

import pytest

from shop.media import selectors, services
from shop.media.models import Image, Rendition
from tests.media.conftest import MakePicture


def prefetched(image: Image) -> Image:
    return Image.objects.prefetch_related("renditions").get(pk=image.pk)


def test_the_original_is_served_with_its_size_until_renditions_are_made(
    make_picture: MakePicture,
) -> None:
    shown = selectors.picture(make_picture(width=700, height=500))

    assert shown.src.startswith("/media/original_images/mug")
    assert (shown.width, shown.height) == (700, 500)
    assert shown.sources == ()
    assert not Rendition.objects.exists()


def test_made_renditions_are_offered_and_the_picture_is_never_enlarged(
    make_picture: MakePicture,
) -> None:
    image = make_picture(width=700, height=500)
    services.make_renditions(image_id=image.pk)

    shown = selectors.picture(prefetched(image))

    source, webp = shown.sources
    assert source.type == "image/avif"
    assert (webp.type, webp.srcset.rsplit(" ", 1)[1]) == ("image/webp", "700w")
    widths = [candidate.rsplit(" ", 1)[1] for candidate in source.srcset.split(", ")]
    assert widths == ["320w", "640w"]
    assert shown.src.endswith(".jpg")
    assert (shown.width, shown.height) == (700, 500)
    assert shown.colour.startswith("#")


def test_a_picture_smaller_than_the_smallest_width_keeps_its_size(
    make_picture: MakePicture,
) -> None:
    image = make_picture(width=100, height=80)
    services.make_renditions(image_id=image.pk)

    sources = selectors.picture(prefetched(image)).sources

    assert [source.srcset.rsplit(" ", 1)[1] for source in sources] == ["100w", "100w"]


def test_a_prefetched_picture_costs_no_query(
    make_picture: MakePicture, django_assert_num_queries: object
) -> None:
    image = make_picture()
    services.make_renditions(image_id=image.pk)
    ready = prefetched(image)
    wagtails_way = Image.objects.prefetch_renditions().get(pk=image.pk)

    with django_assert_num_queries(0):  # type: ignore[operator]
        assert selectors.picture(ready) == selectors.picture(wagtails_way)
        assert selectors.fallback_url(ready) == selectors.picture(ready).src


@pytest.mark.parametrize("name", ["drawing.svg", "moving.gif"])
def test_drawings_and_animations_are_served_as_they_are(
    make_picture: MakePicture, name: str
) -> None:
    if name.endswith("svg"):
        content = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>'
    else:
        from tests.media.conftest import picture_bytes

        content = picture_bytes(40, 30, format="GIF")
    image = make_picture(name=name, content=content)

    assert services.make_renditions(image_id=image.pk) == 0
    shown = selectors.picture(prefetched(image))

    assert shown.src == image.file.url
    assert shown.sources == ()
    assert (shown.width, shown.height) == (40, 30)


def test_the_focal_point_says_what_stays_in_view(make_picture: MakePicture) -> None:
    plain = make_picture(width=400, height=200)
    focused = make_picture(
        width=400,
        height=200,
        focal_point_x=100,
        focal_point_y=150,
        focal_point_width=40,
        focal_point_height=40,
    )

    assert selectors.picture(plain).position == "50% 50%"
    assert selectors.picture(focused).position == "25% 75%"


def test_the_alternative_text_is_the_most_particular_one(make_picture: MakePicture) -> None:
    image = make_picture(description="Moss-green mug")

    assert selectors.picture(image).alt == "Moss-green mug"
    assert selectors.picture(image, alt="Stoneware Mug, Moss").alt == "Stoneware Mug, Moss"
    image.contextual_alt_text = "The mug in use"  # as Wagtail's ImageBlock says it
    assert selectors.picture(image).alt == "The mug in use"
    image.decorative = True
    assert selectors.picture(image).alt == ""


def test_mails_and_link_previews_get_a_jpeg(make_picture: MakePicture) -> None:
    image = make_picture()
    assert selectors.fallback_url(image) == image.file.url

    services.make_renditions(image_id=image.pk)

    assert selectors.fallback_url(prefetched(image)).endswith(".format-jpeg.jpg")
