"""Pictures of the CMS for docs/merchandisers.md, into docs/images.

    python -m benchmarks.storefront.cms_screenshots [NAME ...]

Needs Chromium. A merchandiser's morning in the demo: somebody has bought a mug, a page waits for
approval, another one goes live tomorrow.
"""

from __future__ import annotations

import argparse
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.storefront.serving import ROOT, demo_shop
from benchmarks.storefront.tour import ADDRESS, CARD, MUG, PASSWORD
from benchmarks.storefront.visits import launch

FOLDER = ROOT / "docs/images"
SIZE = {"width": 1280, "height": 800}
WIDTH = 1100  # pixels of the kept picture
QUALITY = 62
MERCHANDISER = "merchandiser@example.com"
SETTINGS = "/cms/settings/cms_pages/storesettings/"


def main() -> None:
    """Take them all, or those named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME")
    names = parser.parse_args().names
    FOLDER.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=20_000)
    with demo_shop() as url, sync_playwright() as playwright:
        browser = launch(playwright)
        _buy(browser, url)
        page = browser.new_context(
            base_url=url, viewport=SIZE, reduced_motion="reduce", locale="en-GB"
        ).new_page()
        page.set_default_timeout(20_000)
        _log_in(page)
        _prepare(page)
        for name, come in SHOTS.items():
            if not names or name in names:
                page.set_viewport_size(SIZE)
                come(page)
                page.wait_for_load_state("networkidle")
                _keep(page.screenshot(), name)
        browser.close()


def _buy(browser: Browser, url: str) -> None:
    page = browser.new_context(base_url=url, reduced_motion="reduce", locale="en-GB").new_page()
    for path in (MUG, "/products/dome-pendant/"):
        page.goto(path)
        page.get_by_role("button", name="Add to basket").click()
        page.get_by_role("link", name="Go to basket").click()
    page.goto("/checkout/")
    for label, text in ADDRESS.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Card number").fill(CARD)
    page.get_by_label("Expiry, month and year").fill("12/40")
    page.get_by_label("Security code").fill("123")
    page.get_by_role("button", name=re.compile("^Pay £")).click()
    expect(page.locator("#order-number")).to_be_visible()
    page.context.close()


def _log_in(page: Page) -> None:
    page.goto("/cms/")
    page.get_by_role("textbox", name="E-mail").fill(MERCHANDISER)
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Today in the shop")).to_be_visible()


def _prepare(page: Page) -> None:
    """One page goes live tomorrow, and one waits for approval."""
    _find(page, "Gifts under £40")
    _schedule(page)
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%d 09:00")
    dialog = page.get_by_role("dialog", name="Set publishing schedule")
    dialog.get_by_label("Go live date/time").fill(tomorrow)
    dialog.get_by_role("button", name="Save schedule").press("Enter")
    _more(page, re.compile("^(Publish|Schedule to publish)$"))
    _find(page, "About us")
    page.locator("[name=introduction]").fill("A small shop for the table and the quiet corner.")
    _more(page, "Submit to Approval by a publisher")


def _find(page: Page, title: str) -> None:
    page.goto("/cms/")
    page.get_by_role("link", name="Change the home page").click()
    page.goto(page.url.replace("/edit/", "/"))
    page.get_by_role("link", name=title).first.click()


def _more(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name=name).last.click()
    page.wait_for_load_state("networkidle")


def _first_page(page: Page) -> None:
    """All of it, down to the pages that want something."""
    page.set_viewport_size({**SIZE, "height": 1120})
    page.goto("/cms/")


def _home_page(page: Page) -> None:
    page.goto("/cms/")
    page.get_by_role("link", name="Change the home page").click()
    expect(page.get_by_label("Headline").first).to_be_visible()


def _preview(page: Page) -> None:
    """The first row of products on the home page, all sold out."""
    _home_page(page)
    page.wait_for_load_state("networkidle")
    if not page.locator("iframe[title='Preview']").last.is_visible():
        page.get_by_role("button", name="Toggle preview").click()
    frame = page.locator("iframe[title='Preview']").last.content_frame
    expect(frame.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_label("Preview mode").select_option(label="Sold out")
    sold_out = frame.locator("article", has_text="Sold out").first
    expect(sold_out).to_be_attached()
    sold_out.evaluate("(card) => card.scrollIntoView({ block: 'center' })")


def _choose_section(page: Page) -> None:
    _home_page(page)
    page.get_by_role("button", name="Insert a block").first.press("Enter")
    option = page.get_by_role("option", name="Look", exact=True)
    option.locator("xpath=..").get_by_role("button").first.click()
    sample = page.locator("iframe[title='Preview']").last.content_frame
    expect(sample.get_by_role("heading").first).to_be_visible()


def _choose_product(page: Page) -> None:
    """Two are ticked already while one searches for the third."""
    _home_page(page)
    page.locator("[data-contentpath=products]").first.get_by_role(
        "button", name="Choose several"
    ).click()
    dialog = page.get_by_role("dialog")
    boxes = dialog.get_by_role("checkbox")
    expect(boxes.first).to_be_visible()
    boxes.nth(1).check()
    boxes.nth(3).check()
    dialog.get_by_role("textbox", name="Search").fill("oak")
    expect(dialog.get_by_role("group", name="Also chosen")).to_be_visible()


def _search_preview(page: Page) -> None:
    _find(page, "Three weeks for the table")
    page.get_by_role("tab", name="Promote").click()
    page.get_by_label("Title tag").fill("Three weeks for the table: plates and mugs for less")


def _schedule(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    schedule = page.get_by_role("button", name=re.compile("^(Set|Edit) schedule"))
    if not schedule.is_visible():  # the CMS remembers which panel was open
        page.get_by_role("button", name="Toggle status").click()
    schedule.click()
    expect(page.get_by_role("dialog", name="Set publishing schedule")).to_be_visible()


def _schedule_home(page: Page) -> None:
    _find(page, "Contact")
    _schedule(page)


def _menu_settings(page: Page) -> None:
    """A category whose panel lists what is below it."""
    page.goto(SETTINGS)
    page.get_by_role("tab", name="Main menu").click()
    page.get_by_role("button", name="Insert a block").first.press("Enter")
    page.get_by_role("option", name="Category", exact=True).click()
    page.get_by_role("button", name="Choose a category").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("link", name="Tableware", exact=True).click()
    expect(dialog).to_be_hidden()


def _announcement(page: Page) -> None:
    page.goto(SETTINGS)
    page.get_by_role("tab", name="Announcement").click()


def _picture(page: Page) -> None:
    page.goto("/cms/images/")
    page.get_by_role("textbox", name="Search term").fill("hero breakfast")
    expect(page.get_by_role("link", name="Ridged soap dish")).to_have_count(0)
    page.get_by_role("link", name="Hero breakfast table").first.click()
    expect(page.locator("#id_description")).to_be_visible()


def _products(page: Page) -> None:
    page.goto("/cms/products/")


SHOTS: dict[str, Callable[[Page], None]] = {
    "cms-first-page": _first_page,
    "cms-home-page": _home_page,
    "cms-preview": _preview,
    "cms-search-preview": _search_preview,
    "cms-choose-section": _choose_section,
    "cms-products": _products,
    "cms-choose-product": _choose_product,
    "cms-schedule": _schedule_home,
    "cms-menu": _menu_settings,
    "cms-announcement": _announcement,
    "cms-picture": _picture,
}


def _keep(png: bytes, name: str) -> None:
    path = FOLDER / f"{name}.webp"
    with Image.open(io.BytesIO(png)) as picture:
        height = round(picture.height * WIDTH / picture.width)
        picture.resize((WIDTH, height), Image.Resampling.LANCZOS).save(
            path, quality=QUALITY, method=6
        )
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
