"""Previews of products' pages and layouts: what shoppers would see, and poses of stock."""

import json
import re
from typing import Any

import pytest
from wagtail.test.utils.form_data import nested_form_data, streamfield

from shop.cms_pages import product_services
from shop.cms_pages.blocks import layout_sections
from shop.cms_pages.models import CategoryPage, ProductLayout, ProductPage
from tests.cms_pages.editing import as_published, editor
from tests.cms_pages.test_product_pages import (
    layout,
    layout_form,
    page_of,
    parsed,
    section,
    shown,
    words,
)
from tests.factories import countries, make_category, make_product

pytestmark = pytest.mark.django_db


def body_form(*sections: Any, **fields: Any) -> dict[str, Any]:
    comments = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}
    return nested_form_data(
        {
            "manner": "extend",
            "seo_title": "",
            "search_description": "",
            "go_live_at": "",
            "expire_at": "",
            "body": streamfield(list(sections)),
            "comments": comments,
        }
        | fields
    )


def preview(page: ProductPage, *sections: Any, mode: str = "") -> str:
    client = editor()
    address = f"/cms/pages/{page.pk}/edit/preview/"
    saved = client.post(address, body_form(*sections))
    assert saved.json()["is_valid"], saved.content
    response = client.get(address, {"mode": mode})
    assert response.status_code == 200
    return response.content.decode()


def test_the_preview_is_the_published_page_but_for_bar_and_anchors() -> None:
    countries()
    mug = make_product("Mug", category=make_category(), description="Thrown by hand.")
    make_product("Bowl", category=mug.categories.get())
    page = page_of(mug, words("Fired twice"))

    paragraph = {"key": "a", "text": "Fired twice", "type": "unstyled", "depth": 0}
    paragraph |= {"inlineStyleRanges": [], "entityRanges": [], "data": {}}
    typed = {"text": json.dumps({"blocks": [paragraph], "entityMap": {}})}
    previewed = preview(page, ("rich_text", typed))

    assert "<!-- section" in previewed
    assert "<!-- section" not in shown(mug)
    assert _without_ids(as_published(previewed)) == _without_ids(as_published(shown(mug)))


def _without_ids(markup: str) -> str:
    """Wagtail gives a new paragraph of rich text a key of its own."""
    return re.sub(r' data-block-key="[^"]*"', "", markup)


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("", "In stock"),
        ("in-stock", "In stock"),
        ("low", "left"),
        ("sold-out", "Sold out"),
        ("on-sale", "Was £18.00"),
    ],
)
def test_a_preview_poses_stock_and_price_without_touching_data(mode: str, said: str) -> None:
    mug = make_product("Mug", price="18.00", stock=50)
    before = mug.stockrecords.values().get()
    page = page_of(mug, live=False)

    markup = preview(page, mode=mode)

    soup = parsed(markup)
    assert said in " ".join(soup.select_one(".product-side").text.split())
    if mode == "on-sale":
        assert "£14.40" in markup
    assert mug.stockrecords.values().get() == before
    assert "In stock" in shown(mug)


def test_a_product_that_is_not_sold_yet_can_be_prepared() -> None:
    mug = make_product("Mug", is_public=False)
    page = page_of(mug, words("Soon"), live=False)

    assert "Add to basket" in preview(page, mode="in-stock")
    assert "Not for sale" in preview(page)
    shown(mug, status=404)


def test_a_layout_previews_on_a_real_product() -> None:
    mug = make_product("Mug", price="18.00")
    made = layout("All", words("For everything"))
    client = editor()
    address = f"/cms/snippets/cms_pages/productlayout/preview/{made.pk}/"
    client.post(address, layout_form(name="All", body=streamfield([])))

    assert "£18.00" in client.get(address).content.decode()
    assert "Sold out" in client.get(address, {"mode": "sold-out"}).content.decode()

    product_services.delete_product(product=mug)
    assert "No product to show this with" in client.get(address).content.decode()


def test_a_layout_shows_where_a_pages_own_sections_go_and_a_press_opens_it() -> None:
    mug = make_product("Mug")
    made = layout("All", words("Above"), section("own_sections"), words("Below"))
    text = json.dumps({"blocks": [], "entityMap": {}})
    body = streamfield([("rich_text", {"text": text}), ("own_sections", {})])
    body["1"]["id"] = "the-place"
    client = editor()
    address = f"/cms/snippets/cms_pages/productlayout/preview/{made.pk}/"
    client.post(address, layout_form(name="All", body=body))

    markup = client.get(address).content.decode()

    assert "The page's own sections stand here" in markup.partition("<!-- section the-place -->")[2]
    assert "own sections stand here" not in shown(mug)


def test_what_has_no_frame_of_its_own_stands_in_the_pages_margin_in_the_chooser() -> None:
    make_product("Mug")
    client = editor()
    fields: list[Any] = [
        ProductLayout._meta.get_field("body"),
        CategoryPage._meta.get_field("between"),
    ]
    blocks = {
        name: block for field in fields for name, block in field.stream_block.child_blocks.items()
    }
    inside = {"gallery": ".gallery", "buy_box": ".buy", "own_sections": ".own-place"}

    for name, part in {**inside, "promotion": ".grid-banner"}.items():
        answer = client.get("/cms/block-preview/", {"id": blocks[name].definition_prefix})
        assert parsed(answer.content).select(f".section > .wrap {part}"), name


def test_the_parts_of_a_product_explain_themselves_in_the_chooser() -> None:
    make_product("Mug", description="Thrown by hand.")
    client = editor()
    for name, block in layout_sections()[:9]:
        answer = client.get("/cms/block-preview/", {"id": block.definition_prefix})
        if answer.status_code == 404:  # the registry has the blocks of the fields alone
            field: Any = ProductLayout._meta.get_field("body")
            prefix = field.stream_block.child_blocks[name].definition_prefix
            answer = client.get("/cms/block-preview/", {"id": prefix})
        assert answer.status_code == 200, name
