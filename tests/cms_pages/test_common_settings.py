"""What every section has: a window, an audience, colours, a width."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from shop.cms_pages.models import LandingPage
from tests.cms_pages.editing import edit, editor, hero, home_page, publish
from tests.factories import make_user
from tests.factories.pictures import make_image

pytestmark = pytest.mark.django_db


def quote(words: str, **common: Any) -> tuple[str, dict]:
    return "quote", {"quote": words, "name": "", "role": ""} | common


def landing(*sections: tuple[str, dict]) -> LandingPage:
    page = home_page().add_child(instance=LandingPage(title="Sale", slug="sale"))
    page.body = list(sections)
    page.save_revision().publish()
    return page


def read(client: Client | None = None) -> str:
    return (client or Client()).get("/sale/").content.decode()


def test_a_section_comes_and_goes_with_its_window(django_capture_on_commit_callbacks: Any) -> None:
    now = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        landing(
            quote("Soon", opens_at=now + timedelta(hours=1), closes_at=now + timedelta(hours=2)),
            quote("Always"),
        )
    client = Client()

    assert "Soon" not in read(client)
    # Also where the page was kept before: the cache knows when the section opens and closes.
    with time_machine.travel(now + timedelta(minutes=61)):
        assert "Soon" in read(client)
    with time_machine.travel(now + timedelta(minutes=121)):
        assert "Soon" not in read(client)
        assert "Always" in read(client)


def test_a_window_that_ends_before_it_starts_is_refused_at_its_field() -> None:
    common = {"opens_at": "2030-01-02 10:00", "closes_at": "2030-01-01 10:00"}

    response = publish(editor(), home_page(), hero(make_image(), **common))

    assert "This is before the section is first shown." in response.content.decode()
    assert not home_page().body


def test_who_is_logged_in_gets_a_section_with_the_personal_request() -> None:
    page = landing(
        quote("Join us", audience="signed_out"),
        quote("Welcome back", audience="signed_in"),
        quote("For all"),
    )
    visitor, shopper = Client(), Client()
    shopper.force_login(make_user())
    markup = read(visitor)
    # The page is one and the same; without script it is the one for who is not logged in.
    assert "Join us" in markup
    assert "Welcome back" not in markup
    assert f'data-hx-get="/personal/{page.pk}/"' in markup
    for response in (visitor.get("/sale/"), shopper.get("/sale/")):
        assert "Cookie" not in response.headers.get("Vary", "")
        assert not response.cookies

    theirs = visitor.get(f"/personal/{page.pk}/")
    mine = shopper.get(f"/personal/{page.pk}/")

    assert "no-store" in mine["Cache-Control"]
    assert "Welcome back" not in theirs.content.decode()
    assert "Welcome back" in mine.content.decode()
    assert "Join us" not in mine.content.decode()
    assert mine.content.decode().count('class="section-place"') == 2


def test_a_page_for_everybody_asks_for_nothing_but_its_header() -> None:
    page = landing(quote("For all"))

    assert 'data-hx-get="/basket/header/"' in read()
    assert Client().get(f"/personal/{page.pk}/").status_code == 200
    assert Client().get("/personal/987654/").status_code == 200


def test_the_personal_request_shows_no_draft_and_no_private_page() -> None:
    page = landing(quote("Welcome back", audience="signed_in"))
    page.unpublish()
    shopper = Client()
    shopper.force_login(make_user())

    assert "Welcome back" not in shopper.get(f"/personal/{page.pk}/").content.decode()


def test_colours_and_width_are_the_shops_own() -> None:
    landing(quote("One", theme="night", width="narrow"), quote("Two"))

    markup = read()

    assert 'data-theme="night"' in markup
    assert "wrap--text" in markup
    assert markup.count("data-theme") == 1


def test_free_css_is_refused() -> None:
    page = home_page()

    response = publish(editor(), page, hero(make_image()), quote("Red", theme="red; color: red"))

    assert response.status_code == 200
    assert not home_page().body


def test_a_page_whose_first_hero_is_not_for_all_keeps_its_title() -> None:
    image = make_image("Vases", width=2000, height=900)
    landing(("hero", {"image": image, "headline": "Hello again", "audience": "signed_in"}))

    assert "<h1>Sale</h1>" in read()


def test_old_sections_keep_standing_without_what_came_later() -> None:
    page = home_page()
    page.body = '[{"type": "quote", "value": {"quote": "As ever", "name": "", "role": ""}}]'
    page.save()

    assert "As ever" in Client().get("/").content.decode()
    assert edit(editor(), page, quote("As ever")).status_code == 302
