"""What the keyboard reaches, and where the focus goes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser


def test_the_skip_link_leads_to_the_content(visit: Callable[..., Visitor]) -> None:
    page = visit().go("/shop/tableware/")

    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_menu_of_a_phone_opens_and_closes(visit: Callable[..., Visitor]) -> None:
    page = visit(width=PHONE).go("/")
    button = page.get_by_role("button", name="Menu", exact=True)
    menu = page.get_by_role("dialog", name="Menu")

    button.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#site-menu') !== null")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()

    page.keyboard.press("Space")
    expect(menu).to_be_visible()
    close = menu.get_by_role("button", name="Close the menu")
    close.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()


def test_the_search_opens_ready_to_type(visit: Callable[..., Visitor]) -> None:
    page = visit().go("/")

    page.get_by_role("button", name="Search", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-q")).to_be_focused()
    page.keyboard.type("lamp")
    page.keyboard.press("Enter")

    expect(page).to_have_url("/search/?q=lamp")
    expect(page.get_by_role("article").first).to_contain_text("Lamp")


def test_a_refused_form_takes_the_focus_to_what_is_wrong(visit: Callable[..., Visitor]) -> None:
    page = visit().page
    steps.add_mug(page)
    page.goto("/checkout/")

    steps.send_checkout(page)

    summary = page.get_by_role("alert").first
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Full name").click()
    expect(page.get_by_label("Full name", exact=True)).to_be_focused()
