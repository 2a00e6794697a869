"""What our product pages have more than Oscar's, entered in the dashboard."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shop.catalogue.models import Product, ProductVideo
from tests.dashboard.test_catalogue import fields_of, product_url, save, upload
from tests.factories import make_category, make_product, make_variants

pytestmark = pytest.mark.django_db

MP4 = b"\x00\x00\x00\x20ftypisom" + b"\x00" * 20


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(client: Any, catalogue_admin: Any) -> Any:
    client.force_login(catalogue_admin)
    return client


@pytest.fixture
def mug() -> Any:
    return make_product("Mug", category=make_category())


def test_a_film_is_uploaded_with_its_poster(editor: Any, mug: Any) -> None:
    save(
        editor,
        product_url(mug),
        **{
            "videos-0-title": "The mug turns",
            "videos-0-file": SimpleUploadedFile("mug.mp4", MP4, content_type="video/mp4"),
            "videos-0-poster": upload("poster.png"),
        },
    )

    film = mug.videos.get()
    assert film.file.name.endswith(".mp4")
    assert (film.poster.title, film.poster.description) == ("The mug turns", "The mug turns")


def test_a_film_of_a_host_is_named_by_its_address(editor: Any, mug: Any) -> None:
    url = "https://youtu.be/dQw4w9WgXcQ"
    save(editor, product_url(mug), **{"videos-0-title": "The mug turns", "videos-0-url": url})

    assert mug.videos.get().url == url


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"url": "https://example.com/film"}, "This is no film at YouTube or Vimeo."),
        ({}, "Choose a file, or write an address at YouTube or Vimeo."),
        (
            {"file": SimpleUploadedFile("mug.mp4", b"<html>")},
            "This is not a film: its content is something else.",
        ),
    ],
)
def test_what_is_no_film_is_refused_with_the_reason(
    editor: Any, mug: Any, fields: dict[str, Any], problem: str
) -> None:
    data = fields_of(editor.get(product_url(mug)), "title")
    data |= {"videos-0-title": "A film"} | {f"videos-0-{key}": v for key, v in fields.items()}

    answer = editor.post(product_url(mug), data)

    assert answer.status_code == 200
    assert problem in answer.text
    assert not ProductVideo.objects.exists()


def test_what_is_gone_for_good_leaves_the_shelf(editor: Any, mug: Any) -> None:
    save(editor, product_url(mug), is_discontinued="on", is_public="on")

    mug.refresh_from_db()
    assert (mug.is_public, mug.is_discontinued) == (False, True)
    assert editor.get("/products/mug/").status_code == 410


def test_more_stock_is_announced_and_variants_have_no_films(editor: Any) -> None:
    ink = make_variants(category=make_category()).children.first()
    page = editor.get(product_url(ink))
    assert "videos-0-title" not in page.text
    assert "is_discontinued" not in page.text

    save(editor, product_url(ink), **{"stockrecords-0-expected_on": "2031-05-04"})

    assert ink.stockrecords.get().expected_on == date(2031, 5, 4)


def test_a_save_keeps_what_was_announced(editor: Any, mug: Any) -> None:
    mug.stockrecords.update(expected_on=date(2031, 5, 4))
    mug.videos.create(title="A film", url="https://youtu.be/dQw4w9WgXcQ")

    save(editor, product_url(mug), title="Another mug")

    assert Product.objects.get().title == "Another mug"
    assert mug.stockrecords.get().expected_on == date(2031, 5, 4)
    assert mug.videos.count() == 1


def test_a_type_says_the_units_of_its_numbers(editor: Any, mug: Any) -> None:
    kind = mug.product_class
    kind.attributes.create(name="Capacity", code="capacity", type="integer")
    url = reverse("dashboard:catalogue-class-update", kwargs={"pk": kind.pk})
    data = fields_of(editor.get(url), "name")

    answer = editor.post(url, {**data, "attributes-0-unit": "ml"})

    assert answer.status_code == 302
    assert kind.attributes.get().unit == "ml"
