"""An editor is told which pictures say nothing to somebody who cannot see them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.test.utils.form_data import streamfield

from shop.cms_pages.models import ArticlePage, JournalPage, ProductLayout
from tests.cms_pages.editing import edit, editor, hero, home_page, items, page_form
from tests.cms_pages.test_product_pages import layout_form
from tests.factories import make_category
from tests.factories.pictures import make_image

pytestmark = pytest.mark.django_db


def tiles(image: Any) -> tuple[str, dict[str, Any]]:
    """Tiles of a category with a picture of their own, as their form posts it."""
    tile = {"category": make_category().pk, "label": "", "image": image.pk}
    return "category_tiles", {"heading": "By use", "tiles": items(tile)}


def told(client: Client, *sections: Any) -> str:
    """What the editor reads after saving a draft."""
    answer = edit(client, home_page(), *sections)
    assert answer.status_code == 302
    return client.get(answer.url).content.decode()


def test_a_picture_without_alternative_text_is_named_with_the_way_to_it() -> None:
    silent, spoken = make_image("Kettle <3", description=" "), make_image("Vase")

    page = told(editor(), hero(spoken), tiles(silent))

    assert "Alternative text is missing" in page
    assert f'<a href="/cms/images/{silent.pk}/">Kettle &lt;3</a>' in page
    assert ">Vase</a>" not in page


def test_a_text_in_the_library_on_the_page_or_none_for_decoration_is_enough() -> None:
    silent = make_image("Kettle", description="")
    on_the_page = hero(silent)[1] | {
        "image": {"image": silent.pk, "alt_text": "A kettle on a stove"},
    }
    for section in (tiles(make_image("Mug")), hero(silent), ("hero", on_the_page)):
        assert "Alternative text is missing" not in told(editor(), section)


def test_what_the_editor_saves_by_itself_leaves_no_warnings_behind() -> None:
    client, page = editor(), home_page()
    silent = tiles(make_image("Kettle", description=""))
    form = page_form(silent, title=page.title)
    for _save in range(2):
        saved = client.post(
            f"/cms/pages/{page.pk}/edit/", form, headers={"accept": "application/json"}
        )
        assert saved.json()["success"]

    assert "Alternative text is missing" not in client.get("/cms/").content.decode()
    assert told(client, silent).count("Alternative text is missing") == 1


def test_the_picture_above_a_story_is_looked_at_too() -> None:
    silent, spoken = make_image("Lamp", description=""), make_image("Vase", description="A vase")
    journal = home_page().add_child(instance=JournalPage(title="Journal", slug="journal"))
    story = journal.add_child(instance=ArticlePage(title="Light", slug="light"))
    fields = {"introduction": "", "author": "", "published_on": "2026-05-01"}
    client = editor()
    for image, named in ((silent, True), (spoken, False)):
        answer = edit(client, story, **fields, picture=image.pk)
        assert answer.status_code == 302
        said = client.get(answer.url).content.decode()
        assert (f'<a href="/cms/images/{image.pk}/">' in said) is named


def test_the_picture_for_shared_links_alone_is_not_asked_for_its_text() -> None:
    silent = make_image("Lamp", description="")
    client = editor()
    answer = edit(client, home_page(), social_picture=silent.pk)
    assert answer.status_code == 302
    assert home_page().get_latest_revision_as_object().social_picture == silent
    assert "Alternative text is missing" not in client.get(answer.url).content.decode()


def test_layouts_are_looked_at_when_they_are_made_and_when_they_are_changed() -> None:
    silent = make_image("Glaze", description="")
    form = layout_form(body=streamfield([tiles(silent)]))
    client = editor()
    for address in ("add/", "edit/{}/"):
        made = ProductLayout.objects.first()
        where = f"/cms/snippets/cms_pages/productlayout/{address.format(made and made.pk)}"
        answer: Any = client.post(where, form)
        assert answer.status_code == 302
        said = client.get(answer.url).content.decode()
        assert said.count(f'<a href="/cms/images/{silent.pk}/">Glaze</a>') == 1
