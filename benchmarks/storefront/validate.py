"""W3C's Nu validator on every page, as a guest, and with JavaScript's own additions.

    python -m benchmarks.storefront.validate

Needs Java, Node.js (`npm ci --prefix scripts/node`) and Chromium. Prints every error and warning
and a line a page; exit status 1 when there is one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.storefront.serving import ROOT, demo_shop
from benchmarks.storefront.visits import PAGES, fill_basket, launch

VNU = ROOT / "scripts/node/node_modules/vnu-jar/build/dist/vnu.jar"
AS_SENT, AS_IT_STANDS = "sent", "stands"
# Safari takes a list without bullets for no list, unless it says so.
NEEDED = ("The “list” role is unnecessary for element “ul”.",)


def main() -> int:
    """Fetch, validate, print; returns the exit status."""
    if not VNU.exists():
        print("The validator is not installed: npm ci --prefix scripts/node", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder, demo_shop() as url:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            context = browser.new_context()
            fill_basket(context, url)
            page = context.new_page()
            for seen in PAGES:
                _save(page, f"{url}{seen.path}", Path(folder), seen.name)
            browser.close()
        messages = _validate(Path(folder))
    for message in messages:
        name = Path(message["url"]).stem
        line = message.get("lastLine", 0)
        print(f"{name}: {message['type']}: line {line}: {message['message']}")
        print(f"    {message.get('extract', '').strip()}")
    print(f"{len(PAGES)} pages, each as sent and as it stands: {len(messages)} errors and warnings")
    return 1 if messages else 0


def _save(page: Page, address: str, folder: Path, name: str) -> None:
    response = page.goto(address, wait_until="networkidle")
    assert response is not None
    (folder / f"{name}-{AS_SENT}.html").write_bytes(response.body())
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
