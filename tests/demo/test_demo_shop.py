"""The demo shop as it is delivered: complete, described, and ready for its first visitor."""

from __future__ import annotations

from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from oscar.core.loading import get_model
from wagtail.models import ReferenceIndex, Site

from shop.catalogue.models import Category, Product
from shop.catalogue.picture_references import SHOWING
from shop.cms_pages.models import ContentPage, HomePage, LandingPage
from shop.media.models import Image, Rendition

pytestmark = pytest.mark.usefixtures("demo_shop")

PAGES = (
    "/",
    "/shop/",
    "/shop/tableware/",
    "/shop/kitchen/coffee-and-tea/brewing/",
    "/products/stoneware-mug/",
    "/products/walnut-serving-board/",
    "/the-breakfast-table/",
    "/delivery-and-returns/",
    "/search/?q=mug",
)


@pytest.mark.parametrize("address", PAGES)
def test_no_page_makes_a_picture(client: Client, demo_shop: Path, address: str) -> None:
    rows = Rendition.objects.count()
    files = sum(1 for path in demo_shop.rglob("*") if path.is_file())

    response = client.get(address)

    assert response.status_code == 200
    assert "image/avif" in response.content.decode() or address == "/delivery-and-returns/"
    assert Rendition.objects.count() == rows
    assert sum(1 for path in demo_shop.rglob("*") if path.is_file()) == files


def test_every_picture_is_described_and_ready() -> None:
    images = Image.objects.prefetch_related("renditions")

    assert len(images) == 74
    for image in images:
        assert len(image.description) > 15, image.title
        assert image.dominant_colour.startswith("#")
        assert image.renditions.all()


def test_the_library_knows_the_pictures_of_products_films_and_categories() -> None:
    for model, picture in SHOWING:
        shown = set(model.objects.exclude(**{picture: None}).values_list("pk", f"{picture}_id"))
        noted = ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(model)
        )
        pairs = noted.values_list("object_id", "to_object_id")
        assert shown
        assert {(int(pk), int(image)) for pk, image in pairs} == shown


def test_every_product_can_be_looked_at_and_bought() -> None:
    products = Product.objects.exclude(structure=Product.CHILD)

    assert products.count() == 27
    for product in products:
        assert product.images.exists(), product
        assert product.categories.exists(), product
        assert product.sorted_recommended_products, product
        for sold in product.children.all() if product.is_parent else [product]:
            (record,) = sold.stockrecords.all()
            assert record.price > 0
            assert record.price_currency == "GBP"
            assert record.partner_sku
    assert all(Category.objects.values_list("image", flat=True))


def test_every_colour_has_a_swatch() -> None:
    for child in Product.objects.filter(structure=Product.CHILD):
        for value in child.attribute_values.filter(attribute__code__in=["colour", "wood"]):
            assert value.value_option.swatch, f"{child}: {value.value_option}"


def test_every_page_holds_what_its_editor_would_be_allowed_to_save() -> None:
    pages = [*HomePage.objects.all(), *LandingPage.objects.all(), *ContentPage.objects.all()]

    assert len(pages) == 8
    for page in pages:
        assert page.live
        assert not page.has_unpublished_changes
        assert page.body
        page.body.stream_block.clean(page.body)
        page.full_clean()


def test_shoppers_read_no_exclamation_mark() -> None:
    texts = [
        str(list(page.body.raw_data))
        for kind in (HomePage, LandingPage, ContentPage)
        for page in kind.objects.all()
    ]
    texts += Product.objects.values_list("description", flat=True)
    texts += Category.objects.values_list("description", flat=True)

    assert not [text for text in texts if "!" in text]


@pytest.mark.parametrize(
    ("email", "staff", "cms", "orders", "products"),
    [
        ("shopper@example.com", False, False, False, False),
        ("merchandiser@example.com", False, True, False, False),
        ("publisher@example.com", False, True, False, False),
        ("orders@example.com", True, False, True, False),
        ("catalogue@example.com", True, False, False, True),
        ("admin@example.com", True, True, True, True),
    ],
)
def test_every_account_may_do_its_work_and_nothing_else(
    email: str, staff: bool, cms: bool, orders: bool, products: bool
) -> None:
    user = get_user_model().objects.get(email=email)

    assert user.check_password("demo-shop-2026")
    assert EmailAddress.objects.get(user=user).verified
    assert user.is_staff is staff
    assert user.has_perm("wagtailadmin.access_admin") is cms
    assert user.has_perm("order.change_order") is orders
    assert user.has_perm("catalogue.change_product") is products


def test_the_shop_knows_its_name_and_where_it_delivers(settings: object) -> None:
    site = Site.objects.get(is_default_site=True)
    countries = get_model("address", "Country").objects.filter(is_shipping_country=True)

    assert site.site_name == "Tarn & Weald"
    assert site.root_url == settings.SITE_URL  # type: ignore[attr-defined]
    assert countries[0].iso_3166_1_a2 == "GB"
    assert countries.count() == 13
