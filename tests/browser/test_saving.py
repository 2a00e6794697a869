"""A form that saves by itself, and an editor who presses a button meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event

import pytest
from django.db.models.signals import post_save
from playwright.sync_api import Page, Request, expect
from wagtail.models import Revision

from shop.cms_pages.models import HomePage
from tests.browser.test_approval import HEADLINE, cms
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def is_saving(request: Request) -> bool:
    return request.method == "POST" and request.url.endswith("/edit/")


def by_itself(request: Request) -> bool:
    return is_saving(request) and request.headers.get("accept") == "application/json"


@contextmanager
def a_slow_shop(until: Event, seconds: float) -> Iterator[None]:
    """A new version takes so long, or until the event."""

    def wait(created: bool, **_kwargs: object) -> None:
        if created:
            until.wait(seconds)

    post_save.connect(wait, sender=Revision)
    try:
        yield
    finally:
        until.set()
        post_save.disconnect(wait, sender=Revision)


def home_page(visit: Callable[..., Visitor]) -> tuple[Page, list[Request]]:
    """The form of the home page where somebody has begun to type, and what it sends from now on."""
    editor = cms(visit, "merchandiser@example.com")
    editor.get_by_role("link", name="Change the home page").click()
    headline = editor.get_by_label("Headline").first
    headline.fill("")
    sent: list[Request] = []
    editor.on("request", lambda request: sent.append(request) if is_saving(request) else None)
    # For two seconds a form takes what it finds for what was there before.
    headline.press_sequentially("A sentence of some length", delay=150)
    return editor, sent


def publish(editor: Page) -> None:
    editor.get_by_role("button", name="More actions").click()
    editor.get_by_role("button", name="Publish", exact=True).click(no_wait_after=True)


def published_headline(editor: Page) -> str:
    expect(editor.locator(".messages")).to_contain_text("published")
    home = HomePage.objects.get()
    assert not home.has_unpublished_changes
    return str(home.body[0].value["headline"])


def test_nothing_is_saved_beside_a_pressed_button(visit: Callable[..., Visitor]) -> None:
    editor, sent = home_page(visit)
    beside = Event()
    editor.get_by_label("Headline").first.fill(HEADLINE)

    with a_slow_shop(beside, 3):
        publish(editor)
        editor.on("request", lambda request: beside.set() if by_itself(request) else None)
        assert published_headline(editor) == HEADLINE

    assert [by_itself(request) for request in sent].index(False) == len(sent) - 1


def test_a_pressed_button_waits_for_the_saving_under_way(visit: Callable[..., Visitor]) -> None:
    editor, sent = home_page(visit)
    pressed = Event()

    with a_slow_shop(pressed, 20):
        with editor.expect_request(by_itself):
            editor.get_by_label("Headline").first.fill(HEADLINE[:4])
        editor.get_by_label("Headline").first.fill(HEADLINE)
        publish(editor)
        expect(editor.get_by_role("button", name="Publishing")).to_be_disabled()
        # One who is impatient changes nothing.
        editor.get_by_role("button", name="Save draft").click(no_wait_after=True)
        assert all(by_itself(request) for request in sent)
        pressed.set()
        assert published_headline(editor) == HEADLINE

    assert [by_itself(request) for request in sent].index(False) == len(sent) - 1
