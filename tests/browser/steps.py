"""What a shopper does with the pages, in the words of the pages."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.factories import GUEST
from tests.factories.shopping import CARD

DECLINED = "4000 0000 0000 0002"
MUG = "/products/stoneware-mug/"
# The demo's one variant that is out of stock.
SOLD_OUT = "/products/serving-bowl/"
DEMO_PASSWORD = "demo-shop-2026"

ADDRESS = {
    "E-mail": GUEST["email"],
    "Full name": GUEST["full_name"],
    "Address": GUEST["line1"],
    "Postcode": GUEST["postcode"],
    "Town or city": GUEST["town"],
}


def add_mug(page: Page) -> None:
    """Put one mug into the basket and go there."""
    page.goto(MUG)
    page.get_by_role("button", name="Add to basket").click()
    page.get_by_role("link", name="Go to basket").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your basket")


def fill_address(page: Page, **changes: str) -> None:
    """Type where the parcel goes; `changes` by label, such as Postcode="LA22"."""
    for label, text in {**ADDRESS, **changes}.items():
        page.get_by_label(label, exact=True).fill(text)


def send_checkout(page: Page) -> None:
    """Send the checkout's form."""
    page.get_by_role("button", name=re.compile("^Pay £")).click()


def fill_card(page: Page, number: str = CARD["card_number"]) -> None:
    """Type a card."""
    page.get_by_label("Card number").fill(number)
    page.get_by_label("Expiry, month and year").fill(CARD["expiry"])
    page.get_by_label("Security code").fill(CARD["security_code"])


def pay(page: Page) -> str:
    """Pay with the demo card; returns the order number."""
    fill_card(page)
    send_checkout(page)
    return order_number(page)


def order_number(page: Page) -> str:
    """The number on the confirmation."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, your order is with us")
    return page.locator("#order-number").inner_text()


def buy_mug(page: Page) -> str:
    """Buy one mug as a guest from front to end; returns the order number."""
    add_mug(page)
    page.get_by_role("link", name=re.compile("^Check out")).click()
    fill_address(page)
    return pay(page)


def fill_address_of_member(page: Page) -> None:
    """The same for somebody whose e-mail address is known."""
    for label, text in ADDRESS.items():
        if label != "E-mail":
            page.get_by_label(label, exact=True).fill(text)


def log_in(page: Page, email: str, password: str = DEMO_PASSWORD) -> None:
    """Fill allauth's log-in form, which must be in sight, and wait until it has let one in."""
    page.get_by_role("textbox", name="E-mail").fill(email)
    page.get_by_role("textbox", name="Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def expect_added(page: Page) -> None:
    """The dialog has opened with the focus in it, and htmx has put the last hand to it."""
    dialog = page.get_by_role("dialog", name="Added to your basket")
    expect(dialog.get_by_role("heading", name="Added to your basket")).to_be_focused()
    expect(page.locator(".htmx-added, .htmx-settling")).to_have_count(0)


def focused(page: Page) -> dict[str, Any]:
    """The element that has the focus: its tag, text, id, and whether one can see that it has it."""
    return page.evaluate(
        """() => {
          const element = document.activeElement;
          const style = getComputedStyle(element);
          const holder = element.closest(".choice, .quantity, .search") ?? element;
          const around = getComputedStyle(holder);
          const drawn = (s) =>
            (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== "none";
          const { bottom, top, right, left } = element.getBoundingClientRect();
          const name = element.getAttribute("aria-label") || element.innerText || element.name;
          return {
            tag: element.localName,
            id: element.id,
            text: (name || "").trim(),
            ringed: drawn(style) || drawn(around),
            inSight: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
          };
        }"""
    )
