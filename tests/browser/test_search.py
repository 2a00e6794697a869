"""Suggestions while one types: an ARIA combobox, and a plain form where there is no script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_accessibility import examine, examine_as_it_stands
from tests.browser.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]


def opened(page: Page) -> Locator:
    """The search panel's field."""
    page.get_by_role("button", name="Search", exact=True).first.click()
    field = page.get_by_role("dialog", name="Search").get_by_role("combobox")
    expect(field).to_be_focused()
    return field


def test_arrows_walk_the_suggestions_and_enter_follows_one(visit: Visit) -> None:
    page = visit().go("/")
    field = opened(page)
    expect(field).to_have_attribute("aria-expanded", "false")

    page.keyboard.type("mu")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options.first).to_contain_text("Stoneware Mug")
    expect(options.first).to_contain_text("£18.00")
    expect(options.first.locator("img")).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("group", name="Categories")).to_contain_text("Mugs & Cups")
    expect(page.locator("#site-search [role=status]")).to_contain_text("2 suggestions.")

    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page).to_have_url("/products/stoneware-mug/")


def test_enter_without_a_choice_searches(visit: Visit) -> None:
    page = visit().go("/")
    opened(page)

    page.keyboard.type("mug")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Enter")

    expect(page).to_have_url("/search/?q=mug")


def test_escape_puts_away_the_list_then_the_words_then_the_panel(visit: Visit) -> None:
    page = visit().go("/")
    field = opened(page)
    page.keyboard.type("mug")
    expect(page.get_by_role("listbox")).to_be_visible()

    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_be_visible()
    expect(field).to_have_value("mug")
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(page.get_by_role("button", name="Search", exact=True)).to_be_focused()


def test_a_typing_error_is_told_and_forgiven(visit: Visit) -> None:
    page = visit().go("/")
    opened(page)

    page.keyboard.type("stonware")

    expect(page.locator(".suggest-note")).to_have_text(
        "Nothing for “stonware”. Showing “stoneware”."
    )
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Nothing for “stonware”. Showing “stoneware”.")
    expect(page.get_by_role("article").first).to_be_visible()


def test_the_last_words_typed_win(visit: Visit) -> None:
    page = visit().go("/")
    field = opened(page)

    page.route("**/search/suggest/?q=mu", lambda route: None)
    page.keyboard.type("mu")
    with page.expect_request("**/search/suggest/?q=mu"):
        pass
    field.fill("lamp")

    expect(page.get_by_role("option").first).to_contain_text("Lamp")
    expect(page.locator("#messages")).to_be_empty()


def test_a_lost_connection_is_no_trouble(visit: Visit) -> None:
    page = visit().go("/")
    field = opened(page)
    page.route("**/search/suggest/**", lambda route: route.abort())

    with page.expect_event("requestfailed"):
        page.keyboard.type("mug")
    expect(field).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")

    expect(page).to_have_url("/search/?q=mug")


def test_a_phone_has_it_in_header_and_drawer(visit: Visit) -> None:
    page = visit(width=PHONE, has_touch=True).go("/")
    opened(page)
    page.keyboard.type("lamp")
    option = page.get_by_role("option").first
    expect(option).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    option.tap()
    expect(page).to_have_url("/products/ceramic-table-lamp/")

    page.get_by_role("button", name="Menu", exact=True).click()
    page.locator("#menu-q").fill("mug")
    expect(page.get_by_role("dialog", name="Menu").get_by_role("option").first).to_be_visible()


def test_it_is_a_plain_form_without_script(visit: Visit) -> None:
    page = visit(javascript=False).go("/")

    page.get_by_role("button", name="Search", exact=True).click()
    page.locator("#panel-q").fill("mug")
    page.keyboard.press("Enter")

    expect(page).to_have_url("/search/?q=mug")
    expect(page.get_by_role("article").first).to_contain_text("Mug")


def test_nothing_found_leads_on(visit: Visit) -> None:
    page = visit().go("/search/?q=zzzz")

    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing for “zzzz”.")
    expect(page.get_by_role("article")).to_have_count(4)
    page.locator("main").get_by_role("link", name="Lighting").click()
    expect(page).to_have_url("/shop/lighting/")


@pytest.mark.parametrize("typed", ["oak", "stonware", "zzzz"])
def test_axe_finds_nothing_on_the_suggestions(visit: Visit, typed: str) -> None:
    page = visit().go("/")
    opened(page)
    page.keyboard.type(typed)
    expect(page.get_by_role("listbox")).to_be_visible()

    assert examine(page) == []


def test_axe_finds_nothing_on_a_corrected_search(visit: Visit) -> None:
    page = visit().go("/search/?q=stonware")
    page.locator("#page-q").fill("lam")
    expect(page.get_by_role("listbox")).to_be_visible()

    assert examine_as_it_stands(page) == []
