"""A campaign from the first section to the shop: built, looked at, submitted, approved, live."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from axe_playwright_python.base import AXE_SCRIPT
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from shop.tasks.schedule import publish_scheduled_pages
from tests.browser.test_accessibility import EVERYTHING, RUN
from tests.browser.test_approval import cms, schedule_and_approve
from tests.browser.test_choosers import insert_last
from tests.browser.test_merchandiser import preview
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def field(section: Locator, name: str) -> Locator:
    return section.locator(
        f"[data-contentpath={name}] :is(input:not([type=hidden]), textarea)"
    ).first


def choose_picture(page: Page, section: Locator) -> None:
    section.get_by_role("button", name="Choose an image").click()
    chooser = page.get_by_role("dialog")
    chooser.get_by_role("textbox", name="Search term").fill("breakfast")
    found = chooser.get_by_role("link", name="Hero breakfast table")
    expect(chooser.get_by_role("link", name="Ridged soap dish")).to_have_count(0)
    found.click()
    expect(chooser).to_be_hidden()
    section.get_by_label("Image is decorative").check()


def choose_products(page: Page, section: Locator, *titles: str) -> None:
    section.get_by_role("button", name="Choose several").click()
    chooser = page.get_by_role("dialog")
    for title in titles:
        chooser.get_by_role("textbox", name="Search").fill(title)
        found = chooser.locator("#search-results").get_by_role("checkbox")
        expect(found).to_have_count(1)
        chooser.locator("#search-results").get_by_role("checkbox", name=title).check()
    chooser.get_by_role("button", name="Confirm selection").click()
    expect(chooser).to_be_hidden()


def build(page: Page) -> None:
    """Five kinds of section on a new landing page."""
    page.get_by_role("link", name="Add a page").click()
    page.get_by_role("link", name="Landing page").first.click()
    page.get_by_role("textbox", name="Title").first.fill("Slow mornings")

    hero = insert_last(page, "Hero")
    field(hero, "headline").fill("The slow meal of the day")
    choose_picture(page, hero)
    row = insert_last(page, "Product row")
    field(row, "heading").fill("For the first cup")
    choose_products(page, row, "Stoneware Mug", "Bud Vase")
    quote = insert_last(page, "Quote")
    field(quote, "quote").fill("Nothing before the kettle")
    tiles = insert_last(page, "Category tiles")
    field(tiles, "heading").fill("Two ways in")
    newsletter = insert_last(page, "Newsletter")
    field(newsletter, "heading").fill("Letters on Sunday")
    field(newsletter, "consent").fill("Write to me on Sundays. I can stop this with one press.")


def test_a_campaign_is_built_previewed_approved_scheduled_and_live(
    visit: Callable[..., Visitor],
) -> None:
    editor = cms(visit, "merchandiser@example.com")
    build(editor)
    editor.get_by_role("button", name="Save draft").click()
    # Made now, or by the CMS's own saving while one typed.
    expect(editor.locator(".messages")).to_contain_text("Slow mornings")

    # What shoppers will see, in three states of stock; nothing of it is written anywhere.
    editor.get_by_role("button", name="Toggle preview").click()
    shown = preview(editor)
    expect(shown.get_by_role("heading", level=1)).to_have_text("The slow meal of the day")
    card = shown.locator("article").filter(has_text="Bud Vase")
    mode = editor.get_by_label("Preview mode")
    for state, words in (
        ("Only a few left", "left"),
        ("Sold out", "Sold out"),
        ("On sale", "£19.20"),
    ):
        mode.select_option(label=state)
        expect(card).to_contain_text(words)
    mode.select_option(label="In stock")
    expect(card).not_to_contain_text("Sold out")

    for size, width in (("tablet", 768), ("desktop", 1280), ("mobile", 375)):
        editor.get_by_label(f"Preview in {size} size").check(force=True)
        # innerWidth follows when the frame has its new size.
        expect(shown.locator(":root:not([data-nothing])")).to_have_js_property("clientWidth", width)

    # A press on a section in the preview opens it in the form.
    editor.get_by_role("button", name="Collapse all").click()
    quote = editor.locator("[data-contentpath=quote] textarea")
    expect(quote).to_be_hidden()
    shown.get_by_text("Nothing before the kettle").click()
    expect(quote).to_be_visible()
    expect(quote).to_be_in_viewport()

    editor.get_by_role("button", name="More actions").click()
    editor.get_by_role("button", name="Submit to Approval by a publisher").click()
    expect(editor.get_by_text("has been submitted")).to_be_visible()

    publisher = cms(visit, "publisher@example.com")
    waiting = publisher.get_by_role("region", name="Awaiting approval")
    waiting.get_by_role("link", name="Slow mornings").click()
    tomorrow = timezone.localtime() + timedelta(days=1)
    schedule_and_approve(publisher, tomorrow)

    visitor = visit()
    response = visitor.page.goto("/slow-mornings/")
    assert response is not None
    assert response.status == 404
    with time_machine.travel(tomorrow + timedelta(minutes=1)):
        publish_scheduled_pages()
        shopper = visitor.go("/slow-mornings/")
        expect(shopper.get_by_role("heading", level=1)).to_have_text("The slow meal of the day")
        row = shopper.locator(".section").filter(has_text="For the first cup")
        row.scroll_into_view_if_needed()
        expect(row.get_by_role("article")).to_have_count(2)
        shopper.evaluate(AXE_SCRIPT)
        assert shopper.evaluate(RUN, EVERYTHING) == []
