"""Every kind of section, in every colour and width, for everybody: axe, large letters, previews."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.utils import timezone
from oscar.core.loading import get_model
from wagtail.blocks import Block

from shop.cms_pages import product_services
from shop.cms_pages.blocks import category_sections, page_sections, product_sections
from shop.cms_pages.models import CategoryPage, HomePage, LandingPage, ProductPage
from tests.browser import steps
from tests.browser.test_accessibility import EVERYTHING, RUN, examine, squeeze
from tests.browser.visitor import PHONE, Visitor
from tests.factories.offers import make_offer, make_voucher

pytestmark = pytest.mark.browser

THEMES, WIDTHS = ("", "sand", "clay", "night"), ("", "narrow", "full")


def samples(blocks: list[tuple[str, Block]], *, look: int = 0) -> list[tuple[str, Any]]:
    """A sample of each, the one that editors see when they choose it; `look` turns the colours and
    widths on, so that four pages show each kind in each colour and each width at least once."""
    found = []
    for number, (name, block) in enumerate(blocks, start=look):
        value: Any = block.get_preview_value()
        if name == "promotion" and "voucher" in value:
            value["voucher"] = lasting_voucher()
        if "theme" in block.child_blocks:
            value["theme"] = THEMES[number % len(THEMES)]
        if "width" in block.child_blocks:
            value["width"] = WIDTHS[number % len(WIDTHS)]
        found.append((name, value))
    return found


def lasting_voucher() -> Any:
    known = get_model("voucher", "Voucher").objects.filter(code="SAMPLE10").first()
    return known or make_voucher("SAMPLE10", offer=make_offer(percent="10", offer_type="Voucher"))


def campaign(look: int = 0) -> LandingPage:
    """A published landing page with all that such a page may hold."""
    page: LandingPage = HomePage.objects.get().add_child(
        instance=LandingPage(title="All of it", slug=f"all-of-it-{look}")
    )
    page.body = samples(page_sections(), look=look)
    page.save_revision().publish()
    return page


def product_page(visit: Callable[..., Visitor]) -> ProductPage:
    product = get_model("catalogue", "Product").objects.get(slug="bud-vase", parent=None)
    page, _made = product_services.open_product_page(product=product)
    page.manner = ProductPage.REPLACE
    page.body = samples(product_sections(), look=1)
    page.save_revision().publish()
    return page


def category_page(visit: Callable[..., Visitor]) -> CategoryPage:
    category = get_model("catalogue", "Category").objects.get(slug="tableware")
    page, _made = product_services.open_category_page(category=category)
    page.above = samples(category_sections()[:9], look=2)
    page.below = samples(category_sections()[9:], look=3)
    page.save_revision().publish()
    return page


@pytest.mark.parametrize("look", range(4))
def test_a_landing_page_of_everything(visit: Callable[..., Visitor], look: int) -> None:
    page = campaign(look)
    visitor = visit(width=PHONE).go(page.get_url())
    assert visitor.locator(".section").count() > 12

    assert examine(visitor) + squeeze(visitor) == []


@pytest.mark.parametrize("made", [product_page, category_page])
def test_the_page_of_a_product_and_of_a_category_with_everything(
    visit: Callable[..., Visitor], made: Callable[..., Any]
) -> None:
    visitor = visit(width=PHONE).go(made(visit).get_url())

    assert examine(visitor) + squeeze(visitor) == []


@pytest.mark.parametrize("mode", ["", "sold-out", "coming"])
def test_the_preview_of_everything(visit: Callable[..., Visitor], mode: str) -> None:
    page = campaign()
    page.body[2].value["audience"] = "signed_in"
    page.body[3].value["opens_at"] = timezone.now() + timedelta(days=3)
    page.save_revision()
    visitor = visit(width=PHONE)
    steps.log_in(visitor.go("/accounts/login/"), "merchandiser@example.com")
    shown = visitor.page
    shown.goto(f"/cms/pages/{page.pk}/view_draft/?mode={mode}")
    # Wagtail's bar is Wagtail's.
    shown.evaluate("document.querySelector('wagtail-userbar')?.remove()")
    shown.evaluate(AXE_SCRIPT)

    assert shown.evaluate(RUN, EVERYTHING) == []


@pytest.mark.parametrize("dark", [False, True])
def test_the_cms_around_it(visit: Callable[..., Visitor], dark: bool) -> None:
    """What is ours in the CMS: listings, the choice of a page type, the search preview."""
    visitor = visit(dark=dark)
    steps.log_in(visitor.go("/accounts/login/"), "merchandiser@example.com")
    page, home = visitor.page, HomePage.objects.get().pk
    found = {}
    for path, part in (
        ("/cms/products/", ".listing"),
        ("/cms/categories/", ".listing"),
        (f"/cms/pages/{home}/add_subpage/", ".shop-page-types"),
        (f"/cms/pages/{home}/edit/#tab-promote", "search-preview"),
    ):
        page.goto(path)
        page.evaluate(AXE_SCRIPT)
        found[path] = page.evaluate(
            """async (part) => (await axe.run(part)).violations.map(
                 (each) => `${each.id}: ${each.nodes[0].html}`)""",
            part,
        )
    assert {path: lines for path, lines in found.items() if lines} == {}
