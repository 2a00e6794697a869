"""Every page of the shop in every state that it is met in, one after the other.

A guest's way and a member's, through the demo. Whoever walks it (the validator, the tests of
accessibility) looks at the page after each stop. The context needs `base_url` and a phone's width;
what only a failing shop shows is served below /states/ by `benchmarks.storefront.urls`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

MUG = "/products/stoneware-mug/"
#: The demo has one variant that is out of stock, here.
BOWL = "/products/serving-bowl/"
#: Whoever serves the tour takes this one out of the catalogue for good.
GONE = "reeded-side-table"
SHOPPER, PASSWORD = "shopper@example.com", "demo-shop-2026"
DECLINED, CARD = "4000 0000 0000 0002", "4242 4242 4242 4242"
ADDRESS = {
    "E-mail": "hazel@example.com",
    "Full name": "Hazel Hale",
    "Address": "2 Mill Lane",
    "Postcode": "LA22 9AB",
    "Town or city": "Ambleside",
}
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@dataclass(frozen=True)
class Stop:
    """A state of a page, and how one comes to it, if need be from the stop before.

    One that is `open` is gone when the window changes its width.
    """

    name: str
    go: Callable[[Page], object]
    open: bool = False


def _at(path: str) -> Callable[[Page], object]:
    return lambda page: page.goto(path)


def _refused(path: str, button: str) -> Callable[[Page], object]:
    """The form with nothing in it, sent past what the browser itself would say."""

    def go(page: Page) -> None:
        page.goto(path)
        page.evaluate("for (const form of document.forms) form.noValidate = true")
        page.locator("main").get_by_role("button", name=button, exact=True).click()
        expect(page.locator("main [aria-invalid=true], main [role=alert]").first).to_be_visible()

    return go


def _sold_out(page: Page) -> None:
    page.goto(BOWL)
    page.get_by_role("link", name=re.compile("sold out")).click()
    expect(page.get_by_role("button", name="Sold out")).to_be_disabled()


def _phone_menu(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("dialog", name="Menu").get_by_text("Tableware", exact=True).click()


def _added(page: Page) -> None:
    page.goto(MUG)
    page.get_by_role("button", name="Add to basket").click()
    expect(page.get_by_role("dialog", name="Added to your basket")).to_be_visible()


def _suggested(page: Page) -> None:
    page.goto("/search/")
    field = page.locator("main search-suggest input")
    field.focus()  # brings the suggestions' script
    expect(field).to_have_role("combobox")
    field.press_sequentially("mug")
    expect(page.locator("main [role=option]").first).to_be_visible()


def _looked_closely(page: Page) -> None:
    page.goto(MUG)
    page.locator("[data-look]").first.click()
    expect(page.get_by_role("dialog", name="Pictures of Stoneware Mug")).to_be_visible()


def _voucher_refused(page: Page) -> None:
    page.goto("/basket/")
    page.get_by_text("Add a voucher", exact=True).click()
    page.get_by_label("Voucher code").fill("NOT-A-CODE")
    page.get_by_label("Voucher code").press("Enter")
    expect(page.locator("#main [aria-invalid=true]")).to_be_visible()


def _saved_for_later(page: Page) -> None:
    page.goto("/basket/")
    page.get_by_role("button", name=re.compile("^Save .*for later")).first.click()
    expect(page.get_by_role("heading", name="Saved for later")).to_be_visible()


def _taken_back(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Move .*to the basket|^Move .*to basket")).click()
    expect(page.get_by_role("link", name=re.compile("^Check out"))).to_be_visible()


def _pay(page: Page, number: str) -> None:
    page.get_by_label("Card number").fill(number)
    page.get_by_label("Expiry, month and year").fill("12/40")
    page.get_by_label("Security code").fill("123")
    page.get_by_role("button", name=re.compile("^Pay £")).click()


def _checkout_refused(page: Page) -> None:
    page.goto("/checkout/")
    page.get_by_role("button", name=re.compile("^Pay £")).click()
    expect(page.get_by_role("alert").first).to_be_visible()


def _declined(page: Page) -> None:
    for label, text in ADDRESS.items():
        page.get_by_label(label, exact=True).fill(text)
    _pay(page, DECLINED)
    expect(page.get_by_text("The bank declined this card.")).to_be_visible()


def _bought(page: Page) -> None:
    _pay(page, CARD)
    expect(page.locator("#order-number")).to_be_visible()


def _followed(page: Page) -> None:
    link = page.locator("main a[href^='/orders/']").first.get_attribute("href") or ""
    page.goto(link.removesuffix("invoice/"))


def _invoice(page: Page) -> None:
    page.goto(page.url.rstrip("/") + "/invoice/")


def _in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("textbox", name="E-mail").fill(SHOPPER)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    page.goto("/account/")


def _wrong_password(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("textbox", name="E-mail").fill(SHOPPER)
    page.get_by_role("textbox", name="Password").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("main [role=alert], main .errorlist").first).to_be_visible()


def _new_wish_list(page: Page) -> None:
    page.goto("/account/wishlists/create/")
    page.get_by_label("Name").fill(f"For {LONG_WORD}")
    page.get_by_label("Everybody who has its link").check()
    page.get_by_role("button", name="Save the list").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Donau")


def _new_address(page: Page) -> None:
    page.goto("/account/addresses/add/")
    page.locator("[name=last_name]").fill("Hazel Hale")
    page.locator("[name=line1]").fill(LONG_WORD)
    page.locator("[name=postcode]").fill("LA22 9AB")
    page.locator("[name=line4]").fill("Ambleside")
    page.get_by_label("Country").select_option(label="United Kingdom")
    page.get_by_role("button", name="Save the address").click()
    page.wait_for_url("**/account/addresses/")


def _first(selector: str) -> Callable[[Page], object]:
    return lambda page: page.goto(page.locator(selector).first.get_attribute("href") or "")


#: Each of these stands for itself.
LOOKING = (
    Stop("home", _at("/")),
    Stop("menu", _phone_menu, open=True),
    Stop("shop", _at("/shop/")),
    Stop("category", _at("/shop/tableware/")),
    Stop("category, narrowed", _at("/shop/tableware/?colour=oat&available=1&sort=price")),
    Stop("category, nothing left", _at("/shop/tableware/?price_from=9000")),
    Stop("category, past the end", _at("/shop/tableware/?page=99")),
    Stop("product", _at(MUG)),
    Stop("product, looked at closely", _looked_closely, open=True),
    Stop("product, abroad", _at(f"{MUG}?country=FR")),
    Stop("product, sold out", _sold_out),
    Stop("product, gone", _at(f"/products/{GONE}/")),
    Stop("reviews", _at(f"{MUG}reviews/?stars=5")),
    Stop("reviews, none", _at(f"{MUG}reviews/?stars=1")),
    Stop("review", _at(f"{MUG}reviews/write/")),
    Stop("review, refused", _refused(f"{MUG}reviews/write/", "Send the review")),
    Stop("questions", _at(f"{MUG}questions/")),
    Stop("questions, none", _at(f"{MUG}questions/?q=unobtainium")),
    Stop("question", _at(f"{MUG}questions/ask/")),
    Stop("question, refused", _refused(f"{MUG}questions/ask/", "Send the question")),
    Stop("search", _at("/search/?q=mug")),
    Stop("search, corrected", _at("/search/?q=mgu")),
    Stop("search, nothing", _at("/search/?q=unobtainium")),
    Stop("search, not asked", _at("/search/")),
    Stop("search, long", _at(f"/search/?q={LONG_WORD}")),
    Stop("suggestions", _suggested, open=True),
    Stop("landing", _at("/the-breakfast-table/")),
    Stop("gifts", _at("/gifts-under-40/")),
    Stop("words", _at("/delivery-and-returns/")),
    Stop("about", _at("/about/")),
    Stop("campaign", _at("/three-weeks-for-the-table/")),
    Stop("journal", _at("/journal/")),
    Stop("story", _at("/journal/one-lamp-where-you-sit/")),
    Stop("asked often", _at("/questions/")),
    Stop("contact", _at("/contact/")),
    Stop("contact, refused", _refused("/contact/", "Send")),
    Stop("newsletter, asked for", _at("/newsletter/thanks/")),
    Stop("sign up", _at("/accounts/signup/")),
    Stop("sign up, refused", _refused("/accounts/signup/", "Make the account")),
    Stop("log in", _at("/accounts/login/")),
    Stop("log in, refused", _wrong_password),
    Stop("password forgotten", _at("/accounts/password/reset/")),
    Stop("password forgotten, refused", _refused("/accounts/password/reset/", "Send it")),
    Stop("password sent", _at("/accounts/password/reset/done/")),
    Stop("password link, old", _at("/accounts/password/reset/key/1-abc/")),
    Stop("password changed", _at("/accounts/password/reset/key/done/")),
    Stop("address link, old", _at("/accounts/confirm-email/abc/")),
    Stop("address to confirm", _at("/accounts/confirm-email/")),
    Stop("inactive", _at("/accounts/inactive/")),
    Stop("not found", _at("/no-such-page/")),
    Stop("offline", _at("/offline/")),
    Stop("400", _at("/states/400/")),
    Stop("403", _at("/states/403/")),
    Stop("403, token", _at("/states/403_csrf/")),
    Stop("429", _at("/states/429/")),
    Stop("500", _at("/states/500/")),
    Stop("503", _at("/states/503/")),
    Stop("maintenance", _at("/states/maintenance/")),
)
#: One after the other, from an empty basket.
BUYING = (
    Stop("basket, empty", _at("/basket/")),
    Stop("drawer", _added, open=True),
    Stop("basket", _at("/basket/")),
    Stop("basket, voucher refused", _voucher_refused),
    Stop("basket, saved for later", _saved_for_later),
    Stop("basket, taken back", _taken_back),
    Stop("checkout", _at("/checkout/")),
    Stop("checkout, refused", _checkout_refused),
    Stop("payment declined", _declined),
    Stop("confirmation", _bought),
    Stop("order", _followed),
    Stop("invoice", _invoice),
)

#: One after the other, from the log-in.
MEMBER = (
    Stop("account", _in),
    Stop("orders", _at("/account/orders/")),
    Stop("addresses, none", _at("/account/addresses/")),
    Stop("new address", _at("/account/addresses/add/")),
    Stop("new address, refused", _refused("/account/addresses/add/", "Save the address")),
    Stop("addresses", _new_address),
    Stop("delete address", _first("main a[href$='/delete/']")),
    Stop("wish lists", _at("/account/wishlists/")),
    Stop("new wish list", _at("/account/wishlists/create/")),
    Stop("new wish list, refused", _refused("/account/wishlists/create/", "Save the list")),
    Stop("wish list, empty", _new_wish_list),
    Stop("wish list, edited", _first("main a[href$='/update/']")),
    Stop("wish list, delete", lambda page: page.goto(page.url.replace("update", "delete"))),
    Stop("alerts", _at("/account/alerts/")),
    Stop("profile", _at("/account/profile/")),
    Stop("profile, delete", _at("/account/profile/delete/")),
    Stop("profile, delete refused", _refused("/account/profile/delete/", "Delete the account")),
    Stop("e-mail", _at("/accounts/email/")),
    Stop("password", _at("/accounts/password/change/")),
    Stop("password, refused", _refused("/accounts/password/change/", "Save the new password")),
    Stop("two factors", _at("/accounts/2fa/")),
    Stop("password again", _at("/accounts/2fa/totp/activate/")),
    Stop("log out", _at("/accounts/logout/")),
)
