"""Merchandisers change pages, and shoppers see it with their next request."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from shop.cms_pages.models import ContentPage, LandingPage, ProductIndexPage, ShopIndexPage
from tests.cms_pages.editing import (
    as_published,
    edit,
    editor,
    hero,
    home_page,
    items,
    page_form,
    product_row,
    publish,
)
from tests.factories import make_product
from tests.factories.pictures import make_image

pytestmark = pytest.mark.django_db


def home(client: Client | None = None) -> str:
    return (client or Client()).get("/").content.decode()


def test_a_new_shop_has_a_home_page_that_leads_to_the_shop(client: Client) -> None:
    page = home(client)

    assert "<h1>Tarn &amp; Weald</h1>" in page
    assert 'href="/shop/"' in page


def test_what_a_merchandiser_publishes_shows_at_the_next_request() -> None:
    mug, bowl = make_product("Stoneware Mug"), make_product("Serving Bowl")
    action = {
        "label": "See the vases",
        "link": {
            "count": "1",
            "0": {"deleted": "", "order": "0", "type": "product", "id": "", "value": bowl.pk},
        },
    }
    home()

    response = publish(
        editor(),
        home_page(),
        hero(make_image(), "A shelf is a small stage", actions=items(action)),
        product_row(bowl, mug),
    )

    assert response.status_code == 302
    page = home()
    assert "A shelf is a small stage" in page
    assert page.index("/products/serving-bowl/") < page.index("/products/stoneware-mug/")
    assert page.count("<h1") == 1
    assert "See the vases" in page


def test_a_draft_is_previewed_and_not_published() -> None:
    client, page = editor(), home_page()

    edit(client, page, hero(make_image(), "Only a draft"))

    assert "Only a draft" not in home()
    preview = client.get(f"/cms/pages/{page.pk}/view_draft/").content.decode()
    assert "Only a draft" in preview


def test_the_side_by_side_preview_shows_what_is_typed() -> None:
    client, page = editor(), home_page()
    address = f"/cms/pages/{page.pk}/edit/preview/"
    mug = make_product("Stoneware Mug", price="18.00")

    saved = client.post(address, page_form(product_row(mug), slug=page.slug))

    assert saved.json()["is_valid"]
    preview = client.get(address).content.decode()
    assert "£18.00" in preview
    assert "/products/stoneware-mug/" in preview
    assert "Stoneware Mug" not in home()


def test_a_published_page_looks_as_its_preview_did() -> None:
    client, page = editor(), home_page()
    sections = [hero(make_image()), product_row(make_product())]
    client.post(f"/cms/pages/{page.pk}/edit/preview/", page_form(*sections, slug=page.slug))
    preview = client.get(f"/cms/pages/{page.pk}/edit/preview/").content.decode()

    publish(client, page, *sections)

    assert "<!-- section" in preview
    assert as_published(preview) == as_published(home())


def test_a_landing_page_goes_live_below_the_home_page(client: Client) -> None:
    response = editor().post(
        f"/cms/pages/add/cms_pages/landingpage/{home_page().pk}/",
        page_form(
            product_row(make_product("Oak Tray")),
            title="Gifts",
            slug="gifts",
            **{"action-publish": "action-publish"},
        ),
    )

    assert response.status_code == 302
    page = client.get("/gifts/").content.decode()
    assert "<h1>Gifts</h1>" in page
    assert "Oak Tray" in page
    assert '<link rel="canonical" href="http://testserver/gifts/">' in page


def test_a_row_needs_products_or_a_rule() -> None:
    response = publish(editor(), home_page(), product_row())

    assert "Choose at least one product below, or another rule." in response.content.decode()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example", "shop", "data:x"])
def test_a_button_leads_nowhere_odd(address: str) -> None:
    action = {
        "label": "Go",
        "link": {
            "count": "1",
            "0": {"deleted": "", "order": "0", "type": "address", "id": "", "value": address},
        },
    }

    response = publish(editor(), home_page(), hero(make_image(), actions=items(action)))

    assert "Write a whole address" in response.content.decode()


@pytest.mark.parametrize(
    ("kind", "slug"), [(ShopIndexPage, "shop"), (ProductIndexPage, "products")]
)
def test_the_index_pages_stay_at_the_shops_own_address(kind: Any, slug: str) -> None:
    page, client = kind.objects.get(), editor()
    form = client.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert 'name="slug"' not in form
    assert f'data-address="http://testserver/{slug}/"' in form

    publish(client, page, title="All of it", slug="store")

    page.refresh_from_db()
    assert (page.title, page.slug, page.url_path) == ("All of it", slug, f"/home/{slug}/")


def test_an_old_draft_of_an_index_page_brings_no_other_address() -> None:
    page = ShopIndexPage.objects.get()
    ShopIndexPage.objects.filter(pk=page.pk).update(slug="store", url_path="/home/store/")
    page.refresh_from_db()
    page.save_revision().publish()

    page.refresh_from_db()
    assert (page.slug, page.url_path) == ("shop", "/home/shop/")


@pytest.mark.parametrize("slug", ["shop", "products", "basket", "cms", "search", "api", "Checkout"])
def test_a_slug_that_the_shop_answers_is_refused(slug: str) -> None:
    # Without them Wagtail's own check finds no sibling, and the address is the shop's all the same.
    home_page().get_children().delete()

    response = editor().post(
        f"/cms/pages/add/cms_pages/contentpage/{home_page().pk}/",
        page_form(title="About", slug=slug, introduction=""),
    )

    assert response.status_code == 200
    assert "is an address of the shop itself. Choose another slug." in response.content.decode()
    assert not ContentPage.objects.exists()


def test_the_same_slug_is_free_further_down() -> None:
    about = home_page().add_child(instance=ContentPage(title="About", slug="about"))

    about.add_child(instance=ContentPage(title="Search", slug="search"))

    assert Client().get("/about/search/").status_code == 200


def test_a_copy_and_a_move_cannot_take_an_address_of_the_shop() -> None:
    client, home = editor(), home_page()
    about = home.add_child(instance=ContentPage(title="About", slug="about"))
    search = about.add_child(instance=ContentPage(title="Search", slug="search"))

    client.post(
        f"/cms/pages/{about.pk}/copy/",
        {"new_title": "Basket", "new_slug": "basket", "new_parent_page": home.pk},
    )
    client.post(f"/cms/pages/{search.pk}/move/{home.pk}/confirm/")

    assert set(ContentPage.objects.values_list("url_path", flat=True)) == {
        "/home/about/",
        "/home/about/search/",
    }


def test_a_menu_page_stands_in_the_header_of_the_next_page(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    home(client)

    with django_capture_on_commit_callbacks(execute=True):
        home_page().add_child(
            instance=LandingPage(title="Small spaces", slug="small-spaces", show_in_menus=True)
        )

    assert '<a href="/small-spaces/">Small spaces</a>' in home(client)


def test_a_scheduled_page_goes_live_with_the_clocks_task(client: Client) -> None:
    from shop.tasks.schedule import publish_scheduled_pages

    page = home_page().add_child(instance=LandingPage(title="Sale", slug="sale", live=False))
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.expire_at = timezone.now() + timedelta(hours=3)
    page.save_revision(approved_go_live_at=page.go_live_at).publish()
    publish_scheduled_pages()
    assert client.get("/sale/").status_code == 404

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        publish_scheduled_pages()
        assert client.get("/sale/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=4)):
        publish_scheduled_pages()
        assert client.get("/sale/").status_code == 404
