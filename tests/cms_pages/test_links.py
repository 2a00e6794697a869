"""Links in running text to products and categories: kept by id, shown where the thing stands."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.models import Site
from wagtail.rich_text import expand_db_html

from shop.cms_pages import product_services
from shop.cms_pages.blocks.editorial import TEXT_FEATURES
from shop.cms_pages.links import resolve_links
from shop.cms_pages.models import ContentPage, HomePage, StoreSettings
from shop.cms_pages.pooled import pooled
from shop.cms_pages.usage import shown_on
from tests.cms_pages.editing import editor
from tests.factories import make_category, make_product, make_user

pytestmark = pytest.mark.django_db


def link(kind: str, thing: Any, words: str = "here") -> str:
    return f'<p>Look <a id="{thing.pk}" linktype="{kind}">{words}</a></p>'


def content(*htmls: str) -> ContentPage:
    """A published page with a text section for each."""
    page = ContentPage(title="About", slug="about")
    page.body = page.body.stream_block.to_python(
        [{"type": "rich_text", "value": {"text": html}} for html in htmls]
    )
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    return page


def shown(path: str = "/about/") -> str:
    return Client().get(path).content.decode()


def test_a_link_follows_its_product_and_its_category() -> None:
    category = make_category("Mugs")
    mug = make_product("Mug", category=category)
    content(link("product", mug), link("category", category))
    assert '<a href="/products/mug/">here</a>' in shown()
    assert '<a href="/shop/mugs/">here</a>' in shown()

    mug.slug, category.slug = "cup", "cups"
    mug.save()
    category.save()

    assert '<a href="/products/cup/">here</a>' in shown()
    assert '<a href="/shop/cups/">here</a>' in shown()


def test_what_is_gone_leaves_its_words() -> None:
    mug, bowl = make_product("Mug"), make_product("Bowl")
    content(link("product", mug, "the mug"), link("product", bowl, "the bowl"))
    mug.is_public = False
    mug.save()
    bowl.delete()

    markup = shown()

    assert "<a>the mug</a>" in markup
    assert "<a>the bowl</a>" in markup


@pytest.mark.parametrize("number", [1, 12])
def test_all_links_of_a_page_cost_one_query(django_assert_num_queries: Any, number: int) -> None:
    page = content(*(link("product", make_product(f"Mug {n}")) for n in range(number)))
    page = ContentPage.objects.get(pk=page.pk)

    with django_assert_num_queries(1):
        resolve_links(child.value for child in page.body)
        assert str(page.body).count('href="/products/mug-') == number


@pytest.mark.parametrize("bad", ["x", "", "9" * 40, "-1"])
def test_a_broken_link_is_no_link(bad: str) -> None:
    html = f'<a linktype="product" id="{bad}">words</a>'

    assert "href" not in expand_db_html(html)
    content(f"<p>{html}</p>")
    assert Client().get("/about/").status_code == 200


def test_the_editor_keeps_the_id() -> None:
    mug = make_product("Mug")
    widget = get_rich_text_editor_widget(features=TEXT_FEATURES)
    stored = link("product", mug)

    typed = widget.format_value(stored)
    kept = widget.value_from_datadict({"text": typed}, {}, "text")

    assert '"PRODUCT_LINK"' in typed
    assert f'id="{mug.pk}"' in kept
    assert 'linktype="product"' in kept
    assert "href" not in kept


def test_who_changes_the_product_is_told_of_the_link() -> None:
    mug = make_product("Mug")
    content(link("product", mug))

    assert [found.title for found in shown_on(mug, user=make_user())] == ["About"]


def test_the_chooser_says_where_the_chosen_stands() -> None:
    mug = make_product("Mug")

    answer = editor().get(reverse("product_chooser:chosen", args=[mug.pk]))

    assert answer.json()["result"]["url"] == "/products/mug/"


def test_a_button_to_the_page_of_a_category_or_product_leads_to_the_thing(
    django_assert_num_queries: Any,
) -> None:
    """Their pages stand in the tree under other slugs, at addresses where nobody answers."""
    category, mug = make_category("Mugs"), make_product("Mug")
    pages = [
        product_services.open_category_page(category=category)[0],
        product_services.open_product_page(product=mug)[0],
    ]
    page = ContentPage(title="About", slug="about")
    page.body = page.body.stream_block.to_python(
        [
            {
                "type": "editorial_split",
                "value": {
                    "heading": each.title,
                    "action": {"label": "See", "link": [{"type": "page", "value": each.pk}]},
                },
            }
            for each in pages
        ]
    )
    HomePage.objects.get().add_child(instance=page)
    page.save_revision().publish()

    assert 'href="/shop/mugs/"' in shown()
    assert 'href="/products/mug/"' in shown()

    category.slug = "cups"
    category.save()
    mug.is_public = False
    mug.save()
    markup = shown()
    assert 'href="/shop/cups/"' in markup
    assert 'href="/products/mug/"' not in markup
    body = ContentPage.objects.get().body
    with django_assert_num_queries(3), pooled(body):
        assert len(list(body)) == 2


def test_the_announcement_and_the_menu_lead_to_a_categorys_own_address() -> None:
    category = make_category("Mugs")
    page, _made = product_services.open_category_page(category=category)
    link_to = [{"type": "page", "value": page.pk}]
    settings = StoreSettings.for_site(Site.objects.get())
    settings.announcement = "New mugs"
    settings.announcement_link = settings.announcement_link.stream_block.to_python(link_to)
    settings.save()

    announced = BeautifulSoup(shown("/"), "html.parser").find("a", string="New mugs")

    assert announced is not None
    assert announced["href"] == "/shop/mugs/"
