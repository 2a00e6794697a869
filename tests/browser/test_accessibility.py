"""axe-core finds nothing against WCAG 2.2 AA on any page, narrow and wide, light and dark."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from oscar.core.loading import get_model
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.visitor import HEIGHTS, PHONE, WIDE, Visitor

pytestmark = pytest.mark.browser

Order = get_model("order", "Order")

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"type": "tag", "values": RULES}
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
RUN = """async (rules) => {
  // Half-way between light and dark every colour is a wrong one.
  const running = document.getAnimations().filter((each) => each instanceof CSSTransition);
  await Promise.allSettled(running.map((transition) => transition.finished));
  const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return found.violations.flatMap((violation) => violation.nodes.map(
    (node) => `${violation.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}"""

PUBLIC = [
    "/",
    "/shop/",
    "/shop/tableware/",
    steps.MUG,
    "sold out",
    "/search/?q=mug",
    "/search/?q=nothing-like-this",
    "/the-breakfast-table/",
    "/delivery-and-returns/",
    "/basket/",
    "/accounts/signup/",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/no-such-page/",
    "/offline/",
]
ACCOUNT = [
    "/account/",
    "/account/orders/",
    "/account/addresses/",
    "/account/addresses/add/",
    "/account/wishlists/",
    "/account/alerts/",
    "/account/profile/",
    "/accounts/email/",
    "/accounts/password/change/",
]


def examine(page: Page) -> list[str]:
    """What axe finds on the page as it stands: on a phone in both schemes, and wide.

    Leaves the window at a phone's width, in light colours. The scheme changes nothing but colours,
    so in the dark only those are looked at.
    """
    page.evaluate(AXE_SCRIPT)
    found = []
    for width, scheme, rules in (
        (WIDE, "light", EVERYTHING),
        (PHONE, "dark", CONTRAST),
        (PHONE, "light", EVERYTHING),
    ):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"{width} {scheme}: {line}" for line in page.evaluate(RUN, rules)]
    return found


def examine_as_it_stands(page: Page) -> list[str]:
    """What axe finds on the page in the window that it has."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN, EVERYTHING)
    return found


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages(visit: Callable[..., Visitor], path: str) -> None:
    page = visit(width=PHONE).page
    if path == "sold out":
        page.goto(steps.SOLD_OUT)
        page.get_by_role("link", name=re.compile("sold out")).click()
        expect(page.get_by_role("button", name="Sold out")).to_be_disabled()
    else:
        page.goto(path)
    assert examine(page) == []


def test_the_open_menu(visit: Callable[..., Visitor]) -> None:
    page = visit(width=PHONE).go("/")
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("dialog", name="Menu").get_by_text("Tableware", exact=True).click()
    assert examine_as_it_stands(page) == []


def test_a_purchase(visit: Callable[..., Visitor]) -> None:
    page = visit(width=PHONE).page
    found: dict[str, list[str]] = {}
    page.goto(steps.MUG)
    page.get_by_role("button", name="Add to basket").click()
    expect(page.get_by_role("dialog", name="Added to your basket")).to_be_visible()
    found["dialog"] = examine(page)
    page.goto("/basket/")
    found["basket"] = examine(page)
    page.goto("/checkout/")
    found["checkout"] = examine(page)
    steps.send_checkout(page)
    expect(page.get_by_role("alert").first).to_be_visible()
    found["checkout with errors"] = examine(page)
    steps.fill_address(page)
    steps.fill_card(page, steps.DECLINED)
    steps.send_checkout(page)
    expect(page.get_by_text("The bank declined this card.")).to_be_visible()
    found["payment"] = examine(page)
    steps.fill_card(page, steps.DECLINED)
    steps.send_checkout(page)
    expect(page.locator("#id_card_number_error")).to_contain_text("declined")
    found["payment declined"] = examine(page)
    number = steps.pay(page)
    found["confirmation"] = examine(page)
    page.goto(Order.objects.get(number=number).get_absolute_url())
    found["order"] = examine(page)
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_the_account(visit: Callable[..., Visitor]) -> None:
    page = visit(width=PHONE).go("/accounts/login/")
    steps.log_in(page, "shopper@example.com")
    found: dict[str, list[str]] = {}
    for path in ACCOUNT:
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        found[path] = examine(page)
    assert {name: lines for name, lines in found.items() if lines} == {}
