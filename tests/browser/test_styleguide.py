"""axe-core finds nothing on any component in any state, in the light, in the dark and mirrored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.test_accessibility import RULES
from tests.browser.visitor import PHONE, WIDE, Visitor

pytestmark = pytest.mark.browser

# A component's own heading is of the level that its page gives it, so on one page of them all
# levels are skipped, and the same landmark stands there in each of its states. Pages are looked at
# with these two rules as well (test_accessibility.py).
REPEATED = ["heading-order", "landmark-unique"]
RUN = """async ([rules, repeated]) => {
  const running = document.getAnimations().filter((each) => each instanceof CSSTransition);
  await Promise.allSettled(running.map((transition) => transition.finished));
  const found = await axe.run(document, {
    runOnly: rules, resultTypes: ["violations"],
    rules: Object.fromEntries(repeated.map((rule) => [rule, { enabled: false }])) });
  return found.violations.flatMap((violation) => violation.nodes.map(
    (node) => {
      const at = document.querySelector(node.target[0])?.closest("[data-component]");
      const where = at ? at.dataset.component : node.target.join(" ");
      return `${where}: ${violation.id}: ${node.html}: ${node.failureSummary}`;
    }));
}"""
# What bleeds into the page's margin on purpose is no wider than that.
TOO_WIDE = """[...document.querySelectorAll(".guide-box:not(.guide-box--stage)")]
  .filter((box) => box.scrollWidth - box.clientWidth > 64)
  .map((box) => box.closest("[data-component]").dataset.component)"""


@pytest.mark.parametrize(
    ("query", "width"),
    [("?scheme=light", WIDE), ("?scheme=dark", WIDE), ("?scheme=light&dir=rtl", PHONE)],
    ids=["light", "dark", "mirrored"],
)
def test_every_component(
    visit: Callable[..., Visitor], settings: Any, query: str, width: int
) -> None:
    settings.DEBUG = True
    page = visit(width=width).go(f"/styleguide/{query}")
    page.evaluate(AXE_SCRIPT)

    assert page.evaluate(RUN, [RULES, REPEATED]) == []
    # Nothing is wider than the window, and the longest of words breaks within its component.
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(TOO_WIDE) == []
