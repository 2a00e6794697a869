"""The library knows which products, films, categories and settings show a picture, and keeps it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex, Site

from shop.catalogue.models import Product, ProductImage, ProductVideo
from shop.catalogue.picture_references import index_pictures
from shop.cms_pages.models import StoreSettings
from shop.cms_pages.usage import shown_on
from shop.media.models import Image
from tests.cms_pages.editing import editor
from tests.factories import make_category, make_product, make_user
from tests.factories.pictures import add_picture, make_image

pytestmark = pytest.mark.django_db


def admin() -> Client:
    user = make_user(is_staff=True)
    user.is_superuser = True
    user.save()
    client = Client()
    client.force_login(user)
    return client


def uses(image: Image) -> list[str]:
    """What shows the picture, as the index has it."""
    return sorted(str(thing) for thing, _references in image.get_usage())


def delete_all(client: Client, *images: Image) -> Any:
    ids = "&".join(f"id={image.pk}" for image in images)
    return client.post(f"/cms/bulk/media/image/delete/?next=/cms/images/&{ids}")


@pytest.fixture
def shown() -> dict[str, Image]:
    """A picture each of a product, of a film, of a category and of the settings."""
    pictures = {name: make_image(name) for name in ("product", "film", "category", "logo")}
    mug = make_product("Mug")
    add_picture(mug, pictures["product"])
    ProductVideo.objects.create(
        product=mug, title="A hand", url="https://youtu.be/aqz-KE-bpKQ", poster=pictures["film"]
    )
    kettles = make_category("Kettles")
    kettles.image = pictures["category"]
    kettles.save()
    settings = StoreSettings.for_site(Site.objects.get())
    settings.logo = pictures["logo"]
    settings.save()
    return pictures


def test_the_library_says_where_a_picture_is_used(shown: dict[str, Image]) -> None:
    client = editor()
    for image in shown.values():
        assert "Used 1 time" in client.get(f"/cms/images/{image.pk}/").content.decode()


def test_the_index_follows_what_is_changed_and_deleted(shown: dict[str, Image]) -> None:
    mug, other = Product.objects.get(), make_image("Other")
    row = ProductImage.objects.get()
    row.original = other
    row.save()
    assert (uses(shown["product"]), uses(other)) == ([], ["Image of 'Mug'"])

    mug.delete()

    assert (uses(other), uses(shown["film"])) == ([], [])
    assert uses(shown["category"]) == ["Kettles"]


def test_a_rebuilt_index_and_one_that_was_empty_know_the_same(shown: dict[str, Image]) -> None:
    def known() -> list[Any]:
        return sorted(
            ReferenceIndex.objects.filter(to_object_id__in=[image.pk for image in shown.values()])
            .filter(model_path__in=("original", "poster", "image", "logo"))
            .values_list("base_content_type", "object_id", "to_object_id", "content_path_hash")
        )

    before = known()
    assert len(before) == 4
    call_command("rebuild_references_index", verbosity=0)
    assert known() == before
    ReferenceIndex.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert known() == before


def test_a_shop_with_an_index_is_not_read_again_when_it_migrates(shown: dict[str, Image]) -> None:
    index_pictures()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        index_pictures()
    assert len(asked) == 3


def test_noting_a_picture_costs_a_few_queries_and_saving_a_product_none() -> None:
    mug, image = make_product("Mug"), make_image()
    row = ProductImage(product=mug, original=image)
    with CaptureQueriesContext(connection) as asked:
        row.save()
    noting = [query for query in asked if "referenceindex" in query["sql"]]
    assert (len(noting), len(asked)) == (2, 6)
    with CaptureQueriesContext(connection) as asked:
        mug.save()
    assert not [query for query in asked if "referenceindex" in query["sql"]]


def test_products_are_shown_by_pages_not_by_their_own_pictures(shown: dict[str, Image]) -> None:
    assert shown_on(Product.objects.get(), user=make_user()) == []


def test_a_picture_that_a_product_shows_stays_and_the_product_is_named() -> None:
    mug = make_product("Mug <3")
    image = add_picture(mug, make_image("Glaze"))
    client = admin()

    asked = client.get(f"/cms/images/{image.pk}/delete/").content.decode()
    answer: Any = client.post(f"/cms/images/{image.pk}/delete/")

    assert "Yes, delete" not in asked
    assert answer.status_code == 302
    for page in (asked, client.get(answer.url).content.decode()):
        assert "Products show this picture: “Glaze” (" in page
        assert f'<a href="/dashboard/catalogue/products/{mug.pk}/">Mug &lt;3</a>' in page
    assert Image.objects.filter(pk=image.pk).exists()


def test_of_several_pictures_none_goes_while_a_product_shows_one() -> None:
    image, free = add_picture(make_product("Mug"), make_image("Glaze")), make_image("Free")
    client = admin()

    answer = delete_all(client, image, free)

    assert answer.status_code == 302
    said = client.get(answer.url).content.decode()
    assert "Products show this picture: “Glaze” (" in said
    assert Image.objects.count() == 2

    delete_all(client, free)
    assert list(Image.objects.all()) == [image]


def test_many_products_are_named_in_one_query_and_not_without_end() -> None:
    image = make_image("Glaze")
    client = admin()

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            said = client.post(f"/cms/images/{image.pk}/delete/")
            assert said.status_code == 302
        return len(asked)

    add_picture(make_product("Mug 0"), image)
    few = cost()
    client.get("/cms/")
    for number in range(1, 8):
        add_picture(make_product(f"Mug {number}"), image)
    assert cost() == few
    assert "Mug 4</a> and 3 more)" in client.get(f"/cms/images/{image.pk}/").content.decode()


def test_a_picture_of_a_category_may_go_after_a_warning(shown: dict[str, Image]) -> None:
    image, client = shown["category"], admin()
    address = f"/cms/images/{image.pk}/"
    assert "referenced 1 time" in client.get(f"{address}delete/").content.decode()
    usage = client.get(f"/cms/images/usage/{image.pk}/?describe_on_delete=1").content.decode()
    assert "Kettles" in usage
    assert client.post(f"{address}delete/").status_code == 302
    assert not Image.objects.filter(pk=image.pk).exists()


@pytest.mark.parametrize("is_public", [True, False])
def test_a_merchandiser_is_led_only_where_the_way_is_open(is_public: bool) -> None:
    mug = make_product("Mug", is_public=is_public)
    image = add_picture(mug, make_image("Glaze"))
    client = editor()

    page = client.get(f"/cms/images/usage/{image.pk}/").content.decode()

    way = mug.get_absolute_url() if is_public else "/cms/products/?q=Mug"
    assert f'href="{way}"' in page
    assert "Image of" in page
    assert "/dashboard/" not in page
    assert client.get(way).status_code == 200


def test_a_catalogue_admin_is_led_to_the_dashboard() -> None:
    mug = make_product("Mug")
    image = add_picture(mug, make_image("Glaze"))
    user = make_user(is_staff=True)
    user.groups.add(*Group.objects.filter(name__in=("Merchandisers", "Catalogue admins")))
    client = Client()
    client.force_login(user)

    page = client.get(f"/cms/images/usage/{image.pk}/").content.decode()

    assert f'href="/dashboard/catalogue/products/{mug.pk}/"' in page
