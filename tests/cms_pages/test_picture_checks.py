"""An editor is told which pictures say nothing to somebody who cannot see them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cms_pages.editing import edit, editor, hero, home_page, items
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
