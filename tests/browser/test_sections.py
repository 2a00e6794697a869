"""Sections of pages as a browser shows them: with script, without, and with less motion."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from shop.cms_pages.models import HomePage, LandingPage
from shop.newsletter.models import Subscriber
from tests.browser import steps
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

CAMPAIGN = "/three-weeks-for-the-table/"


def test_a_look_unfolds_what_stands_in_it(visit: Callable[..., Visitor]) -> None:
    page = visit(javascript=False).go(CAMPAIGN)
    spots = page.locator(".look .spot")
    expect(spots).to_have_count(6)

    spots.nth(2).locator("summary").press("Enter")

    expect(spots.nth(2).get_by_role("link", name="Stoneware Mug")).to_be_visible()


def test_a_countdown_counts_and_without_script_says_the_moment(
    visit: Callable[..., Visitor],
) -> None:
    counting = visit().go(CAMPAIGN).get_by_role("timer")
    expect(counting).to_be_visible()
    expect(counting).to_contain_text("days")

    page = visit(javascript=False).go(CAMPAIGN)
    expect(page.get_by_role("timer")).to_be_hidden()
    expect(page.locator(".counting time")).to_be_visible()


def test_the_newsletter_is_asked_for_in_place_and_without_script(
    visit: Callable[..., Visitor],
) -> None:
    for script, email in ((True, "ada@example.com"), (False, "ben@example.com")):
        page = visit(javascript=script).go("/")
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Write to me about new things").check()
        page.get_by_role("button", name="Sign up").click()
        expect(page.get_by_text("Nearly there")).to_be_visible()

    found = set(Subscriber.objects.values_list("email", flat=True))
    assert found == {"ada@example.com", "ben@example.com"}


def test_a_shopper_who_logged_in_sees_what_is_for_them(visit: Callable[..., Visitor]) -> None:
    home = HomePage.objects.get()
    quote = {"name": "", "role": ""}
    home.body = [
        ("quote", quote | {"quote": "Come in", "audience": "signed_out"}),
        ("quote", quote | {"quote": "Good to see you again", "audience": "signed_in"}),
    ]
    home.save_revision().publish()

    visitor = visit()
    page = visitor.go("/")
    expect(page.get_by_text("Come in")).to_be_visible()
    expect(page.get_by_text("Good to see you again")).to_have_count(0)

    steps.log_in(visitor.go("/accounts/login/"), "shopper@example.com")
    page = visitor.go("/")
    expect(page.get_by_text("Good to see you again")).to_be_visible()
    expect(page.get_by_text("Come in")).to_have_count(0)

    expect(visit(javascript=False).go("/").get_by_text("Come in")).to_be_visible()


def test_the_editor_sees_what_a_search_engine_shows(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    steps.log_in(visitor.go("/accounts/login/"), "merchandiser@example.com")
    campaign = LandingPage.objects.get(slug="three-weeks-for-the-table")
    page = visitor.go(f"/cms/pages/{campaign.pk}/edit/")
    page.get_by_role("tab", name="Promote").click()
    shown = page.locator("search-preview")
    expect(shown).to_contain_text("/three-weeks-for-the-table/")
    expect(shown).to_contain_text("Ten percent off plates")

    page.get_by_label("Title tag").fill("Ten percent off everything for the table, for three weeks")

    expect(shown.locator("[data-hint=title]")).to_contain_text("cut after about 60")
