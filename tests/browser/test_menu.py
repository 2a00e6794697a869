"""The main menu's panels by mouse, keyboard and touch, without script, and a phone's drawer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_accessibility import examine_as_it_stands
from tests.browser.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]


def fold(page: Page, name: str) -> Locator:
    """The main menu's button for a category."""
    return page.get_by_role("navigation", name="Main").locator("summary", has_text=name)


def way_to_all(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Main").get_by_role("link", name=f"All of {name}")


def test_a_press_opens_one_panel_at_a_time(visit: Visit) -> None:
    page = visit().go("/")

    fold(page, "Kitchen").click()
    expect(way_to_all(page, "Kitchen")).to_be_visible()
    expect(page.get_by_role("link", name="Brewing")).to_be_visible()
    picture = page.locator(".mega:visible img")
    expect(picture).to_have_js_property("complete", True)
    panel = page.locator(".mega:visible").bounding_box()
    header = page.locator(".header").bounding_box()
    assert panel
    assert header
    assert panel["width"] == header["width"] == 1440
    assert panel["y"] >= header["y"] + header["height"] - 1

    fold(page, "Lighting").click()
    expect(way_to_all(page, "Kitchen")).to_be_hidden()
    expect(way_to_all(page, "Lighting")).to_be_visible()

    page.locator("main").click(position={"x": 20, "y": 600})
    expect(way_to_all(page, "Lighting")).to_be_hidden()


def test_a_resting_mouse_opens_and_a_press_keeps_it_open(visit: Visit) -> None:
    page = visit().go("/")

    fold(page, "Kitchen").hover()
    expect(way_to_all(page, "Kitchen")).to_be_visible()
    fold(page, "Kitchen").click()
    expect(way_to_all(page, "Kitchen")).to_be_visible()
    page.mouse.move(700, 890)
    page.mouse.move(720, 880)
    expect(way_to_all(page, "Kitchen")).to_be_visible()
    fold(page, "Kitchen").click()
    expect(way_to_all(page, "Kitchen")).to_be_hidden()

    fold(page, "Lighting").hover()
    expect(way_to_all(page, "Lighting")).to_be_visible()
    page.mouse.move(700, 890)
    expect(way_to_all(page, "Lighting")).to_be_hidden()


def test_the_keyboard_walks_the_menu(visit: Visit) -> None:
    page = visit().go("/")
    kitchen = fold(page, "Kitchen")

    kitchen.focus()
    page.keyboard.press("Enter")
    expect(way_to_all(page, "Kitchen")).to_be_visible()
    page.keyboard.press("Tab")
    expect(way_to_all(page, "Kitchen")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Coffee & Tea")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("link", name="Storage & Worktop")).to_be_focused()
    page.keyboard.press("Escape")
    expect(way_to_all(page, "Kitchen")).to_be_hidden()
    expect(kitchen).to_be_focused()

    page.keyboard.press("ArrowRight")
    expect(fold(page, "Lighting")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(way_to_all(page, "Lighting")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(fold(page, "Lighting")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(kitchen).to_be_focused()

    # Tab goes through the open panel and out of it, which closes it.
    page.keyboard.press("Enter")
    for _ in range(6):
        page.keyboard.press("Tab")
    expect(fold(page, "Lighting")).to_be_focused()
    page.get_by_role("link", name="Basket").first.focus()
    expect(way_to_all(page, "Kitchen")).to_be_hidden()


def test_it_works_without_script(visit: Visit) -> None:
    page = visit(javascript=False).go("/")

    fold(page, "Kitchen").focus()
    page.keyboard.press("Enter")
    expect(way_to_all(page, "Kitchen")).to_be_visible()
    fold(page, "Lighting").click()
    expect(way_to_all(page, "Kitchen")).to_be_hidden()
    way_to_all(page, "Lighting").click()

    expect(page).to_have_url("/shop/lighting/")
    assert fold(page, "Lighting").get_attribute("data-current") is not None


def test_a_finger_opens_it(visit: Visit) -> None:
    page = visit(has_touch=True).go("/")

    fold(page, "Furniture").tap()
    expect(way_to_all(page, "Furniture")).to_be_visible()
    fold(page, "Furniture").tap()
    expect(way_to_all(page, "Furniture")).to_be_hidden()


def test_axe_finds_nothing_on_an_open_panel(visit: Visit) -> None:
    page = visit().go("/shop/kitchen/")
    fold(page, "Kitchen").click()

    assert examine_as_it_stands(page) == []


@pytest.mark.parametrize("javascript", [True, False])
def test_the_drawer_leads_to_a_deep_category(visit: Visit, *, javascript: bool) -> None:
    page = visit(width=PHONE, javascript=javascript).go("/")
    page.get_by_role("button", name="Menu", exact=True).click()
    menu = page.get_by_role("dialog", name="Menu")

    menu.get_by_text("Kitchen", exact=True).click()
    menu.get_by_role("link", name="Brewing").click()

    expect(page).to_have_url("/shop/kitchen/coffee-and-tea/brewing/")
    page.get_by_role("button", name="Menu", exact=True).click()
    expect(menu.get_by_role("link", name="Brewing")).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize("width", [320, PHONE, 820, 1180, 1440])
def test_the_header_fits(visit: Visit, width: int) -> None:
    page = visit(width=width).go("/")

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    row = page.locator(".header-row").bounding_box()
    assert row
    assert row["height"] <= 66, "one line"
    start, brand, tools = (
        page.locator(selector).evaluate("(part) => part.getBoundingClientRect().toJSON()")
        for selector in (".header-start", ".header .brand", ".header .tools")
    )
    assert start["right"] <= brand["left"] + 1
    assert brand["right"] <= tools["left"] + 1
