"""With the network away a shopper sees the shop's own page, and the shop again when it is back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser

CONTROLLED = "navigator.serviceWorker.ready.then(() => true)"


def test_the_shop_out_of_reach(visit: Callable[..., Visitor]) -> None:
    visitor = visit(width=PHONE)
    page = visitor.go("/shop/")
    assert page.evaluate(CONTROLLED)
    page.goto("/shop/tableware/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tableware")

    visitor.context.set_offline(True)
    page.goto("/basket/")

    expect(page.get_by_role("heading", level=1)).to_have_text("You are out of reach")
    # Its look came with it.
    assert page.evaluate("getComputedStyle(document.querySelector('.button')).display") != "inline"
    kept = page.evaluate(
        "caches.keys().then((names) => caches.open(names[0])).then((c) => c.keys())"
        ".then((requests) => requests.map((each) => new URL(each.url).pathname))"
    )
    assert kept[0] == "/offline/"
    assert all(path.endswith((".css", ".svg")) for path in kept[1:])

    visitor.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("basket")
    visitor.troubles = [each for each in visitor.troubles if "INTERNET_DISCONNECTED" not in each]
