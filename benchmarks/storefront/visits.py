"""The pages that are measured, and how a visitor comes to those that hold something of theirs."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Playwright

CHROMIUM = "/usr/bin/chromium"
MUG = "/products/stoneware-mug/"


@dataclass(frozen=True)
class PageSeen:
    """A page with a name for tables and files; `private` ones need a basket or an account."""

    name: str
    path: str
    private: bool = False


# The five whose speed is promised.
PAGES = (
    PageSeen("home", "/"),
    PageSeen("category", "/shop/tableware/"),
    PageSeen("product", MUG),
    PageSeen("basket", "/basket/", private=True),
    PageSeen("checkout", "/checkout/", private=True),
)


def launch(playwright: Playwright) -> Browser:
    """The machine's own Chromium."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


def fill_basket(context: BrowserContext, url: str) -> None:
    """Put a mug into the visitor's basket."""
    page = context.new_page()
    page.goto(f"{url}{MUG}")
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.locator(".buy-form button[type=submit]").click()
    page.close()


def cookies_of_a_shopper(playwright: Playwright, url: str) -> str:
    """The Cookie header of somebody with a mug in the basket."""
    browser = launch(playwright)
    try:
        context = browser.new_context(ignore_https_errors=True)
        fill_basket(context, url)
        return "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in context.cookies())
    finally:
        browser.close()
