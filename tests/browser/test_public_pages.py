"""Pages that anybody may be shown from a cache: nothing of a person is in them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser

PUBLIC = [
    "/",
    "/shop/",
    "/shop/tableware/",
    "/shop/tableware/?sort=price-asc",
    steps.MUG,
    "/search/?q=mug",
    "/search/?q=nothing-like-this",
    "/gifts-under-40/",
    "/about/",
    "/contact/",
    "/no-such-page/",
]

INLINE = """() => {
  const calls = (attribute) => attribute.name.startsWith("on")
    || attribute.value.trim().toLowerCase().startsWith("javascript:");
  const styles = (attribute) => attribute.name === "style"
    && attribute.value.split(";").some((part) => part.trim() && !part.trim().startsWith("--"));
  const inline = (element) => element.localName === "style"
    || (element.localName === "script" && !element.src && !element.type.includes("json"));
  return [...document.querySelectorAll("*")].flatMap((element) => [
    ...(inline(element) ? [element.localName] : []),
    ...[...element.attributes].filter((attribute) => calls(attribute) || styles(attribute))
      .map((attribute) => `${element.localName} ${attribute.name}="${attribute.value}"`),
  ]);
}"""


def test_looking_round_leaves_no_cookie(visit: Callable[..., Visitor]) -> None:
    """And nothing is inline, leaves this machine or complains in the console (see `Visitor`)."""
    visitor = visit()
    for path in PUBLIC:
        with visitor.page.expect_response("**/basket/header/"):
            page = visitor.go(path)
        assert visitor.cookies() == [], path
        assert page.evaluate(INLINE) == [], path


def test_the_header_knows_the_person_all_the_same(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    steps.add_mug(visitor.page)

    page = visitor.go("/")

    expect(page.locator("#header-basket")).to_contain_text("1 item")


def test_nothing_is_wider_than_the_window(visit: Callable[..., Visitor]) -> None:
    """Reflow and larger letters (WCAG 1.4.10 and 1.4.4).

    320 CSS pixels are a window of 1280 at 400 %; letters of 200 % are tried in half of a wide one.
    """
    visitor = visit(width=PHONE)
    steps.add_mug(visitor.page)
    excess = "document.documentElement.scrollWidth - innerWidth"
    for path in [*PUBLIC, "/basket/", "/checkout/", "/accounts/login/", "/accounts/signup/"]:
        page = visitor.go(path)
        for width, letters in ((PHONE, "100%"), (320, "100%"), (720, "200%")):
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate("size => { document.documentElement.style.fontSize = size }", letters)
            wider = page.evaluate(excess)
            assert wider <= 0, f"{path} is {wider} pixels wider than {width}, letters {letters}"
