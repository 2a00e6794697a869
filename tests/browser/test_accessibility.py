"""axe-core finds nothing against WCAG 2.2 AA in any state of any page, in light and in dark.

And every one of them fits: with large letters, in small windows, and mirrored.
"""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from benchmarks.storefront import tour
from shop.catalogue.models import Product
from tests.browser.visitor import HEIGHTS, PHONE, WIDE, Visitor

pytestmark = pytest.mark.browser

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

# Larger letters and reflow (WCAG 1.4.4 and 1.4.10): half of a wide window with letters of 200 %, a
# window of 1280 at 400 %; and the same pages mirrored.
NARROW = ((720, "200%", "ltr"), (320, "100%", "ltr"), (PHONE, "100%", "rtl"), (WIDE, "100%", "rtl"))
FORCE = """([letters, direction]) => {
  document.documentElement.style.fontSize = letters;
  document.documentElement.dir = direction;
}"""
EXCESS = """() => {
  const excess = document.documentElement.scrollWidth - innerWidth;
  if (excess <= 0) return "";
  const wide = [...document.querySelectorAll("body *")].filter((each) => {
    const { left, right } = each.getBoundingClientRect();
    return right > innerWidth + 1 || left < -1;
  });
  const named = wide.slice(-3).map((each) => each.outerHTML.slice(0, 90));
  return `${excess} pixels too wide: ${named}`;
}"""
SHEETS = 6


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


def squeeze(page: Page) -> list[str]:
    """What does not fit in a small window, with large letters or in the other direction."""
    found = []
    for width, letters, direction in NARROW:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(FORCE, [letters, direction])
        if wider := page.evaluate(EXCESS):
            found.append(f"{width}, letters {letters}, {direction}: {wider}")
    page.evaluate(FORCE, ["", "ltr"])
    return found


def walk(page: Page, stops: Sequence[tour.Stop]) -> dict[str, list[str]]:
    """What is wrong at which of the stops."""
    found = {}
    for stop in stops:
        page.set_viewport_size({"width": PHONE, "height": HEIGHTS[PHONE]})
        stop.go(page)
        if stop.open:
            found[stop.name] = examine_as_it_stands(page)
            page.evaluate(FORCE, ["", "rtl"])
            found[stop.name] += filter(None, [page.evaluate(EXCESS)])
        else:
            found[stop.name] = examine(page) + squeeze(page)
    return {name: lines for name, lines in found.items() if lines}


@pytest.fixture
def guest(visit: Callable[..., Visitor], settings: Any) -> Page:
    """A phone in front of the demo, which also shows what only a failing shop does."""
    settings.ROOT_URLCONF = "benchmarks.storefront.urls"
    for gone in Product.objects.filter(slug=tour.GONE):
        gone.is_public, gone.is_discontinued = False, True
        gone.save()
    return visit(width=PHONE).page


@pytest.mark.parametrize("sheet", range(SHEETS))
def test_pages_in_every_state(guest: Page, sheet: int) -> None:
    assert walk(guest, tour.LOOKING[sheet::SHEETS]) == {}


def test_a_purchase(guest: Page) -> None:
    assert walk(guest, tour.BUYING) == {}


def test_an_account(guest: Page) -> None:
    assert walk(guest, tour.MEMBER) == {}
