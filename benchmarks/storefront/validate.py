"""W3C's Nu validator on every page in every state, as sent and with JavaScript's own additions.

    python -m benchmarks.storefront.validate

Needs Java, Node.js (`npm ci --prefix scripts/node`) and Chromium. Prints every error and warning
and a line a page; exit status 1 when there is one.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Response, ViewportSize, sync_playwright

from benchmarks.storefront.serving import ROOT, demo_shop
from benchmarks.storefront.tour import BUYING, GONE, LOOKING, MEMBER, Stop
from benchmarks.storefront.visits import launch

VNU = ROOT / "scripts/node/node_modules/vnu-jar/build/dist/vnu.jar"
PHONE: ViewportSize = {"width": 390, "height": 844}
AS_SENT, AS_IT_STANDS = "sent", "stands"
# Safari takes a list without bullets for no list, unless it says so.
NEEDED = tuple(f"The “list” role is unnecessary for element “{each}”." for each in ("ul", "ol"))


def main() -> int:
    """Fetch, validate, print; returns the exit status."""
    if not VNU.exists():
        print("The validator is not installed: npm ci --prefix scripts/node", file=sys.stderr)
        return 2
    tours = ((*LOOKING, *BUYING), MEMBER)
    with tempfile.TemporaryDirectory() as folder, demo_shop(without=GONE) as url:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            for tour in tours:
                page = browser.new_context(base_url=url, viewport=PHONE).new_page()
                for stop in tour:
                    _save(page, stop, Path(folder))
            browser.close()
        messages = _validate(Path(folder))
    for message in messages:
        name = Path(message["url"]).stem
        line = message.get("lastLine", 0)
        print(f"{name}: {message['type']}: line {line}: {message['message']}")
        print(f"    {message.get('extract', '').strip()}")
    stops = sum(map(len, tours))
    print(f"{stops} states, each as sent and as it stands: {len(messages)} errors and warnings")
    return 1 if messages else 0


def _save(page: Page, stop: Stop, folder: Path) -> None:
    """Keep the document that came last on the way there, and what has become of it."""
    documents: list[Response] = []

    def note(response: Response) -> None:
        if response.request.is_navigation_request() and not 300 <= response.status < 400:
            documents.append(response)

    page.on("response", note)
    stop.go(page)
    page.wait_for_load_state("networkidle")
    page.remove_listener("response", note)
    name = re.sub(r"\W+", "-", stop.name)
    if documents:
        (folder / f"{name}-{AS_SENT}.html").write_bytes(documents[-1].body())
    (folder / f"{name}-{AS_IT_STANDS}.html").write_text(page.content())


def _validate(folder: Path) -> list[dict[str, Any]]:
    run = subprocess.run(
        ["java", "-jar", str(VNU), "--format", "json", "--skip-non-html", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    found: list[dict[str, Any]] = json.loads(run.stderr)["messages"]
    return [message for message in found if message["message"] not in NEEDED]


if __name__ == "__main__":
    raise SystemExit(main())
