"""A merchandiser chooses things of the shop: several at once, one, and from running text."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from shop.cms_pages.models import HomePage
from tests.browser import steps
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def home_page_editor(visit: Callable[..., Visitor]) -> Page:
    page = visit().go("/cms/")
    steps.log_in(page, "merchandiser@example.com")
    page.goto(f"/cms/pages/{HomePage.objects.get().pk}/edit/")
    return page


def insert_last(page: Page, kind: str) -> Locator:
    """Add a section of this kind at the end; returns its fields."""
    page.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name=kind, exact=True).click()
    return page.locator("[data-contentpath=body] > * [data-streamfield-child]").last


def publish(page: Page) -> None:
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("has been published")).to_be_visible()


def test_three_products_are_chosen_at_once_by_keyboard(visit: Callable[..., Visitor]) -> None:
    page = home_page_editor(visit)
    insert_last(page, "Product row")
    page.locator("[data-contentpath=heading] input").last.fill("Three of a kind")
    several = page.locator("[data-contentpath=products]").last.get_by_role(
        "button", name="Choose several"
    )
    chooser = page.get_by_role("dialog")

    several.focus()
    page.keyboard.press("Enter")
    expect(chooser.get_by_role("checkbox")).to_have_count(12)
    expect(chooser.get_by_role("button", name="Confirm selection")).to_be_disabled()
    expect(chooser.get_by_role("textbox", name="Search")).to_be_focused()
    page.keyboard.press("Escape")
    expect(chooser).to_be_hidden()
    expect(several).to_be_focused()

    page.keyboard.press("Enter")
    search = chooser.get_by_role("textbox", name="Search")
    # What was ticked stays chosen while one searches for the next, and comes in that order.
    for words, title in (("bud va", "Bud Vase"), ("wall clock", "Oak Wall Clock")):
        search.fill(words)
        box = chooser.locator("#search-results").get_by_role("checkbox", name=title)
        expect(box).to_be_visible()
        expect(chooser.locator("#search-results").get_by_role("checkbox")).to_have_count(1)
        expect(chooser.locator("#search-results")).to_contain_text("£")
        expect(chooser.locator("#search-results img")).to_be_visible()
        box.focus()
        page.keyboard.press("Space")
        expect(chooser.get_by_role("checkbox", name=title)).to_be_checked()
    search.fill("stoneware mug")
    kept = chooser.get_by_role("group", name="Also chosen")
    expect(kept.get_by_role("checkbox")).to_have_count(2)
    expect(kept.get_by_text("Bud Vase", exact=True)).to_be_visible()
    box = chooser.get_by_role("checkbox", name="Stoneware Mug").first
    box.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(chooser).to_be_hidden()
    expect(several).to_be_focused()
    # What was chosen shows itself in the form as it did in the dialog.
    places = page.locator("[data-contentpath=products]").last.locator(".chosen")
    expect(places).to_have_count(3)
    expect(places.last.locator("img")).to_be_visible()
    expect(places.last).to_contain_text("in stock")

    publish(page)
    shopper = visit().go("/")
    row = shopper.locator(".section").filter(has_text="Three of a kind")
    row.scroll_into_view_if_needed()  # what is far below is not laid out yet
    expect(row.get_by_role("article")).to_have_count(3)
    for number, title in enumerate(("Bud Vase", "Oak Wall Clock", "Stoneware Mug")):
        expect(row.get_by_role("article").nth(number)).to_contain_text(title)


def test_categories_become_tiles_at_once(visit: Callable[..., Visitor]) -> None:
    page = home_page_editor(visit)
    insert_last(page, "Category tiles")
    page.locator("[data-contentpath=heading] input").last.fill("Two ways in")
    tiles = page.locator("[data-contentpath=tiles]").last

    tiles.get_by_role("button", name="Choose several").click()
    boxes = page.get_by_role("dialog").get_by_role("checkbox")
    for number in range(2):
        boxes.nth(number).check()
    page.get_by_role("button", name="Confirm selection").click()

    expect(tiles.locator("[data-contentpath=category] [data-chooser-title]")).to_have_text(
        [re.compile(r"\w"), re.compile(r"\w")]
    )


def test_running_text_links_to_a_product(visit: Callable[..., Visitor]) -> None:
    page = home_page_editor(visit)
    insert_last(page, "Text")
    page.locator("[data-contentpath=text] [role=textbox]").last.click()
    page.keyboard.type("A stem in a vase")
    page.keyboard.press("Control+A")

    page.locator("[data-contentpath=text]").last.get_by_role("button", name="Product").first.click()
    chooser = page.get_by_role("dialog")
    chooser.get_by_role("textbox", name="Search").fill("bud va")
    chooser.get_by_role("link", name="Bud Vase").click()
    expect(chooser).to_be_hidden()
    publish(page)

    link = visit().go("/").get_by_role("link", name="A stem in a vase")
    expect(link).to_have_attribute("href", "/products/bud-vase/")
