"""What every page shows: names, lines and menus, and that reading them costs nothing while warm."""

from typing import Any

import pytest
from django.test import Client, RequestFactory
from wagtail.models import Site
from wagtail.test.utils.form_data import nested_form_data, streamfield

from shop.cms_pages.context_processors import store
from shop.cms_pages.models import ContentPage, StoreSettings
from tests.cms_pages.editing import editor, home_page, items
from tests.factories import make_category

pytestmark = pytest.mark.django_db


def context() -> dict[str, Any]:
    return store(RequestFactory().get("/"))


def test_without_settings_the_defaults_hold_and_no_row_is_made() -> None:
    shown = context()

    assert shown["store"].brand_name == "Tarn & Weald"
    assert shown["store"].announcement == ""
    assert not StoreSettings.objects.exists()


def test_a_warm_shell_asks_nothing_and_a_lazy_one_even_less(
    django_assert_num_queries: Any,
) -> None:
    make_category("Tableware")
    with django_assert_num_queries(0):
        lazy = context()
    list(lazy["menu"]), list(lazy["footer_menus"])

    with django_assert_num_queries(0):
        warm = context()
        assert [item.title for item in warm["menu"]] == ["Tableware"]
        assert warm["store"].brand_name
        assert list(warm["footer_menus"])


def test_what_a_merchandiser_sets_shows_at_the_next_request(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    client.get("/")
    link = {
        "count": "1",
        "0": {"deleted": "", "order": "0", "type": "address", "id": "", "value": "/shop/"},
    }
    column = {"title": "Ways", "links": items({"label": "Everything", "link": link})}
    form = nested_form_data(
        {
            "brand_name": "Fell & Field",
            "tagline": "Other things",
            "announcement": "Open on Sunday",
            "delivery_promise": "Free over £60",
            "delivery_and_returns": "Thirty days.",
            "returns_days": "30",
            "footer_text": "Fell & Field Ltd",
            "footer_menus": streamfield([("menu", column)]),
            "meta_description": "A shop.",
        }
    )
    site = Site.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        response = editor().post(f"/cms/settings/cms_pages/storesettings/{site.pk}/", form)

    assert response.status_code == 302
    page = client.get("/shop/").content.decode()
    for words in (
        "Fell &amp; Field",
        "Open on Sunday",
        "Ways",
        "Everything",
        "Fell &amp; Field Ltd",
    ):
        assert words in page
    assert '<meta name="description" content="A shop.">' in page


def test_content_pages_that_are_in_menus_stand_in_the_footer(client: Client) -> None:
    home = home_page()
    home.add_child(instance=ContentPage(title="Contact", slug="contact", show_in_menus=True))
    home.add_child(instance=ContentPage(title="Secret", slug="secret"))

    page = client.get("/").content.decode()

    assert page.index("<footer") < page.index("Contact")
    assert "Secret" not in page


def test_an_unknown_host_gets_the_default_sites_shell() -> None:
    StoreSettings.objects.create(site=Site.objects.get(), brand_name="Fell & Field")

    assert store(RequestFactory().get("/", HTTP_HOST="127.0.0.1:81"))["store"].brand_name == (
        "Fell & Field"
    )
