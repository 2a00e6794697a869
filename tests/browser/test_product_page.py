"""The product's page as people use it: looking closely, choosing, asking about delivery."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.test_accessibility import examine
from tests.browser.visitor import PHONE, WIDE, Visitor

pytestmark = pytest.mark.browser

Visit = Callable[..., Visitor]
PLANTER = "/products/planter-and-saucer/"


def scrolled(page: Page, selector: str) -> int:
    """Which item of a row that snaps is in sight, from 0."""
    return page.locator(selector).evaluate("row => Math.round(row.scrollLeft / row.clientWidth)")


def test_thumbnails_lead_to_the_pictures_on_a_phone(visit: Visit) -> None:
    page = visit(width=PHONE).go(steps.MUG)
    thumbs = page.get_by_role("list", name="All pictures").get_by_role("link")
    expect(thumbs).to_have_count(5)
    expect(thumbs.first).to_have_attribute("aria-current", "true")

    page.get_by_role("link", name="Picture 3").click()

    expect(thumbs.nth(2)).to_have_attribute("aria-current", "true")
    assert scrolled(page, ".gallery-stage") == 2
    page.locator(".gallery-stage").evaluate("row => row.scrollTo({ left: row.clientWidth })")
    expect(thumbs.nth(1)).to_have_attribute("aria-current", "true")


def test_thumbnails_lead_to_the_pictures_without_script(visit: Visit) -> None:
    page = visit(width=PHONE, javascript=False).go(steps.MUG)

    page.get_by_role("link", name="Picture 3").click()

    expect(page).to_have_url(re.compile("#picture-3$"))
    expect(page.locator("#picture-3")).to_be_in_viewport()
    large = page.locator("#picture-3 a").get_attribute("href") or ""
    assert large.endswith(".avif")


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_a_picture_is_looked_at_closely_by_keyboard(visit: Visit, width: int) -> None:
    page = visit(width=width).go(steps.MUG)
    first = page.locator("[data-look]").first
    first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Pictures of Stoneware Mug")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_text("Picture 1 of 4")).to_be_visible()

    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_text("Picture 2 of 4")).to_be_visible()
    near = dialog.get_by_role("button", name="Come closer")
    small = dialog.locator("li").nth(1).locator("img").bounding_box()
    page.keyboard.press("+")
    expect(near).to_have_attribute("aria-pressed", "true")
    large = dialog.locator("li").nth(1).locator("img").bounding_box()
    assert small
    assert large
    assert large["width"] > 1.8 * small["width"]
    page.keyboard.press("-")
    expect(near).to_have_attribute("aria-pressed", "false")
    dialog.get_by_role("button", name="Next picture").click()
    expect(dialog.get_by_text("Picture 3 of 4")).to_be_visible()
    dialog.get_by_role("link", name="Picture 1", exact=True).click()
    expect(dialog.get_by_text("Picture 1 of 4")).to_be_visible()

    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(first).to_be_focused()


def test_two_options_are_chosen_in_place(visit: Visit) -> None:
    page = visit().go(PLANTER)
    page.evaluate("window.stayed = true")
    colour = page.get_by_role("group", name=re.compile("^Colour"))
    size = page.get_by_role("group", name=re.compile("^Size"))
    expect(page.locator(".buy-price")).to_contain_text("£32.00")

    size.get_by_role("link", name="Large").click()
    expect(page.locator(".buy-price")).to_contain_text("£46.00")
    expect(size.get_by_role("link", name="Large")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Clay, Large, 22 cm.")).to_have_count(1)

    # Charcoal is not made large: the link says so, and leads to the one there is.
    charcoal = colour.get_by_role("link", name="Charcoal not with Large, 22 cm")
    charcoal.click()
    expect(page.locator("#option-2")).to_have_text("Size: Medium, 16 cm")
    expect(page.locator(".buy-price")).to_contain_text("£32.00")

    page.go_back()
    expect(page.locator("#option-2")).to_have_text("Size: Large, 22 cm")
    colour.get_by_role("link", name="Chalk").click()
    expect(page.get_by_role("button", name="Sold out")).to_be_disabled()
    expect(page.locator(".buy-states")).to_contain_text("more expected on")
    page.get_by_role("link", name="Chalk, Medium, 16 cm").click()
    expect(page.get_by_role("button", name="Add to basket")).to_be_enabled()


def test_two_options_are_chosen_without_script(visit: Visit) -> None:
    page = visit(width=PHONE, javascript=False).go(PLANTER)

    page.get_by_role("link", name="Large, 22 cm").click()
    expect(page.locator(".buy-price")).to_contain_text("£46.00")
    page.locator(".options").get_by_role("link", name="Charcoal").click()
    expect(page.locator("#option-2")).to_have_text("Size: Medium, 16 cm")
    page.get_by_role("button", name="Add to basket").click()
    expect(page.get_by_role("main")).to_contain_text("Charcoal")


def test_delivery_follows_the_country_and_the_next_product_knows_it(visit: Visit) -> None:
    page = visit(width=PHONE).go(steps.MUG)
    delivery = page.locator("#delivery")
    expect(delivery).to_contain_text("£3.95")

    page.get_by_label("Delivery to").focus()
    page.get_by_label("Delivery to").select_option(label="France")
    expect(delivery).to_contain_text("£12.50")
    expect(page.get_by_label("Delivery to")).to_be_focused()

    page.goto("/products/iron-trivet/")
    expect(delivery).to_contain_text("£12.50")
    expect(page.get_by_label("Delivery to")).to_have_value("FR")


def test_dates_that_are_over_are_asked_for_again(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page

    def keep_too_long(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        body = re.sub(r'data-until="[^"]+"', 'data-until="2020-01-01T00:00:00Z"', answer.text())
        route.fulfill(response=answer, body=body)  # type: ignore[attr-defined]

    page.route(f"**{steps.MUG}", keep_too_long)
    with page.expect_response(re.compile("/delivery/")):
        page.goto(steps.MUG)
    expect(page.locator("#delivery")).to_contain_text("£3.95")
    expect(page.locator("#delivery")).not_to_have_attribute("data-until", "2020-01-01T00:00:00Z")


def test_delivery_follows_the_country_without_script(visit: Visit) -> None:
    page = visit(width=PHONE, javascript=False).go(steps.MUG)

    page.get_by_label("Delivery to").select_option(label="France")
    page.get_by_role("button", name="Show", exact=True).click()

    expect(page.locator("#delivery")).to_contain_text("£12.50")
    expect(page.get_by_role("heading", level=1)).to_have_text("Stoneware Mug")


def test_the_address_is_copied_where_the_device_cannot_share(visit: Visit) -> None:
    visitor = visit(permissions=["clipboard-read", "clipboard-write"])
    visitor.page.add_init_script("delete Navigator.prototype.share")
    page = visitor.go(PLANTER)

    page.get_by_role("button", name="Send it to somebody").click()

    expect(page.get_by_text("The address is copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").endswith(PLANTER)


def test_without_script_sharing_writes_an_email(visit: Visit) -> None:
    page = visit(javascript=False).go(PLANTER)

    link = page.get_by_role("link", name="Send it to somebody").get_attribute("href") or ""

    assert link.startswith("mailto:?subject=Planter%20%26%20Saucer&body=http")


def test_the_film_plays_in_the_page(visit: Visit) -> None:
    page = visit().go(steps.MUG)
    film = page.locator("video")

    film.evaluate("film => film.play()")

    expect(film).to_have_js_property("paused", False)
    assert film.evaluate("film => film.videoWidth") == 720


@pytest.mark.parametrize("path", [PLANTER, f"{PLANTER}?colour=chalk&size=large-22-cm"])
def test_nothing_stands_against_wcag_while_one_looks_closely(visit: Visit, path: str) -> None:
    page = visit(width=PHONE).go(path)
    assert examine(page) == []

    page.locator("[data-look]").first.click()

    expect(page.get_by_role("dialog")).to_be_visible()
    assert examine(page) == []
