"""Loading the demo shop: again and again the same, and whole though parts are broken."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from shop.catalogue.models import AttributeOption, Category, Product
from shop.cms_pages.models import HomePage, LandingPage, StoreSettings
from shop.media.models import Image, Rendition
from shop.partner.models import StockRecord
from shop.reviews.models import ProductReview, Question
from shop.reviews.services import moderate_review

Load = Callable[..., tuple[str, str]]


def counts() -> dict[str, int]:
    """How many rows every model has, but for Wagtail's and Django's own diaries."""
    diaries = {"wagtailcore.referenceindex", "sessions.session"}
    return {
        model._meta.label_lower: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.managed
        and model._meta.label_lower not in diaries
        # Oscar's factories, which other tests import, define models that have no table.
        and not model.__module__.startswith("oscar.test")
    }


@pytest.mark.django_db
def test_it_refuses_outside_debug() -> None:
    with pytest.raises(CommandError, match="--force"):
        call_command("load_demo")

    assert not get_user_model().objects.exists()
    assert not Product.objects.exists()


def test_twice_gives_the_same_shop(load: Load) -> None:
    load()
    once = counts()

    _out, err = load()

    assert err == ""
    assert counts() == once


def test_variants_carry_price_stock_colour_and_picture(load: Load) -> None:
    load()

    ink, oat = Product.objects.filter(parent__slug="mug").order_by("title")
    assert (ink.slug, ink.upc) == ("mug", "2000000000011")
    assert ink.attr.colour.swatch == "#26324f"
    assert [str(record.price) for record in oat.stockrecords.all()] == ["19.50"]
    assert [image.original.description for image in ink.images.all()] == ["Dark blue mug"]
    parent = ink.parent
    assert not parent.stockrecords.exists()
    assert parent.attribute_summary == "Care: Dishwasher safe"
    assert [each.slug for each in parent.sorted_recommended_products] == ["plate"]


def test_the_catalogue_is_refreshed_and_reserved_stock_stays_reserved(
    load: Load, catalogue: dict[str, Any]
) -> None:
    load()
    plate = Product.objects.get(slug="plate")
    plate.title = "Changed in the dashboard"
    plate.save()
    StockRecord.objects.get(partner_sku="PLATE").allocate(2)
    catalogue["products"][1]["price"] = "23.00"

    load()

    plate.refresh_from_db()
    record = StockRecord.objects.get(partner_sku="PLATE")
    assert plate.title == "Plate"
    assert str(record.price) == "23.00"
    assert (record.num_in_stock, record.num_allocated) == (5, 2)


def test_what_editors_published_stays_until_it_is_reset(load: Load) -> None:
    load()
    page = LandingPage.objects.get(slug="breakfast")
    page.title = "An editor's title"
    page.save_revision().publish()
    Image.objects.filter(title="Plate").update(description="An editor's words")
    StoreSettings.objects.update(announcement="An editor's line")

    load()

    assert LandingPage.objects.get(slug="breakfast").title == "An editor's title"
    assert Image.objects.get(title="Plate").description == "An editor's words"
    assert StoreSettings.objects.get().announcement == "An editor's line"

    load(reset=True)

    page.refresh_from_db()
    assert page.title == "Breakfast"
    assert page.revisions.count() == 3
    assert StoreSettings.objects.get().announcement != "An editor's line"


def test_an_emptied_catalogue_entry_leaves_no_hole_in_a_page(load: Load) -> None:
    load()

    page = LandingPage.objects.exclude(slug="three-weeks-for-the-table").get()
    kinds = [section.block_type for section in page.body]
    assert "product_row" in kinds
    assert all(section.value for section in HomePage.objects.get().body)


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\xff\xd8\xff\xe0 cut off", None])
def test_a_broken_picture_is_named_and_the_rest_loads(
    load: Load, source: Path, content: bytes | None
) -> None:
    if content is None:
        (source / "images" / "plate.jpg").unlink()
    else:
        (source / "images" / "plate.jpg").write_bytes(content)

    out, err = load()

    assert "picture plate.jpg:" in err
    assert "skipped" in err
    assert "2 products in 2 variants" in out
    assert Product.objects.get(slug="plate").images.count() == 0
    assert Image.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"price": "eighteen"}, "its price “eighteen” is not an amount"),
        ({"price": "-1"}, "its price “-1” is not an amount"),
        ({"price": None}, "its price “None” is not an amount"),
        ({"stock": -4}, "its stock “-4” is not a whole number"),
        ({"title": ""}, "it has no title"),
        ({"title": "x" * 300}, "its title is longer than 255 characters"),
        ({"slug": "Not a slug"}, "is not a slug"),
        ({"categories": []}, "it is in no category"),
        ({"categories": ["nowhere"]}, "the category “nowhere” is not there"),
        ({"product_type": "silver"}, "the product type “silver” is not there"),
        ({"attributes": {"flavour": "salt"}}, "has no attribute “flavour”"),
        ({"images": "plate.jpg"}, "its images are not a list"),
        ({"images": [{"file": "../../etc/passwd", "alt": "No"}]}, "is not a plain file name"),
        ({"images": [{"file": "plate.jpg"}]}, "it has no alt"),
        ({"sku": "MUG-INK"}, "the sku MUG-INK belongs to another product"),
        ({"upc": "2000000000011"}, "upc"),
        ({"slug": "mug"}, "another product has this slug"),
    ],
)
def test_a_broken_product_is_named_and_the_rest_loads(
    load: Load, catalogue: dict[str, Any], change: dict[str, Any], said: str
) -> None:
    catalogue["products"][1] |= change
    name = catalogue["products"][1]["slug"]

    out, err = load()

    assert f"product {name}: " in err
    assert said in err
    assert "1 products in 2 variants" in out
    assert Product.objects.filter(slug="mug", structure="parent").count() == 1
    assert not Product.objects.filter(title="Plate").exists()
    assert LandingPage.objects.filter(slug="breakfast").exists()


def test_broken_categories_types_and_collections_are_named(
    load: Load, catalogue: dict[str, Any]
) -> None:
    catalogue["categories"] += ["not an object", {"slug": "orphan", "name": "O", "parent": "x"}]
    catalogue["product_types"].append({"slug": "glass", "options": [], "attributes": []})
    catalogue["collections"][0]["products"].append("gone")
    catalogue["collections"].append({"slug": "shop", "title": "Takes a fixed address"})

    _out, err = load()

    assert "category number 3: this is not an object" in err
    assert "category orphan: the category “x” above it is not there" in err
    assert "product type glass: it has no name" in err
    assert "product gone of collection breakfast: it is not there" in err
    assert "collection shop: " in err
    assert Category.objects.count() == 2
    assert Product.objects.count() == 4


@pytest.mark.parametrize("text", ["", "{", "[]", '{"products": '])
def test_a_catalogue_that_cannot_be_read_is_said_so(load: Load, source: Path, text: str) -> None:
    (source / "catalogue.json").write_text(text)

    with pytest.raises(CommandError, match=r"catalogue\.json"):
        load(rewrite=False)

    assert not Product.objects.exists()


@pytest.mark.django_db
def test_a_folder_without_catalogue_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"catalogue\.json is not there"):
        call_command("load_demo", force=True, source=tmp_path, stdout=io.StringIO())


def test_lost_files_are_restored(load: Load) -> None:
    load()
    image = Image.objects.get(title="Plate")
    image.file.storage.delete(image.file.name)

    load()

    assert image.file.storage.exists(image.file.name)
    assert Image.objects.count() == 2


def test_pictures_without_renditions_made_ahead_are_left_to_the_worker(
    load: Load, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        load()

    assert set(Rendition.objects.values_list("image__title", flat=True)) == {"Mug ink", "Plate"}
    assert all(Image.objects.values_list("dominant_colour", flat=True))


def test_a_swatch_that_is_no_colour_is_named(load: Load, source: Path) -> None:
    (source / "extras.json").write_text(json.dumps({"swatches": {"Ink": "url(evil)"}}))

    _out, err = load()

    assert "swatch Ink" in err
    assert AttributeOption.objects.get(option="Ink").swatch == ""


def test_reviews_and_questions_come_once_and_stay_as_the_dashboard_made_them(
    load: Load, source: Path
) -> None:
    opinions = {
        "reviews": {
            "mug": [
                {"score": 4, "title": "Good", "body": "Heavy.", "name": "Ada", "days_ago": 3},
                {"score": 9, "title": "Too good", "body": "No.", "name": "Bo", "days_ago": 3},
            ],
            "gone": [],
        },
        "questions": {"plate": [{"question": "Is it flat?", "answer": "Yes.", "days_ago": 5}]},
    }
    (source / "opinions.json").write_text(json.dumps(opinions))
    _out, err = load()
    assert "review 2 of mug: it cannot be read" in err
    assert "reviews of gone: that product is not there" in err
    review = ProductReview.objects.get()
    assert (review.product.rating, review.status) == (4, ProductReview.APPROVED)
    moderate_review(review_id=review.pk, publish=False)

    load()

    assert Question.objects.get().answer == "Yes."
    assert ProductReview.objects.get().is_rejected
    assert Product.objects.get(slug="mug", structure="parent").rating is None
    load(reset=True)
    assert ProductReview.objects.get().is_approved
