"""Previews of pages with products in them, and what search engines show of each kind of page."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shop.cms_pages import product_services
from shop.cms_pages.blocks import content_sections, page_sections, product_sections
from shop.cms_pages.models import (
    ArticlePage,
    ContactPage,
    ContentPage,
    FaqPage,
    HomePage,
    JournalPage,
    LandingPage,
    ShopIndexPage,
)
from tests.cms_pages.editing import as_published, editor, home_page, page_form, product_row
from tests.cms_pages.test_category_pages import category_page
from tests.cms_pages.test_product_pages import page_of, parsed, section, shown
from tests.factories import countries, make_category, make_product
from tests.factories.pictures import add_picture, make_image

pytestmark = pytest.mark.django_db

SECTIONED = [LandingPage, ContentPage, FaqPage, ArticlePage]


def added(kind: Any, **fields: Any) -> Any:
    parent: Any = home_page()
    if kind is ArticlePage:
        parent = parent.add_child(instance=JournalPage(title="Journal", slug="journal"))
    return parent.add_child(instance=kind(title="A page", slug="a-page", **fields))


def preview(page: Any, *sections: Any, mode: str) -> Any:
    """What the panel beside the form shows of these sections in that mode."""
    client, address = editor(), f"/cms/pages/{page.pk}/edit/preview/"
    form = page_form(
        *sections, title=page.title, slug=page.slug, introduction="", published_on="2027-03-02"
    )
    assert client.post(address, form).json()["is_valid"]
    response = client.get(address, {"mode": mode})
    assert response.status_code == 200
    return parsed(response.content)


@pytest.mark.parametrize("kind", [HomePage, *SECTIONED])
def test_products_on_a_page_are_previewed_in_every_state(kind: Any) -> None:
    mug = make_product("Mug", price="18.00", stock=50)
    page = home_page() if kind is HomePage else added(kind)
    before = mug.stockrecords.values().get()

    def card(mode: str) -> str:
        soup = preview(page, product_row(mug), mode=mode)
        return " ".join(soup.select_one("article").text.split())

    assert "Sold out" not in card("")
    assert "Sold out" in card("sold-out")
    assert "2 left" in card("low")
    assert "£14.40" in card("on-sale")
    assert "Sold out" not in card("in-stock")
    assert mug.stockrecords.values().get() == before


def test_the_panel_offers_the_states_by_name() -> None:
    for page in (home_page(), *(home_page().add_child(instance=kind) for kind in _others())):
        editing = editor().get(f"/cms/pages/{page.pk}/edit/").content.decode()
        for name in ("As it is", "In stock", "Only a few left", "Sold out", "On sale"):
            assert f">{name}</option>" in " ".join(editing.split()).replace("> ", ">").replace(
                " <", "<"
            ), (page, name)


def _others() -> list[Any]:
    return [
        LandingPage(title="Sale", slug="sale"),
        ContactPage(title="Contact", slug="contact-us", to_address="shop@example.com"),
    ]


def test_what_is_sold_out_leaves_a_preview_that_leaves_it_out() -> None:
    mug = make_product("Mug")

    soup = preview(home_page(), product_row(mug, hide_sold_out="on"), mode="sold-out")

    assert not soup.select("article")
    assert "New on the shelf" not in soup.select_one("main").text


def test_the_shops_index_is_previewed_in_a_state() -> None:
    make_product("Mug", price="18.00")
    index = ShopIndexPage.objects.first() or home_page().add_child(
        instance=ShopIndexPage(title="Shop", slug="shop")
    )

    assert "Sold out" in preview(index, mode="sold-out").select_one("main").text


# --- What search engines show -------------------------------------------------------------------


@pytest.mark.parametrize("kind", [ContentPage, FaqPage, ArticlePage])
def test_a_page_without_a_description_is_described_by_its_opening_words(kind: Any) -> None:
    page = added(kind, introduction="Where the clay comes from.")
    head = parsed(Client().get(page.get_url()).content).head

    assert "Where the clay comes from" in head.select_one("meta[name=description]")["content"]


def test_a_products_page_says_what_a_search_engine_shows_of_it() -> None:
    mug = make_product("Mug", description="Thrown by hand.")
    page = page_of(mug)

    editing = parsed(editor().get(f"/cms/pages/{page.pk}/edit/").content)
    told = editing.select_one("search-preview")

    assert told["data-title"] == "Mug"
    assert told["data-description"] == "Thrown by hand"
    assert told["data-address"].endswith("/products/mug/")
    assert editing.select_one("[name=canonical_address]")

    page.canonical_address, page.hidden_from_search = "https://maker.example.com/mug/", True
    page.save_revision().publish()
    head = parsed(shown(mug)).head
    assert head.select_one("link[rel=canonical]")["href"] == "https://maker.example.com/mug/"
    assert head.select_one("meta[name=robots]")["content"] == "noindex"


def test_a_categorys_page_says_what_a_search_engine_shows_of_it() -> None:
    mugs = make_category("Mugs")
    make_product("Mug", category=mugs)
    page = category_page(mugs)

    editing = parsed(editor().get(f"/cms/pages/{page.pk}/edit/").content)
    told = editing.select_one("search-preview")
    assert told["data-title"] == "Mugs"
    assert told["data-address"].endswith("/shop/mugs/")

    page.canonical_address, page.introduction = "https://maker.example.com/", "Big ones and small."
    page.save_revision().publish()
    head = parsed(Client().get("/shop/mugs/").content).head
    assert head.select_one("link[rel=canonical]")["href"] == "https://maker.example.com/"
    assert "Big ones and small" in head.select_one("meta[name=description]")["content"]


# --- Frames --------------------------------------------------------------------------------------


def film() -> dict[str, Any]:
    picture = {"image": make_image().pk, "decorative": True, "alt_text": ""}
    return section(
        "video", title="Film", address="https://vimeo.com/123456789", picture=picture, heading=""
    )


def test_a_film_among_the_sections_of_a_product_or_a_category_may_play() -> None:
    mugs = make_category("Mugs")
    mug, bowl = make_product("Mug", category=mugs), make_product("Bowl", category=mugs)
    page_of(mug, film())
    category_page(mugs, below=[film()])

    def frames(path: str) -> bool:
        return "https://player.vimeo.com" in Client().get(path)["Content-Security-Policy"]

    assert frames(mug.get_absolute_url())
    assert frames("/shop/mugs/")
    assert not frames("/shop/mugs/?page=1&available=1")
    assert not frames(bowl.get_absolute_url())


def test_a_film_plays_in_the_preview_too() -> None:
    mug = make_product("Mug")
    page, _made = product_services.open_product_page(product=mug)
    page.body = page.body.stream_block.to_python([film()])
    page.save_revision()
    client = editor()

    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert "https://player.vimeo.com" in response["Content-Security-Policy"]


# --- For whom, and when ---------------------------------------------------------------------------


def quote(words: str, **common: Any) -> tuple[str, dict]:
    fields = {"quote": words, "name": "", "role": "", "theme": "", "width": ""}
    return "quote", fields | {"opens_at": "", "closes_at": "", "audience": ""} | common


def test_a_preview_is_what_one_of_the_two_audiences_sees() -> None:
    page = home_page()
    sections = [
        quote("Come in", audience="signed_out"),
        quote("Welcome back", audience="signed_in"),
    ]

    usual, logged_in = (preview(page, *sections, mode=mode) for mode in ("", "logged-in"))

    assert "Come in" in usual.text
    assert "Welcome back" not in usual.text
    assert "Welcome back" in logged_in.text
    assert "Come in" not in logged_in.text
    # The published page's sections are not asked for: they would take the draft's places.
    for soup in (usual, logged_in):
        assert f"/personal/{page.pk}" not in str(soup)


def test_a_preview_can_show_what_comes_later_but_not_what_is_over() -> None:
    sections = [
        quote("Next spring", opens_at="2090-03-01 09:00"),
        quote("Long ago", closes_at="2020-03-01 09:00"),
        quote("Always"),
    ]

    usual, coming = (preview(home_page(), *sections, mode=mode).text for mode in ("", "coming"))

    assert "Next spring" not in usual
    assert "Next spring" in coming
    for text in (usual, coming):
        assert "Always" in text
        assert "Long ago" not in text


def test_the_preview_of_a_product_takes_the_same_modes() -> None:
    mug = make_product("Mug")
    page = page_of(
        mug,
        section("quote", quote="Welcome back", audience="signed_in"),
        section("quote", quote="Next spring", opens_at="2090-03-01T09:00:00Z"),
    )
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    client = editor()

    def text(mode: str) -> str:
        return client.get(address, {"mode": mode}).content.decode()

    assert "Welcome back" not in text("")
    assert "Next spring" not in text("")
    assert "Welcome back" in text("logged-in")
    assert "Next spring" in text("coming")


# --- The preview is the page ---------------------------------------------------------------------


def everything(page: Any, blocks: list[tuple[str, Any]]) -> Any:
    """The page with a sample of each section, published."""
    page.body = [(name, block.get_preview_value()) for name, block in blocks if name != "promotion"]
    page.save_revision().publish()
    return page


def made_page(kind: str) -> Any:
    mugs = make_category("Mugs")
    mug = make_product("Mug", category=mugs, description="Thrown by hand.")
    add_picture(mug)
    add_picture(make_product("Bowl", category=mugs))
    if kind == "product":
        page, _made = product_services.open_product_page(product=mug)
        return everything(page, product_sections())
    if kind == "category":
        row = section("product_row", heading="New", source="newest", limit=4)
        return category_page(mugs, above=[row], below=[section("quote", quote="Below")])
    if kind == "home":
        return everything(home_page(), page_sections())
    types = {"landing": LandingPage, "content": ContentPage, "story": ArticlePage, "faq": FaqPage}
    return everything(added(types[kind]), content_sections())


@pytest.mark.parametrize(
    "kind", ["home", "landing", "content", "story", "faq", "product", "category"]
)
def test_the_preview_of_a_published_page_is_that_page(kind: str) -> None:
    countries()
    page = made_page(kind)
    draft = editor().get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert draft.status_code == 200

    previewed = draft.content.decode()
    published = Client().get(page.get_url()).content.decode()

    assert "<!-- section" in previewed
    assert "<!-- section" not in published
    assert as_published(previewed) == as_published(published)
