"""The style guide shows every component, and nobody but developers."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from shop.styleguide import tokens
from shop.styleguide.samples import FAMILIES

ROOT = Path(__file__).resolve().parents[2]
COMPONENTS = {path.stem for path in (ROOT / "templates" / "components").glob("*.html")}

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(client: Client, settings: Any) -> str:
    """The page."""
    settings.DEBUG = True
    response = client.get("/styleguide/")
    assert response.status_code == 200
    return response.content.decode()


def test_every_component_has_its_samples() -> None:
    shown = [sample.component for family in FAMILIES for sample in family.samples()]

    assert sorted(COMPONENTS - set(shown)) == [], "add samples in shop/styleguide/samples/"
    assert sorted(set(shown) - COMPONENTS) == [], "these are no components any more"


def test_states_have_names_of_their_own() -> None:
    states = [(each.component, each.state) for family in FAMILIES for each in family.samples()]

    assert sorted({state for state in states if states.count(state) > 1}) == []


def test_the_page_shows_all_of_them(guide: str) -> None:
    for component in COMPONENTS:
        assert guide.count(f'data-component="{component}"') == 1, component


def test_no_name_stands_twice(guide: str) -> None:
    from html.parser import HTMLParser

    found: list[str] = []

    class Names(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend(value for name, value in attrs if name == "id" and value)

    Names().feed(guide)
    assert sorted({name for name in found if found.count(name) > 1}) == []


@pytest.mark.parametrize(
    ("query", "scheme", "direction"),
    [
        ("", "system", "ltr"),
        ("?scheme=dark&dir=rtl", "dark", "rtl"),
        ("?scheme=%3Cb%3E&dir=up", "system", "ltr"),
    ],
)
def test_links_show_it_otherwise(
    client: Client, settings: Any, query: str, scheme: str, direction: str
) -> None:
    settings.DEBUG = True

    page = client.get(f"/styleguide/{query}").content.decode()

    assert f'dir="{direction}"' in page
    assert f'data-scheme="{scheme}"' in page


def test_there_is_none_in_a_running_shop(client: Client) -> None:
    assert client.get("/styleguide/").status_code == 404


@pytest.mark.parametrize(
    "pair", tokens.contrasts(), ids=lambda pair: f"{pair.colour} on {pair.ground}"
)
def test_what_is_read_stands_out(pair: tokens.Contrast) -> None:
    assert pair.light >= pair.least
    assert pair.dark >= pair.least


def test_every_text_is_looked_at_on_every_surface() -> None:
    looked_at = {(pair.colour, pair.ground) for pair in tokens.contrasts()}
    known = set(tokens.colours())
    texts = {name for name in known if name in ("ink", "ink-soft", "accent", "good", "warn")}

    assert looked_at >= set(product(texts, tokens.SURFACES))
    # A new colour is a text, a surface, or one of these, which nothing is read by.
    silent = {"line", "control"}
    assert known - {name for pair in looked_at for name in pair} <= silent
