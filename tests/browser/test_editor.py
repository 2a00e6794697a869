"""A merchandiser changes the home page; shoppers see it when it is published, not before."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from shop.cms_pages.models import HomePage
from tests.browser import steps
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

HEADLINE = "Long shadows, warm clay"


def product_row(page: Page) -> Locator:
    """The cards of the home page's first row of products."""
    heading = page.get_by_role("heading", name="New on the shelf")
    return page.locator(".section").filter(has=heading).get_by_role("article")


def test_a_merchandiser_changes_hero_and_products(visit: Callable[..., Visitor]) -> None:
    shopper = visit().go("/")
    expect(product_row(shopper).first).to_contain_text("Stoneware Mug")
    editor = visit().go("/cms/")
    assert "/accounts/login/" in editor.url
    steps.log_in(editor, "merchandiser@example.com")
    editor.get_by_role("link", name="Change the home page").click()

    editor.get_by_label("Headline").first.fill(HEADLINE)
    chosen = editor.get_by_role("region", name="Product * Stoneware Mug", exact=True)
    chosen.get_by_role("button", name="Actions").click()
    editor.get_by_role("button", name="Choose another product").click()
    chooser = editor.get_by_role("dialog")
    chooser.get_by_role("textbox", name="Search").fill("bud vase")
    chooser.get_by_role("link", name="Bud Vase").click()
    expect(chooser).to_be_hidden()

    editor.get_by_role("button", name="Toggle preview").click()
    # While a newer preview loads, Wagtail keeps the older one before it; the last one stays.
    preview = editor.locator("iframe[title='Preview']").last.content_frame
    expect(preview.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    row = preview.locator(".section").filter(has_text="New on the shelf").get_by_role("article")
    expect(row.first).to_contain_text("Bud Vase")

    shopper.reload()
    expect(shopper.get_by_role("heading", level=1)).not_to_have_text(HEADLINE)
    expect(product_row(shopper).first).to_contain_text("Stoneware Mug")

    editor.get_by_role("button", name="More actions").click()
    editor.get_by_role("button", name="Publish", exact=True).click()
    expect(editor.get_by_text("has been published")).to_be_visible()

    shopper.reload()
    expect(shopper.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    expect(product_row(shopper).first).to_contain_text("Bud Vase")
    assert HomePage.objects.get().revisions.last().user.email == "merchandiser@example.com"


def test_a_merchandiser_has_no_way_to_the_orders(visit: Callable[..., Visitor]) -> None:
    page = visit().go("/cms/")
    steps.log_in(page, "merchandiser@example.com")

    page.goto("/dashboard/orders/")

    expect(page.get_by_role("table")).to_have_count(0)
