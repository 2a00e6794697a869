"""Sections: what they show, what they leave out, what they cost, and their previews."""

from time import perf_counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.blocks import Block

from shop.catalogue.models import Category, Product
from shop.cms_pages.blocks import page_sections
from shop.cms_pages.models import ArticlePage, HomePage, JournalPage, LandingPage
from tests.cms_pages.editing import editor, home_page
from tests.factories import make_category, make_product, make_variants
from tests.factories.pictures import add_picture, make_image

pytestmark = pytest.mark.django_db


def shown(*sections: tuple[str, dict]) -> str:
    """The home page made of these sections."""
    home = home_page()
    home.body = list(sections)
    home.save()
    return Client().get("/").content.decode()


def row(*products: Any, **changes: Any) -> tuple[str, dict]:
    value = {"heading": "On the shelf", "source": "chosen", "limit": 48, "products": list(products)}
    return "product_row", value | changes


def test_a_row_shows_live_prices_in_the_chosen_order() -> None:
    mug, bowl = make_product("Mug", price="18.00"), make_product("Bowl", price="42.00")
    page = shown(row(bowl, mug))
    assert page.index("Bowl") < page.index("Mug")

    stock = mug.stockrecords.get()
    stock.price = "19.50"
    stock.save()

    assert "£19.50" in shown(row(bowl, mug))


def test_what_is_withdrawn_vanishes_and_the_row_closes_the_gap() -> None:
    mug, bowl, tray = make_product("Mug"), make_product("Bowl"), make_product("Tray")
    shown(row(mug, bowl, tray))
    Product.objects.filter(pk=bowl.pk).update(is_public=False)
    tray.delete()

    page = Client().get("/").content.decode()

    assert "Mug" in page
    assert "Bowl" not in page
    assert "Tray" not in page


def test_a_row_of_nothing_renders_nothing() -> None:
    mug = make_product("Mug")
    mug.delete()

    page = shown(row(), row(mug), row(source="category", category=None), row(source="newest"))

    assert "On the shelf" not in page
    assert '<section class="section">' not in page


def test_a_rule_finds_the_newest_and_can_leave_out_what_is_sold_out() -> None:
    make_product("Old", stock=4)
    make_product("Between", stock=0)
    make_product("New", stock=4)

    page = shown(row(source="newest", limit=2))
    assert page.index("New") < page.index("Between")
    assert "Old" not in page

    page = shown(row(source="newest", limit=2, hide_sold_out=True))
    assert "Between" not in page
    assert "Old" in page


def test_a_category_rule_stays_in_its_category() -> None:
    lighting = make_category("Lighting")
    make_product("Lamp", category=lighting)
    make_product("Mug")

    page = shown(row(source="category", category=lighting))

    assert "/products/lamp/" in page
    assert "/products/mug/" not in page


def test_tiles_show_the_main_categories_or_the_chosen_ones() -> None:
    tableware = make_category("Tableware", image=make_image())
    make_category("Lighting")
    mugs = make_category("Mugs", parent=tableware)

    page = shown(("category_tiles", {"heading": "By use", "tiles": []}))
    assert page.count('class="tile"') == 2

    tiles = [{"category": mugs, "label": "For tea", "image": None}]
    page = shown(("category_tiles", {"heading": "By use", "tiles": tiles}))
    assert 'href="/shop/tableware/mugs/"' in page
    assert "For tea" in page

    Category.objects.filter(pk=mugs.pk).update(is_public=False)
    assert "By use" not in shown(("category_tiles", {"heading": "By use", "tiles": tiles}))


def test_a_hero_has_two_buttons_and_carries_the_one_heading() -> None:
    lighting = make_category("Lighting")
    hero = {
        "image": make_image("Vases", width=2000, height=900),
        "headline": "Light and shadow",
        "actions": [
            {"label": "See the lamps", "link": [("category", lighting)]},
            {"label": "Read more", "link": [("address", "https://example.com/")]},
        ],
        "text_position": "middle",
        "text_tone": "light",
    }

    page = shown(("hero", hero), ("hero", hero | {"headline": "Once more"}))

    assert page.count("<h1") == 1
    assert '<h2 class="display">Once more</h2>' in page
    assert 'href="/shop/lighting/"' in page
    assert 'href="https://example.com/"' in page
    assert 'data-words="light"' in page
    assert 'data-place="middle"' in page


def test_links_follow_a_slug_and_vanish_with_their_target() -> None:
    mug = make_product("Mug")
    split = {
        "image": make_image(),
        "heading": "The slow meal",
        "action": {"label": "Lay the table", "link": [("product", mug)]},
    }
    shown(("editorial_split", split))
    Product.objects.filter(pk=mug.pk).update(slug="great-mug")
    assert 'href="/products/great-mug/"' in Client().get("/").content.decode()

    mug.delete()

    page = Client().get("/").content.decode()
    assert "The slow meal" in page
    assert "Lay the table" not in page


def test_a_lost_picture_leaves_the_page_standing() -> None:
    image = make_image()
    home = home_page()
    home.body = [
        ("hero", {"image": image, "headline": "Still here", "actions": []}),
        ("editorial_split", {"image": image, "heading": "And here"}),
    ]
    home.save()
    image.delete()

    response = Client().get("/")

    assert response.status_code == 200
    assert "Still here" in response.content.decode()


def test_words_lose_what_a_browser_would_run() -> None:
    text = "<h2>Ours</h2><p>Text<script>alert(1)</script></p>"
    page = shown(
        ("rich_text", {"text": text}),
        ("quote", {"quote": "<b>No</b>", "name": "Ines", "role": ""}),
        ("facts", {"heading": "", "facts": [{"title": "Thirty days", "text": "To decide."}]}),
    )

    assert "<h2>Ours</h2>" in page
    assert "&lt;b&gt;No&lt;/b&gt;" in page
    assert "Thirty days" in page


def queries(path: str = "/") -> int:
    client = Client()
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def full_house(rows: int, products_a_row: int) -> HomePage:
    """A home page with every kind of section and so many rows."""
    lighting = make_category("Lighting", image=make_image())
    everything = []
    for number in range(rows * products_a_row):
        product = make_variants(f"Mug {number}", colours={"Oat": 4, "Ink": 4})
        add_picture(product)
        add_picture(product)
        product.categories.add(lighting)
        everything.append(product)
    home = home_page()
    link = [("category", lighting)]
    home.body = [
        (
            "hero",
            {
                "image": make_image(),
                "headline": "Light",
                "actions": [{"label": "See", "link": link}],
            },
        ),
        ("category_tiles", {"heading": "By use", "tiles": []}),
        (
            "editorial_split",
            {"image": make_image(), "heading": "Meal", "action": {"label": "See", "link": link}},
        ),
        ("rich_text", {"text": "<p>Words.</p>"}),
        ("facts", {"facts": [{"title": "Thirty days", "text": ""}]}),
        *(
            row(*everything[start : start + products_a_row])
            for start in range(0, len(everything), products_a_row)
        ),
    ]
    home.save()
    return home


def test_a_page_costs_the_same_with_one_row_of_three_and_three_of_ten() -> None:
    home = full_house(rows=1, products_a_row=3)
    few = queries()
    Product.objects.all().delete()
    Category.objects.all().delete()
    home.refresh_from_db()
    full_house(rows=3, products_a_row=10)

    assert queries() == few
    assert few <= 20


def test_a_row_by_rule_costs_one_query_more() -> None:
    make_product("Mug")
    shown(row(source="newest", limit=3))
    one = queries()

    shown(row(source="newest", limit=3), row(source="newest", limit=3), row(source="newest"))

    assert queries() == one + 1


@pytest.mark.parametrize("name", [name for name, block in page_sections()])
def test_every_section_previews_itself_in_the_shops_look(name: str) -> None:
    make_image("Vases", width=2000, height=900)
    make_product("Mug", category=make_category("Tableware"))
    make_product("Bowl")
    journal = home_page().add_child(instance=JournalPage(title="Journal", slug="journal"))
    journal.add_child(instance=ArticlePage(title="The kiln", slug="the-kiln"))
    block = dict(HomePage.body.field.stream_block.child_blocks)[name]
    assert block.is_previewable
    assert block.meta.description
    assert block.meta.icon != Block._meta_class.icon

    response = editor().get("/cms/block-preview/", {"id": block.definition_prefix})

    page = response.content.decode()
    assert response.status_code == 200
    assert "css/tokens.css" in page
    assert "<section" in page or 'class="section' in page
    assert ("<count-down" in page) <= ("js/count-down.js" in page)


def test_a_home_page_of_six_sections_costs_twenty_queries_with_24_products_and_with_48() -> None:
    lighting = make_category("Lighting", image=make_image())
    lamps = [make_variants(f"Lamp {n}", colours={"Oat": 4, "Ink": 4}) for n in range(48)]
    for lamp in lamps:
        add_picture(lamp)
        lamp.categories.add(lighting)

    def cost(number: int) -> int:
        """With so many products: half of them by hand, half by two rules."""
        half, quarter = number // 2, number // 4
        home = home_page()
        home.body = [
            ("hero", {"image": make_image(), "headline": "Light", "actions": []}),
            ("category_tiles", {"heading": "By use", "tiles": []}),
            row(*lamps[:half], limit=48),
            ("editorial_split", {"image": make_image(), "heading": "Meal"}),
            row(source="newest", limit=quarter),
            ("product_grid", row(source="category", category=lighting, limit=quarter)[1]),
        ]
        home.save()
        page = shown_again()
        assert page.count('<article class="card"') == number
        return queries()

    few = cost(24)

    assert cost(48) == few
    assert few <= 20


def shown_again() -> str:
    return Client().get("/").content.decode()


def test_a_landing_page_with_thirty_sections_opens_in_the_editor_within_two_seconds() -> None:
    image, mugs = make_image(), [make_product(f"Mug {n}") for n in range(4)]
    page = home_page().add_child(instance=LandingPage(title="Sale", slug="sale"))
    page.body = [
        *(row(*mugs) for _each in range(10)),
        *(("editorial_split", {"image": image, "heading": "Meal"}) for _each in range(10)),
        *(("quote", {"quote": "As ever"}) for _each in range(10)),
    ]
    page.save_revision().publish()
    client = editor()
    client.get(f"/cms/pages/{page.pk}/edit/")

    began = perf_counter()
    response = client.get(f"/cms/pages/{page.pk}/edit/")

    assert response.status_code == 200
    assert perf_counter() - began < 2
