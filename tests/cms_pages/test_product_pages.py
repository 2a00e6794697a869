"""Pages and layouts of products: what is served where, and an address that stands still."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from shop.catalogue.models import Product
from shop.cms_pages import product_services
from shop.cms_pages.models import (
    HomePage,
    LandingPage,
    ProductIndexPage,
    ProductLayout,
    ProductPage,
)
from tests.cms_pages.editing import editor
from tests.factories import countries, make_category, make_product, make_user, make_variants
from tests.factories.pictures import make_image

pytestmark = pytest.mark.django_db


def section(kind: str, **value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value}


def words(text: str) -> dict[str, Any]:
    return section("rich_text", text=f"<p>{text}</p>")


def page_of(product: Any, *sections: Any, manner: str = "extend", live: bool = True) -> ProductPage:
    """The product's page with these sections, published or a draft."""
    page, _made = product_services.open_product_page(product=product)
    page.body, page.manner = page.body.stream_block.to_python(list(sections)), manner
    revision = page.save_revision()
    if live:
        revision.publish()
    return ProductPage.objects.get(pk=page.pk)


def layout(name: str, *sections: Any, **scope: Any) -> ProductLayout:
    """A published layout."""
    made = ProductLayout(name=name, **scope)
    made.body = made.body.stream_block.to_python(list(sections))
    made.full_clean()
    made.save()
    made.save_revision().publish()
    return made


def shown(product: Any, status: int = 200) -> str:
    response = Client().get(f"/products/{product.slug}/")
    assert response.status_code == status
    return response.content.decode()


def staff() -> Any:
    """Somebody who may do everything."""
    user = make_user(is_staff=True)
    user.is_superuser = True
    user.save()
    return user


def parsed(markup: str | bytes) -> Any:
    return BeautifulSoup(markup, "html.parser")


def once_bought(markup: str) -> bool:
    return len(parsed(markup).select(".buy")) == 1


# --- What is served ---------------------------------------------------------------------------


def test_the_address_is_the_same_with_and_without_a_page() -> None:
    mug = make_product("Mug")
    assert "Thrown by hand" not in shown(mug)

    page = page_of(mug, words("Thrown by hand"), live=False)
    assert "Thrown by hand" not in shown(mug)

    page.get_latest_revision().publish()
    markup = shown(mug)
    assert "Thrown by hand" in markup
    canonical = parsed(markup).select_one("link[rel=canonical]")
    assert canonical["href"].endswith("/products/mug/")
    assert page.get_url() == "/products/mug/"
    assert markup.count("<h1") == 1

    ProductPage.objects.get().unpublish()
    assert "Thrown by hand" not in shown(mug)


def test_a_page_adds_to_its_layout_or_replaces_it() -> None:
    mug = make_product("Mug")
    layout("All", section("gallery"), section("buy_box"), section("own_sections"), words("The end"))

    page = page_of(mug, words("In between"))
    markup = shown(mug)
    assert markup.index("Add to basket") < markup.index("In between")
    assert markup.index("In between") < markup.index("The end")

    page.manner = ProductPage.REPLACE
    page.save_revision().publish()
    markup = shown(mug)
    assert "In between" in markup
    assert "The end" not in markup


@pytest.mark.parametrize(
    "sections",
    [
        [],
        [{"type": "gallery", "value": {}}],
        [{"type": "buy_box", "value": {}}, {"type": "buy_box", "value": {}}],
        [{"type": "rich_text", "value": {"text": "<p>x</p>"}}, {"type": "buy_box", "value": {}}],
    ],
)
def test_the_buy_box_is_there_once_whatever_editors_do(sections: list[Any]) -> None:
    mug = make_variants("Mug")
    page_of(mug, *sections, manner=ProductPage.REPLACE)

    assert once_bought(shown(mug))


def test_the_nearest_layout_wins() -> None:
    root = make_category("Kitchen")
    below = make_category("Mugs", parent=root)
    mug = make_product("Mug", category=below)
    assert "For" not in parsed(shown(mug)).select_one("main").text

    for name, scope in (
        ("For all", {}),
        ("For the type", {"product_class": mug.product_class}),
        ("For the kitchen", {"category": root}),
        ("For mugs", {"category": below}),
    ):
        layout(name, words(name), **scope)
        assert name in shown(mug)

    ProductLayout.objects.get(name="For mugs").unpublish()
    assert "For the kitchen" in shown(mug)
    ProductLayout.objects.get(name="For the kitchen").delete()
    assert "For the type" in shown(mug)


def test_a_draft_of_a_layout_is_nobodys_yet() -> None:
    mug = make_product("Mug")
    made = layout("All", words("As it was"))
    made.body = made.body.stream_block.to_python([words("As it will be")])
    made.save_revision()

    assert "As it was" in shown(mug)
    assert "As it will be" not in shown(mug)


def test_story_and_facts_stand_beside_the_pictures_or_below() -> None:
    mug = make_product("Mug", description="Thrown on a kick wheel.")
    page_of(
        mug,
        section("gallery"),
        section("buy_box"),
        section("story", heading="How it is made", text="<p>Fired twice.</p>", place="below"),
        section("story", place="beside"),
        manner=ProductPage.REPLACE,
    )

    soup = parsed(shown(mug))
    assert "Thrown on a kick wheel." in soup.select_one(".product-side .facts").text
    below = soup.find("h2", string="How it is made").find_parent(class_="section")
    assert "Fired twice." in below.text
    assert not below.find_parent(class_="product-side")


def test_large_pictures_stand_with_their_captions() -> None:
    mug, image = make_product("Mug"), make_image()
    chosen = {
        "image": {"image": image.pk, "decorative": True, "alt_text": ""},
        "caption": "The rim",
    }
    page_of(mug, section("rich_media", heading="Seen closely", items=[chosen]))

    figure = parsed(shown(mug)).select_one(".rich-media figure")
    assert figure.figcaption.text == "The rim"


@pytest.mark.parametrize("number", [3, 30])
def test_a_page_asks_one_query_more_than_none(
    client: Client, django_assert_max_num_queries: Any, number: int
) -> None:
    countries()
    mug = make_product("Mug")
    page_of(mug, *(words(f"Section {n}") for n in range(number)))
    client.get(mug.get_absolute_url())

    # Without a page 9; three are those of the arrangements, which no transaction keeps that made
    # a page, as this one did.
    with django_assert_max_num_queries(13):
        assert client.get(mug.get_absolute_url()).status_code == 200


# --- The address stands still -----------------------------------------------------------------


def test_publishing_an_old_draft_keeps_todays_address() -> None:
    mug = make_product("Mug")
    page = page_of(mug, words("Old words"), live=False)
    old = page.get_latest_revision()
    mug.slug, mug.title = "cup", "Cup"
    mug.save()

    old.publish()

    page = ProductPage.objects.get()
    assert (page.slug, page.title, page.draft_title) == ("cup", "Cup", "Cup")
    assert page.url_path.endswith("/products/cup/")
    assert page.get_url() == "/products/cup/"
    assert "Old words" in shown(mug)
    assert Client().get("/products/mug/").headers["Location"] == "/products/cup/"


def test_a_schedule_keeps_the_address() -> None:
    mug = make_product("Mug")
    page = page_of(mug, words("From Friday on"), live=False).get_latest_revision_as_object()
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    mug.slug = "cup"
    mug.save()

    call_command("publish_scheduled", verbosity=0)

    assert "From Friday on" in shown(mug)
    assert ProductPage.objects.get().slug == "cup"


def test_a_draft_of_another_product_does_not_move_the_page() -> None:
    mug, bowl = make_product("Mug"), make_product("Bowl")
    page = page_of(mug, words("Of the mug"))
    revision = page.get_latest_revision()
    revision.content["product"] = bowl.pk
    revision.save()

    revision.publish()

    assert ProductPage.objects.get().product_id == mug.pk


# --- Deleting ---------------------------------------------------------------------------------


def test_deleting_a_product_deletes_its_page_and_leaves_a_true_tree() -> None:
    mug = make_product("Mug")
    page_of(mug, words("x"))
    index = ProductIndexPage.objects.get()
    assert index.numchild == 1

    product_services.delete_product(product=mug)

    assert not ProductPage.objects.exists()
    assert ProductIndexPage.objects.get().numchild == 0
    assert not any(Page.find_problems())


def test_the_dashboard_deletes_a_product_with_a_page() -> None:
    mug = make_product("Mug")
    page_of(mug, words("x"))
    admin = Client()
    admin.force_login(staff())

    response = admin.post(f"/dashboard/catalogue/products/{mug.pk}/delete/")

    assert response.status_code == 302
    assert not Product.objects.exists()
    assert not any(Page.find_problems())


# --- One of each ------------------------------------------------------------------------------


def layout_form(**fields: Any) -> dict[str, Any]:
    return nested_form_data(
        {
            "name": "Mugs",
            "product_class": "",
            "category": "",
            "body": streamfield([]),
            "preview_product": "",
        }
        | fields
    )


def test_two_layouts_for_one_type_are_refused_with_a_clear_message() -> None:
    mug = make_product("Mug")
    layout("Stoneware things", product_class=mug.product_class)

    answer = editor().post(
        "/cms/snippets/cms_pages/productlayout/add/",
        layout_form(product_class=mug.product_class.pk, **{"action-publish": "1"}),
    )

    assert answer.status_code == 200
    assert "“Stoneware things” is the layout for this already." in answer.content.decode()
    assert ProductLayout.objects.count() == 1


def test_a_second_layout_for_all_is_refused() -> None:
    layout("For all")

    answer = editor().post("/cms/snippets/cms_pages/productlayout/add/", layout_form())

    assert "“For all” is the layout for this already." in answer.content.decode()
    assert ProductLayout.objects.count() == 1


def test_what_a_layout_is_for_is_set_once() -> None:
    mug = make_product("Mug")
    made = layout("Stoneware", product_class=mug.product_class)

    answer = editor().post(
        f"/cms/snippets/cms_pages/productlayout/edit/{made.pk}/",
        layout_form(name="Clay", product_class="", **{"action-publish": "1"}),
    )

    assert answer.status_code == 302
    made.refresh_from_db()
    assert (made.name, made.product_class) == ("Clay", mug.product_class)


def test_a_product_has_one_page_and_it_is_not_copied() -> None:
    mug = make_product("Mug")
    page = page_of(mug)
    assert product_services.open_product_page(product=mug) == (page, False)

    client = editor()
    answer = client.post(
        f"/cms/pages/{page.pk}/copy/",
        {"new_title": "Two", "new_slug": "two", "new_parent_page": page.get_parent().pk},
        follow=True,
    )

    assert "has one page only" in answer.content.decode()
    assert ProductPage.objects.count() == 1


def test_a_variant_has_no_page() -> None:
    child = make_variants("Mug").children.first()

    with pytest.raises(ValueError, match="variant"):
        product_services.open_product_page(product=child)


def test_a_page_cannot_be_moved_below_itself() -> None:
    """A cycle of pages would be unreachable."""
    home = HomePage.objects.get()
    above = home.add_child(instance=LandingPage(title="Above", slug="above"))
    below = above.add_child(instance=LandingPage(title="Below", slug="below"))

    for destination in (above, below):
        path = f"/cms/pages/{above.pk}/move/{destination.pk}/confirm/"
        for answer in (editor().get(path, follow=True), editor().post(path, follow=True)):
            assert "“Above” cannot stand below itself." in answer.content.decode()
    assert Page.objects.get(pk=above.pk).get_parent().pk == home.pk


# --- Search engines ---------------------------------------------------------------------------


def test_a_product_with_a_page_is_in_the_sitemap_once() -> None:
    mug = make_product("Mug")
    page_of(mug, words("x"))

    assert Client().get("/sitemap.xml").content.decode().count("/products/mug/<") == 1


def test_a_product_with_a_page_is_found_once(client: Client) -> None:
    mug = make_product("Mug")
    page_of(mug, words("x"))
    call_command("update_index", verbosity=0)

    markup = client.get("/search/", {"q": "mug"}).content.decode()

    soup = parsed(markup)
    assert len(soup.select("main a[href='/products/mug/']")) == 1
