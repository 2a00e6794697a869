"""From a merchandiser's idea to the shop: submitted, approved, scheduled, live by the clock."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from axe_playwright_python.base import AXE_SCRIPT
from django.utils import timezone
from playwright.sync_api import Page, expect

from shop.tasks.schedule import publish_scheduled_pages
from tests.browser import steps
from tests.browser.visitor import PHONE, WIDE, Visitor

pytestmark = pytest.mark.browser

HEADLINE = "Long shadows, warm clay"


def cms(visit: Callable[..., Visitor], email: str, **options: object) -> Page:
    """The CMS's first page, as somebody who works there."""
    page = visit(**options).go("/cms/")
    steps.log_in(page, email)
    return page


def schedule_and_approve(publisher: Page, moment: datetime) -> None:
    """On a page that was submitted: set when it goes live, then approve it."""
    publisher.get_by_role("button", name="Toggle status").click()
    publisher.get_by_role("button", name="Set schedule").click()
    dialog = publisher.get_by_role("dialog", name="Set publishing schedule")
    dialog.get_by_label("Go live date/time").fill(moment.strftime("%Y-%m-%d %H:%M"))
    # By keyboard: the calendar of the field lies over the button.
    dialog.get_by_role("button", name="Save schedule").press("Enter")
    expect(publisher.locator(".messages")).to_contain_text("has been updated")
    publisher.get_by_role("button", name="More actions").click()
    publisher.get_by_role("button", name=re.compile("^Approve and publish", re.I)).click()
    # Back among its siblings; the message is the same as for a draft.
    expect(publisher).to_have_url(re.compile(r"/cms/pages/\d+/$"))


def test_a_page_is_submitted_approved_scheduled_and_live(visit: Callable[..., Visitor]) -> None:
    editor = cms(visit, "merchandiser@example.com")
    editor.get_by_role("link", name="Change the home page").click()
    editor.get_by_label("Headline").first.fill(HEADLINE)
    editor.get_by_role("button", name="More actions").click()
    editor.get_by_role("button", name="Submit to Approval by a publisher").click()
    expect(editor.get_by_text("has been submitted")).to_be_visible()

    publisher = cms(visit, "publisher@example.com")
    waiting = publisher.get_by_role("region", name="Awaiting approval")
    expect(waiting).to_contain_text("Imogen Hart")
    waiting.get_by_role("link").first.click()
    tomorrow = timezone.localtime() + timedelta(days=1)
    schedule_and_approve(publisher, tomorrow)

    shopper = visit().go("/")
    heading = shopper.get_by_role("heading", level=1)
    expect(heading).not_to_have_text(HEADLINE)
    publisher.goto("/cms/")
    coming = publisher.get_by_role("region", name="This week").get_by_role("listitem")
    expect(coming).to_contain_text(f"goes live {tomorrow:%a}")

    with time_machine.travel(tomorrow + timedelta(minutes=1)):
        publish_scheduled_pages()
        shopper.reload()
        expect(heading).to_have_text(HEADLINE)


@pytest.mark.parametrize("width", [PHONE, WIDE])
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_on_the_first_page(
    visit: Callable[..., Visitor], width: int, dark: bool
) -> None:
    page = cms(visit, "merchandiser@example.com", width=width, dark=dark)
    page.evaluate(AXE_SCRIPT)

    found = page.evaluate("async () => (await axe.run('.cms-home')).violations")

    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
