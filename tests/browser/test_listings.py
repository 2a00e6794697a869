"""Choosing in a listing: in place with script, by one form without, from a sheet on phones."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import examine_as_it_stands
from tests.browser.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]


def cards(page: Page) -> list[str]:
    return page.locator("#results .card-title").all_inner_texts()


def test_choices_narrow_the_listing_in_place(visit: Visit) -> None:
    page = visit().go("/shop/")
    ink = page.get_by_role("checkbox", name="Ink")
    ink.focus()
    page.keyboard.press("Space")

    expect(page).to_have_url("/shop/?colour=ink")
    expect(page.locator(".listing-count")).to_have_text("4 products")
    expect(page.locator("#listing-said")).to_have_text("4 products")
    expect(ink).to_be_focused()
    expect(ink).to_be_checked()
    # The card shows what was asked for, and leads there.
    mug = page.get_by_role("link", name="Stoneware Mug")
    expect(mug).to_have_attribute("href", re.compile(r"\?variant=\d+$"))

    page.get_by_label("Sort").select_option("Price, low to high")
    expect(page).to_have_url("/shop/?colour=ink&sort=price")
    assert cards(page)[0] == "Espresso Cup & Saucer"

    page.get_by_role("link", name="Remove Ink").click()
    expect(page).to_have_url("/shop/?sort=price")
    expect(ink).not_to_be_checked()
    expect(page.locator("#results")).to_be_focused()


def test_back_leads_through_the_choices(visit: Visit) -> None:
    page = visit().go("/shop/")
    page.get_by_role("checkbox", name="Ink").check()
    expect(page).to_have_url("/shop/?colour=ink")
    page.locator("#choice-colour-oat").check()
    expect(page).to_have_url(re.compile("colour=oat"))

    page.go_back()

    expect(page).to_have_url("/shop/?colour=ink")
    expect(page.locator(".listing-count")).to_have_text("4 products")
    expect(page.locator("#choice-colour-oat")).not_to_be_checked()
    page.go_back()
    expect(page).to_have_url("/shop/")
    expect(page.get_by_role("checkbox", name="Ink")).not_to_be_checked()


def test_folds_stay_as_one_left_them(visit: Visit) -> None:
    page = visit().go("/shop/")
    page.locator("#facet-size > summary").click()
    page.locator("#facet-colour > summary").click()
    page.locator("#choice-price_to").fill("100")
    page.keyboard.press("Enter")

    expect(page).to_have_url("/shop/?price_to=100")
    expect(page.locator("#facet-size")).to_have_attribute("open", "")
    expect(page.locator("#facet-colour")).not_to_have_attribute("open", "")


def test_more_products_come_below_and_the_first_of_them_has_the_focus(visit: Visit) -> None:
    page = visit().go("/shop/")
    expect(page.locator("#results .grid > li")).to_have_count(24)
    page.get_by_role("link", name="Show more").click()

    expect(page.locator("#results .grid > li")).to_have_count(27)
    expect(page.locator("#results .grid > li").nth(24).get_by_role("link").first).to_be_focused()
    expect(page.locator("#listing-said")).to_have_text("Products 25 to 27 of 27")
    expect(page.get_by_role("link", name="Show more")).to_have_count(0)


def test_one_press_puts_a_thing_without_variants_into_the_basket(visit: Visit) -> None:
    page = visit().go("/shop/")
    card = page.locator(".card", has_text="Round Oak Tray")
    card.hover()
    card.get_by_role("button", name="Add Round Oak Tray to the basket").click()

    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("Round Oak Tray")
    expect(page.locator("#header-basket")).to_contain_text("1 item")
    expect(page).to_have_url("/shop/")


def test_a_phone_chooses_in_a_sheet(visit: Visit) -> None:
    visitor = visit(width=PHONE)
    page = visitor.go("/shop/")
    page.get_by_role("button", name="Filter").click()
    sheet = page.locator("#filters")
    expect(sheet).to_be_visible()
    assert examine_as_it_stands(page) == []

    sheet.get_by_role("checkbox", name="Ink").check()
    expect(page).to_have_url("/shop/?colour=ink")
    expect(sheet).to_be_visible()
    sheet.get_by_role("button", name="Show 4 products").click()

    expect(sheet).not_to_be_visible()
    assert len(cards(page)) == 4
    page.get_by_role("button", name="Filter").click()
    page.keyboard.press("Escape")
    expect(sheet).not_to_be_visible()


@pytest.mark.parametrize("width", [PHONE, 1440])
def test_without_script_it_is_a_form(visit: Visit, width: int) -> None:
    page = visit(width=width, javascript=False).go("/shop/")
    if width == PHONE:
        page.get_by_role("button", name="Filter").click()
    page.locator("label", has=page.locator("#choice-colour-ink")).click()
    page.get_by_role("button", name=re.compile("Show .* products")).click()

    expect(page.locator(".listing-count")).to_have_text("4 products")
    page.get_by_label("Sort").select_option("Price, low to high")
    page.get_by_role("button", name="Show", exact=True).click()
    assert cards(page)[0] == "Espresso Cup & Saucer"
    expect(page.get_by_role("link", name="Show more")).to_have_count(0)
    page.get_by_role("link", name="Clear all").first.click()
    expect(page.locator(".listing-count")).to_have_text("27 products")
