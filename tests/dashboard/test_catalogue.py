"""A catalogue admin's day: products, pictures, prices, stock, categories."""

import re
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from oscar.core.loading import get_model
from PIL import Image as PillowImage

from shop.media.models import Image
from tests.factories import make_category, make_product, make_variants
from tests.factories.pictures import add_picture, make_image

pytestmark = pytest.mark.django_db

FOCAL_FIELDS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")

Category = get_model("catalogue", "Category")
Product = get_model("catalogue", "Product")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(client, catalogue_admin):
    client.force_login(catalogue_admin)
    return client


def upload(name: str = "mug.png", content: bytes | None = None) -> SimpleUploadedFile:
    if content is None:
        stream = BytesIO()
        PillowImage.new("RGB", (32, 24), "#887766").save(stream, "PNG")
        content = stream.getvalue()
    return SimpleUploadedFile(name, content, content_type="image/png")


def fields_of(page: Any, having: str) -> dict[str, Any]:
    """What a browser would post of the form that has a field `having`, as it stands."""
    soup: Any = BeautifulSoup(page.content, "html.parser")
    form = soup.find(attrs={"name": having}).find_parent("form")
    data: dict[str, Any] = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type")
        if not name or kind in ("file", "submit", "button"):
            continue
        if field.name == "select":
            options = field.find_all("option")
            chosen = [option.get("value") for option in options if option.has_attr("selected")]
            first = [options[0].get("value")] if options else [""]
            data[name] = chosen if field.has_attr("multiple") else (chosen or first)[0]
        elif kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                data[name] = field.get("value", "on")
        else:
            data[name] = field.get("value", "") if field.name == "input" else field.text.strip()
    return data


def save(client, url: str, **changes: Any):
    data = fields_of(client.get(url), "title" if "product" in url else "name")
    answer = client.post(url, {**data, **changes})
    assert answer.status_code == 302, [
        form.errors for form in answer.context if hasattr(form, "errors")
    ] or answer.context.get("form").errors
    return answer


def product_url(product) -> str:
    return reverse("dashboard:catalogue-product", kwargs={"pk": product.pk})


def test_a_product_is_made_with_picture_price_and_stock(editor):
    category = make_category()
    kind = make_product().product_class
    partner = get_model("partner", "Partner").objects.get()
    url = reverse("dashboard:catalogue-product-create", kwargs={"product_class_slug": kind.slug})
    save(
        editor,
        url,
        **{
            "title": "Oak Tray",
            "is_public": "on",
            "productcategory_set-0-category": category.pk,
            "images-0-original": upload("tray.png"),
            "images-0-caption": "A round oak tray with two handles",
            "stockrecords-0-partner": partner.pk,
            "stockrecords-0-partner_sku": "TRAY-1",
            "stockrecords-0-price_currency": "GBP",
            "stockrecords-0-price": "42.00",
            "stockrecords-0-num_in_stock": "7",
        },
    )
    tray = Product.objects.get(title="Oak Tray")
    picture = tray.images.get().original
    assert (picture.title, picture.description) == ("Oak Tray", "A round oak tray with two handles")
    assert (picture.width, picture.height) == (32, 24)
    record = tray.stockrecords.get()
    assert (record.price, record.num_in_stock) == (Decimal("42.00"), 7)
    page = editor.get(tray.get_absolute_url())
    assert page.status_code == 200
    assert "Oak Tray" in page.content.decode()
    assert "£42.00" in page.content.decode()


def test_a_picture_stays_when_only_the_price_changes(editor):
    mug = make_product(category=make_category())
    save(editor, product_url(mug), **{"images-0-original": upload(), "images-0-caption": "A mug"})
    picture = mug.images.get().original
    save(editor, product_url(mug), **{"stockrecords-0-price": "19.50"})
    assert mug.images.get().original == picture
    assert mug.stockrecords.get().price == Decimal("19.50")
    shown = editor.get(product_url(mug)).content.decode()
    assert 'class="image-input"' in shown


def test_a_picture_is_replaced_and_the_old_one_stays_in_the_library(editor):
    mug = make_product(category=make_category())
    save(editor, product_url(mug), **{"images-0-original": upload("one.png")})
    save(editor, product_url(mug), **{"images-0-original": upload("two.png")})
    assert "two" in mug.images.get().original.file.name
    assert Image.objects.count() == 2


def test_a_picture_is_taken_off_a_product(editor):
    mug = make_product(category=make_category())
    save(editor, product_url(mug), **{"images-0-original": upload()})
    save(editor, product_url(mug), **{"images-0-DELETE": "on"})
    assert not mug.images.exists()
    assert Image.objects.count() == 1


def test_a_product_shows_a_picture_of_the_library_as_the_library_has_it(editor):
    mug = make_product(category=make_category())
    kept = make_image(
        "Mug in the sun",
        description="A mug on a window sill",
        **dict(zip(FOCAL_FIELDS, (12, 8, 10, 10), strict=True)),
    )

    save(editor, product_url(mug), **{"images-0-library": kept.pk})

    assert mug.images.get().original == kept
    assert Image.objects.count() == 1
    page = editor.get(mug.get_absolute_url()).content.decode()
    assert 'alt="A mug on a window sill"' in page
    assert "--focus:25% 25%" in page


def test_a_picture_has_the_librarys_words_and_they_are_changed_for_every_place(editor):
    mug, cup = make_product("Mug", category=make_category()), make_product("Cup")
    kept = make_image("Mug in the sun", description="A mug on a window sill")
    for product in (mug, cup):
        add_picture(product, kept)
    assert 'alt="A mug on a window sill"' in editor.get(cup.get_absolute_url()).content.decode()
    assert fields_of(editor.get(product_url(mug)), "title")["images-0-caption"] == kept.description

    save(editor, product_url(mug), **{"images-0-caption": "A mug in\r\nthe first light"})

    kept.refresh_from_db()
    assert (kept.title, kept.description) == ("Mug in the sun", "A mug in the first light")
    assert mug.images.get().original == kept
    assert 'alt="A mug in the first light"' in editor.get(cup.get_absolute_url()).content.decode()


def test_another_picture_of_the_library_brings_its_own_words_unless_new_ones_are_written(editor):
    mug = make_product("Mug", category=make_category())
    first, second, third = (make_image(name) for name in ("First", "Second", "Third"))
    add_picture(mug, first)

    save(editor, product_url(mug), **{"images-0-library": second.pk})
    save(editor, product_url(mug), **{"images-0-library": third.pk, "images-0-caption": "The foot"})

    texts = Image.objects.order_by("pk").values_list("description", flat=True)
    assert list(texts) == ["First", "Second", "The foot"]
    assert mug.images.get().original == third


def test_the_words_of_a_picture_are_not_taken_away(editor):
    mug = make_product("Mug", category=make_category())
    kept = add_picture(mug, make_image("Mug", description="A mug"))
    data = fields_of(editor.get(product_url(mug)), "title")

    answer = editor.post(product_url(mug), {**data, "images-0-caption": " "})

    assert "Say in one sentence what the picture shows." in answer.content.decode()
    kept.refresh_from_db()
    assert kept.description == "A mug"


def test_the_library_stands_next_to_the_upload(editor):
    mug = make_product("Mug", category=make_category())
    for url, prefix, name in (
        (product_url(mug), "images-0-", "original"),
        (product_url(mug), "videos-0-", "poster"),
        (reverse("dashboard:catalogue-category-create"), "", "image"),
    ):
        page = editor.get(url).content.decode()
        names = re.findall(r'name="([\w-]+)"', page)
        own = [each for each in dict.fromkeys(names) if each.startswith(prefix)]
        assert own[own.index(f"{prefix}{name}") + 1] in (f"{prefix}library", f"{name}-clear")


def test_a_category_takes_a_picture_of_the_library_too(editor):
    category, kept = make_category(), make_image("Kettle")
    url = reverse("dashboard:catalogue-category-update", kwargs={"pk": category.pk})

    save(editor, url, library=kept.pk)

    category.refresh_from_db()
    assert category.image == kept


def test_a_picture_that_is_gone_or_chosen_twice_is_named(editor):
    mug, kept = make_product(category=make_category()), make_image("Kettle")
    data = fields_of(editor.get(product_url(mug)), "title")
    for sent, words in (
        ({"images-0-library": kept.pk + 100}, "This picture is not in the library any more."),
        (
            {"images-0-library": kept.pk, "images-0-original": upload()},
            "Upload a file or choose one of the library, not both.",
        ),
        ({"images-0-caption": "A mug"}, "Upload a picture, or choose one of the library."),
    ):
        answer = editor.post(product_url(mug), {**data, **sent})
        assert answer.status_code == 200
        assert words in answer.content.decode()
    assert not mug.images.exists()


def test_the_library_is_looked_through_by_words(editor, client, django_assert_max_num_queries):
    for name in ("Kettle", "Kettle by the window", "Mug"):
        make_image(name)
    url = reverse("dashboard:picture-lookup")

    with django_assert_max_num_queries(8):
        found = editor.get(url, {"q": "window KETTLE"}).json()["results"]

    assert [item["text"] for item in found] == ["Kettle by the window (48 × 32)"]
    assert found[0]["picture"]
    assert len(editor.get(url, {"page": "99999999999999999999"}).json()["results"]) == 3
    client.logout()
    assert client.get(url).status_code in (302, 403)


def test_a_picture_of_30_megabytes_is_refused_with_what_is_allowed(editor):
    mug = make_product(category=make_category())
    data = fields_of(editor.get(product_url(mug)), "title")
    huge = upload("huge.png", upload().read() + bytes(30 * 1024 * 1024))

    answer = editor.post(product_url(mug), {**data, "images-0-original": huge})

    assert answer.status_code == 200
    words = answer.content.decode().replace("\xa0", " ")
    assert "This file is too big (30.0 MB). Maximum filesize 20.0 MB." in words
    assert not Image.objects.exists()


@pytest.mark.parametrize("file", [("notes.png", b"no picture"), ("script.svg.exe", b"MZ")])
def test_what_is_no_picture_is_refused_next_to_its_field(editor, file):
    mug = make_product(category=make_category())
    data = fields_of(editor.get(product_url(mug)), "title")
    answer = editor.post(product_url(mug), {**data, "images-0-original": upload(*file)})
    assert answer.status_code == 200
    assert answer.context["image_formset"].forms[0].errors["original"]
    assert not Image.objects.exists()


def test_a_variant_is_edited(editor):
    child = make_variants().children.get(title__endswith="Ink")
    save(editor, product_url(child), **{"stockrecords-0-num_in_stock": "3"})
    assert child.stockrecords.get().num_in_stock == 3


def test_a_tax_class_is_chosen_and_stays_when_it_is_not_sent(editor):
    honey = make_product("Honey", price="4.20", category=make_category())
    save(editor, product_url(honey), tax_class="reduced")
    honey.refresh_from_db()
    assert honey.tax_class == "reduced"
    data = fields_of(editor.get(product_url(honey)), "title")
    data.pop("tax_class")
    assert editor.post(product_url(honey), data).status_code == 302
    honey.refresh_from_db()
    assert honey.tax_class == "reduced"
    assert "Standard rate" in editor.get(product_url(honey)).content.decode()


def test_a_variant_has_no_tax_class_of_its_own(editor):
    child = make_variants().children.first()
    assert 'name="tax_class"' not in editor.get(product_url(child)).content.decode()


def test_a_category_is_made_below_another_with_a_picture(editor):
    tableware = make_category("Tableware")
    url = reverse("dashboard:catalogue-category-create-child", kwargs={"parent": tableware.pk})
    save(editor, url, name="Mugs", is_public="on", image=upload("mugs.png"))
    mugs = Category.objects.get(name="Mugs")
    assert mugs.full_path == "tableware/mugs"
    assert mugs.image.title == "Mugs"
    assert editor.get("/shop/tableware/mugs/").status_code == 200


def test_a_category_keeps_changes_and_loses_its_picture(editor):
    mugs = make_category("Mugs")
    url = reverse("dashboard:catalogue-category-update", kwargs={"pk": mugs.pk})
    save(editor, url, image=upload())
    mugs.refresh_from_db()
    picture = mugs.image
    save(editor, url, name="Mugs and cups")
    mugs.refresh_from_db()
    assert (mugs.name, mugs.image) == ("Mugs and cups", picture)
    save(editor, url, **{"image-clear": "on"})
    mugs.refresh_from_db()
    assert mugs.image is None
    assert Image.objects.filter(pk=picture.pk).exists()


def test_a_product_is_withdrawn_and_deleted(editor):
    mug = make_product(category=make_category())
    data = fields_of(editor.get(product_url(mug)), "title")
    data.pop("is_public")
    assert editor.post(product_url(mug), data).status_code == 302
    mug.refresh_from_db()
    assert not mug.is_public
    editor.post(reverse("dashboard:catalogue-product-delete", kwargs={"pk": mug.pk}))
    assert not Product.objects.filter(pk=mug.pk).exists()


def test_the_editor_of_descriptions_names_its_licence(editor):
    page = BeautifulSoup(
        editor.get("/dashboard/catalogue/categories/create/").content, "html.parser"
    )

    scripts = [str(script["src"]) for script in page.select("script[src]")]
    (tinymce,) = [n for n, src in enumerate(scripts) if src.endswith("/tinymce.min.js")]
    (ours,) = [n for n, src in enumerate(scripts) if "js/dashboard-editor" in src]
    assert tinymce < ours
