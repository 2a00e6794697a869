"""What other places show of a link to a page: Open Graph and X's card, on every kind of page."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.test import Client

from shop.catalogue.models import Product
from shop.cms_pages.models import ContentPage, LandingPage
from tests.cms_pages.editing import home_page
from tests.factories import make_category, make_product, make_variants
from tests.factories.pictures import add_picture, make_image

pytestmark = pytest.mark.django_db


class Metas(HTMLParser):
    """The properties and names of a page's head, with what they hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.canonical = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta" and (name := values.get("property") or values.get("name")):
            assert name not in self.found or name == "theme-color", f"{name} stands twice"
            self.found[name] = values.get("content", "")
        if tag == "link" and values.get("rel") == "canonical":
            self.canonical = values.get("href", "")


@pytest.fixture
def shop() -> Product:
    """One of everything, with pictures."""
    home = home_page()
    hero = {
        "headline": "Things for the table",
        "image": make_image("Hero", width=1600, height=900),
        "text_tone": "dark",
        "text_position": "start",
    }
    home.body = [("hero", hero)]
    home.save()
    home.add_child(instance=LandingPage(title="Gifts", slug="gifts"))
    home.add_child(
        instance=ContentPage(title="About", slug="about", search_description="Who we are.")
    )
    mug = make_variants(category=make_category("Tableware"), price="18.00")
    add_picture(mug, make_image("Mug", width=960, height=720))
    return mug


def metas(client: Client, path: str) -> Metas:
    """The head of this page."""
    return Metas(client.get(path).content.decode())


@pytest.mark.parametrize(
    ("path", "title", "pictured"),
    [
        ("/", "Tarn & Weald", True),
        ("/gifts/", "Gifts", False),
        ("/about/", "About", False),
        ("/shop/", "Shop", True),
        ("/shop/tableware/", "Tableware", True),
        ("/products/stoneware-mug/", "Stoneware Mug", True),
        ("/products/stoneware-mug/reviews/", "Reviews of Stoneware Mug", False),
    ],
)
def test_every_public_page_says_what_a_link_to_it_shows(
    client: Client, shop: Product, path: str, title: str, pictured: bool
) -> None:
    head = metas(client, path)

    assert head.found["og:title"] == title
    assert head.found["og:site_name"] == "Tarn & Weald"
    assert head.found["og:url"] == head.canonical == f"http://testserver{path}"
    assert head.found["og:type"] == ("product" if path == shop.get_absolute_url() else "website")
    assert ("og:image" in head.found) is pictured
    assert head.found["twitter:card"] == ("summary_large_image" if pictured else "summary")
    if pictured:
        assert head.found["og:image"].startswith("http://testserver/media/")
        assert int(head.found["og:image:width"]) > int(head.found["og:image:height"]) > 0
        assert head.found["og:image:alt"]


def test_a_product_says_its_price_and_whether_it_is_there(client: Client, shop: Product) -> None:
    gone = make_product("Lamp", stock=0)

    head = metas(client, shop.get_absolute_url()).found
    sold_out = metas(client, gone.get_absolute_url()).found

    assert head["product:price:amount"] == "18.00"
    assert head["product:price:currency"] == "GBP"
    assert head["product:availability"] == "in stock"
    assert sold_out["product:availability"] == "out of stock"


def test_descriptions_are_the_pages_own(client: Client, shop: Product) -> None:
    assert metas(client, "/about/").found["og:description"] == "Who we are."


def test_a_page_that_is_not_there_shows_nothing_of_itself(client: Client) -> None:
    head = metas(client, "/nowhere/").found

    assert "og:url" not in head
    assert head["robots"] == "noindex"
