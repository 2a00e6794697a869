"""What a first visit weighs, page by page, and that the next page is fetched ahead."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Response, expect

from tests.browser import steps
from tests.browser.visitor import PHONE, Visitor

pytestmark = pytest.mark.browser

# Bytes, compressed: everything that Chromium asks for of each kind.
BUDGET = {"document": 25_000, "stylesheet": 25_000, "script": 30_000, "font": 60_000}
PACKED_ALREADY = {"font"}
PUBLIC = ["/", "/shop/", "/shop/tableware/", steps.MUG, "/search/?q=mug", "/about/"]
PRIVATE = ["/basket/", "/checkout/"]


def weigh(visitor: Visitor, path: str) -> Counter[str]:
    """The bytes of a visit that finds nothing in the browser's cache, by kind."""
    seen: list[Response] = []
    visitor.page.on("response", lambda response: seen.append(response))
    visitor.go(path).wait_for_load_state("networkidle")
    weights: Counter[str] = Counter()
    for response in seen:
        kind = response.request.resource_type
        if kind in BUDGET:
            body = response.body()
            weights[kind] += len(body if kind in PACKED_ALREADY else gzip.compress(body))
    return weights


def check(weights: Counter[str], path: str) -> None:
    """Each kind is there, and within its budget."""
    for kind, most in BUDGET.items():
        assert 0 < weights[kind] <= most, f"{path}: {kind} {weights[kind]} of {most}"


@pytest.mark.parametrize("path", PUBLIC)
def test_a_first_visit_is_light(visit: Callable[..., Visitor], path: str) -> None:
    check(weigh(visit(width=PHONE), path), path)


def test_a_first_look_at_basket_and_checkout_is_light(visit: Callable[..., Visitor]) -> None:
    shopper = visit(width=PHONE)
    steps.add_mug(shopper.page)
    for path in PRIVATE:
        newcomer = visit(width=PHONE)
        newcomer.context.add_cookies(shopper.context.cookies())  # type: ignore[arg-type]
        check(weigh(newcomer, path), path)


def test_a_page_that_is_pointed_at_is_fetched_ahead(visit: Callable[..., Visitor]) -> None:
    """Also where the service worker of the offline page answers for every address."""
    visitor = visit()
    page = visitor.go("/shop/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    visitor.go("/shop/tableware/")
    assert page.evaluate("navigator.serviceWorker.controller !== null")
    link = page.get_by_role("link", name="Stoneware Mug", exact=True)

    with visitor.context.expect_event(
        "requestfinished",
        lambda request: (
            request.url.endswith(steps.MUG) and request.headers.get("sec-purpose") == "prefetch"
        ),
    ):
        link.hover()
    link.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Stoneware Mug")
    came = page.evaluate("performance.getEntriesByType('navigation')[0].deliveryType")
    assert came == "navigational-prefetch"
