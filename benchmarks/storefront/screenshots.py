"""Pictures of every page in every state at 390, 820 and 1440 px, light and dark.

    python -m benchmarks.storefront.screenshots [STATE ...]

One sheet a state (`tour.py` names them) into docs/screenshots: light above, dark below, half as
large as on the screen, and a list of them beside. Needs Chromium. The data are the demo's; days of
arrival are those of the day it runs. A state that a wider window would close is taken at 390 px.
"""

from __future__ import annotations

import argparse
import io
import re

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from benchmarks.storefront.serving import ROOT, demo_shop
from benchmarks.storefront.tour import BUYING, GONE, LOOKING, MEMBER, Stop
from benchmarks.storefront.visits import launch

FOLDER = ROOT / "docs/screenshots"
WIDTHS = {390: 844, 820: 1180, 1440: 1000}
# A long page is cut here (CSS pixels).
LONGEST = 2400
SHRUNK, GAP, PAPER, QUALITY = 2, 16, "#8a8a8a", 42
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
    """Walk the whole tour, keep the sheets of those named, and list what there is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("states", nargs="*", metavar="STATE")
    names = parser.parse_args().states
    FOLDER.mkdir(parents=True, exist_ok=True)
    tours = ((*LOOKING, *BUYING), MEMBER)
    with demo_shop(without=GONE) as url, sync_playwright() as playwright:
        browser = launch(playwright)
        for tour in tours:
            page = browser.new_context(
                base_url=url, reduced_motion="reduce", locale="en-GB"
            ).new_page()
            for stop in tour:
                _resize(page, 390)
                stop.go(page)
                if not names or file_name(stop) in names:
                    _keep(_taken(page, stop), file_name(stop))
        browser.close()
    if not names:
        _list([stop for tour in tours for stop in tour])


def file_name(stop: Stop) -> str:
    """The state's name as files and the command line have it."""
    return re.sub(r"\W+", "-", stop.name)


def _resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})


def _taken(page: Page, stop: Stop) -> list[list[Image.Image]]:
    """A row of pictures for each scheme."""
    page.wait_for_load_state("networkidle")
    rows: list[list[Image.Image]] = [[], []]
    for width in [390] if stop.open else WIDTHS:
        _resize(page, width)
        for row, scheme in zip(rows, ("light", "dark"), strict=True):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.evaluate(WHOLE)
            row.append(_half(page.screenshot(full_page=not stop.open)))
        page.emulate_media(color_scheme="light")
    return rows


def _half(png: bytes) -> Image.Image:
    with Image.open(io.BytesIO(png)) as taken:
        cut = taken.convert("RGB").crop((0, 0, taken.width, min(taken.height, LONGEST)))
        return cut.reduce(SHRUNK)


def _keep(rows: list[list[Image.Image]], name: str) -> None:
    heights = [max(picture.height for picture in row) for row in rows]
    width = max(sum(picture.width + GAP for picture in row) for row in rows) - GAP
    sheet = Image.new("RGB", (width, sum(heights) + GAP), PAPER)
    for number, row in enumerate(rows):
        across = 0
        for picture in row:
            sheet.paste(picture, (across, number * (heights[0] + GAP)))
            across += picture.width + GAP
    path = FOLDER / f"{name}.webp"
    sheet.save(path, quality=QUALITY, method=6)
    print(path.relative_to(ROOT), flush=True)


def _list(stops: list[Stop]) -> None:
    lines = [
        "# Every page in every state",
        "",
        "At 390, 820 and 1440 px, light and dark, taken by `make screenshots`. Long pages are cut.",
        "",
    ]
    for stop in stops:
        title = stop.name[:1].upper() + stop.name[1:]
        lines += [f"## {title}", "", f"![{title}]({file_name(stop)}.webp)", ""]
    (FOLDER / "README.md").write_text("\n".join(lines[:-1]) + "\n")


if __name__ == "__main__":
    main()
