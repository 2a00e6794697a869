"""A merchandiser and the pages of products: previews in every state, sections, layouts."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import FrameLocator, Page, expect

from shop.cms_pages.models import ProductLayout, ProductPage
from tests.browser import steps
from tests.browser.test_accessibility import EVERYTHING, RUN
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def merchandiser(visit: Callable[..., Visitor], path: str) -> Page:
    page = visit().go("/cms/")
    steps.log_in(page, "merchandiser@example.com")
    page.goto(path)
    return page


def preview(page: Page) -> FrameLocator:
    # While a newer preview loads, Wagtail keeps the older one before it; the last one stays.
    return page.locator("iframe[title='Preview']").last.content_frame


def insert(page: Page, kind: str) -> None:
    """Add a section of this kind at the end."""
    page.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name=kind, exact=True).click()


def test_a_product_is_found_extended_and_seen_in_every_state(visit: Callable[..., Visitor]) -> None:
    shopper = visit().go("/products/bud-vase/")
    page = merchandiser(visit, "/cms/products/")
    page.get_by_role("textbox", name="Search term").fill("bud va")
    expect(page.get_by_role("button", name="Oak Wall Clock")).to_have_count(0)
    page.get_by_role("button", name="Bud Vase").click()
    expect(page.get_by_text("This is a draft")).to_be_visible()

    insert(page, "Quote")
    page.locator("[data-contentpath=quote] textarea").fill("Two stems are a crowd")
    page.get_by_role("button", name="Toggle preview").click()
    expect(preview(page).get_by_text("Two stems are a crowd")).to_be_visible()

    mode = page.get_by_label("Preview mode")
    for chosen, said in (
        ("Sold out", "Sold out"),
        ("Only a few left", "left"),
        ("On sale", "Lowest price in the 30 days before"),
        ("In stock", "In stock"),
    ):
        mode.select_option(label=chosen)
        expect(preview(page).locator(".buy")).to_contain_text(said)

    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("has been published")).to_be_visible()
    shopper.reload()
    expect(shopper.get_by_text("Two stems are a crowd")).to_be_visible()
    assert ProductPage.objects.get(product__slug="bud-vase").live


def test_a_press_on_a_section_in_the_preview_opens_it_in_the_form(
    visit: Callable[..., Visitor],
) -> None:
    pk = ProductPage.objects.get(product__slug="stoneware-mug").pk
    page = merchandiser(visit, f"/cms/pages/{pk}/edit/")
    page.get_by_role("button", name="Collapse all").click()
    heading = page.locator("[data-contentpath='heading'] input").last
    expect(heading).to_be_hidden()
    page.get_by_role("button", name="Toggle preview").click()

    preview(page).get_by_text("One lump of clay, eleven minutes").click()

    expect(heading).to_be_visible()
    expect(heading).to_have_value("One lump of clay, eleven minutes")
    expect(heading).to_be_in_viewport()
    expect(page.locator(":focus")).to_have_attribute("name", re.compile("-eyebrow$"))
    # A link in the preview leads nowhere: the editor stays with its page.
    preview(page).get_by_role("link", name="Everything for the table").click()
    expect(preview(page).get_by_role("heading", level=1)).to_have_text("Stoneware Mug")


def test_a_section_that_is_all_settings_opens_them(visit: Callable[..., Visitor]) -> None:
    layout = ProductLayout.objects.get(name="All products")
    page = merchandiser(visit, f"/cms/snippets/cms_pages/productlayout/edit/{layout.pk}/")
    page.get_by_role("button", name="Toggle preview").click()

    preview(page).get_by_role("heading", name="Reviews").click()

    expect(page.locator(":focus")).to_have_attribute("name", re.compile("-theme$"))


def test_a_layout_is_replaced_for_one_type(visit: Callable[..., Visitor]) -> None:
    page = merchandiser(visit, "/cms/snippets/cms_pages/productlayout/add/")
    page.get_by_role("textbox", name="Name").fill("Decor")
    page.locator("#id_product_class").select_option(label="Decor")
    insert(page, "Quote")
    page.locator("[data-contentpath=quote] textarea").fill("For shelves and sills")

    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("created and published")).to_be_visible()

    shopper = visit().go("/products/tall-vase/")
    expect(shopper.get_by_text("For shelves and sills")).to_be_visible()
    expect(shopper.get_by_role("button", name="Add to basket")).to_have_count(1)
    expect(visit().go("/products/stoneware-mug/").get_by_text("For shelves")).to_have_count(0)
    assert ProductLayout.objects.get(name="Decor").live


@pytest.mark.parametrize("mode", ["", "sold-out", "on-sale"])
def test_axe_finds_nothing_on_a_preview(visit: Callable[..., Visitor], mode: str) -> None:
    pk = ProductPage.objects.get(product__slug="stoneware-mug").pk
    page = merchandiser(visit, f"/cms/pages/{pk}/edit/")
    page.get_by_role("button", name="Toggle preview").click()
    expect(preview(page).get_by_role("heading", level=1)).to_be_visible()
    page.goto(f"/cms/pages/{pk}/edit/preview/?mode={mode}")
    # Wagtail's bar is Wagtail's.
    page.evaluate("document.querySelector('wagtail-userbar')?.remove()")
    page.evaluate(AXE_SCRIPT)

    assert page.evaluate(RUN, EVERYTHING) == []
