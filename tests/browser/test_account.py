"""Having an account: the basket comes along, the orders stay."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from shop.communication.models import OutboundMessage
from tests.browser import steps
from tests.browser.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser

EMAIL, PASSWORD = "hazel@example.com", "nine-lemons-in-a-bowl"


def expect_in_basket(page: Page, items: int) -> None:
    """What the header says, and what the basket holds."""
    page.goto("/basket/")
    expect(page.locator("#header-basket")).to_contain_text(f"{items} item")
    expect(page.get_by_label("Quantity of Stoneware Mug")).to_have_value(str(items))


def log_out(page: Page) -> None:
    """By the account's own button."""
    page.goto("/account/")
    page.get_by_role("main").get_by_role("button", name="Log out").click()
    page.wait_for_url(lambda url: not url.endswith("/account/"))


def test_an_account_keeps_basket_and_orders(visit: Callable[..., Visitor]) -> None:
    page = visit(width=PHONE).page
    steps.add_mug(page)

    page.goto("/accounts/signup/")
    page.get_by_role("textbox", name="E-mail").fill(EMAIL)
    page.get_by_role("textbox", name="Password").fill("short")
    page.get_by_role("button", name="Make the account").click()
    expect(page.locator("#id_password1_error")).to_contain_text("too short")
    expect(page.get_by_role("textbox", name="E-mail")).to_have_value(EMAIL)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    page.wait_for_url("**/account/")
    assert OutboundMessage.objects.get(recipient=EMAIL).sent_at is None
    expect_in_basket(page, 1)

    log_out(page)
    expect_in_basket_nothing(page)
    # A second mug as a guest joins the first one.
    steps.add_mug(page)
    page.goto("/accounts/login/")
    steps.log_in(page, EMAIL, PASSWORD)
    expect_in_basket(page, 2)

    page.get_by_role("link", name="Check out", exact=True).click()
    expect(page.get_by_text(EMAIL)).to_be_visible()
    expect(page.get_by_role("textbox", name="E-mail")).to_have_count(0)
    steps.fill_address_of_member(page)
    number = steps.pay(page)
    page.goto("/account/orders/")
    page.get_by_role("main").get_by_role("link", name=number).first.click()
    expect(page.get_by_role("main")).to_contain_text("Stoneware Mug")

    log_out(page)
    page.goto("/account/orders/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")


def expect_in_basket_nothing(page: Page) -> None:
    """Whoever comes to this browser next sees nothing of the one before."""
    page.goto("/basket/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your basket is empty")


def test_a_wide_page_opens_at_its_top(visit: Callable[..., Visitor]) -> None:
    page = visit().go("/accounts/login/?next=/account/alerts/")
    steps.log_in(page, "shopper@example.com")
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0
