"""Pictures of every page at 390, 820 and 1440 px, light and dark, into docs/screenshots.

    python -m benchmarks.storefront.screenshots [PAGE ...]

Needs Chromium. The data are the demo's; days of arrival are those of the day it runs.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from benchmarks.storefront.serving import ROOT, demo_shop
from benchmarks.storefront.visits import PAGES, fill_basket, launch

FOLDER = ROOT / "docs/screenshots"
WIDTHS = {390: 844, 820: 1180, 1440: 1000}
# A long page is cut here (CSS pixels): what follows repeats itself.
LONGEST = 2600
QUALITY = 60
# Pictures further down are loaded when they come near, and drawn once they are decoded.
WHOLE = """
async () => {
  const pictures = [...document.images].filter((each) => each.currentSrc || each.src);
  for (const each of pictures) each.loading = "eager";
  await Promise.allSettled(pictures.map((each) => each.decode()));
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
}
"""


def main() -> None:
    """Take them all, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", metavar="PAGE")
    names = parser.parse_args().pages
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demo_shop() as url, sync_playwright() as playwright:
        browser = launch(playwright)
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                _photograph(browser, url, width, scheme, names)
        browser.close()


def _photograph(browser: Browser, url: str, width: int, scheme: str, names: list[str]) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        locale="en-GB",
    )
    fill_basket(context, url)
    page = context.new_page()
    for seen in PAGES:
        if names and seen.name not in names:
            continue
        page.goto(f"{url}{seen.path}", wait_until="networkidle")
        page.evaluate(WHOLE)
        _keep(page.screenshot(full_page=True), FOLDER / f"{seen.name}-{width}-{scheme}.webp")
    context.close()


def _keep(png: bytes, path: Path) -> None:
    with Image.open(io.BytesIO(png)) as picture:
        picture.crop((0, 0, picture.width, min(picture.height, LONGEST))).save(
            path, quality=QUALITY, method=6
        )
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
