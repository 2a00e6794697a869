"""Somebody with a browser, and an eye on what the browser complains of."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

PHONE, WIDE = 390, 1440
HEIGHTS = {PHONE: 844, WIDE: 1000}


class Visitor:
    """One browser context with one page; `troubles` fills with what must not happen.

    Troubles are requests that leave this machine, errors and warnings in the console, errors in
    scripts, parts of pages that are missing, and answers with status 500 and above.
    """

    def __init__(
        self,
        browser: Browser,
        url: str,
        *,
        width: int = WIDE,
        javascript: bool = True,
        dark: bool = False,
        **options: Any,
    ) -> None:
        self.url = url
        self.troubles: list[str] = []
        self._javascript = javascript
        self.may_reach: tuple[str, ...] = ()  # other origins, which the test itself answers for
        self.context = browser.new_context(
            base_url=url,
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            locale="en-GB",
            **options,
        )
        self.context.set_default_timeout(10_000)
        self.context.on("request", self._look_at_request)
        self.context.on("response", self._look_at_response)
        self.context.on("console", self._listen)
        self.context.on("weberror", lambda error: self.troubles.append(f"script: {error.error}"))
        self.page: Page = self.context.new_page()

    def go(self, path: str) -> Page:
        """Open an address of the shop; with script, once the page's elements have come alive."""
        self.page.goto(path)
        if self._javascript and self.page.locator("script[src*='js/site']").count():
            self.page.wait_for_selector("html[data-script=ready]")
        return self.page

    def cookies(self) -> list[str]:
        """The names of the cookies that the shop has set so far."""
        return [cookie["name"] for cookie in self.context.cookies()]

    def photograph(self, folder: Path, name: str) -> list[Path]:
        """Save a picture of every open page."""
        paths = []
        for number, page in enumerate(self.context.pages):
            path = folder / f"{name}-{number}.png"
            page.screenshot(path=path, full_page=True)
            paths.append(path)
        return paths

    def _look_at_request(self, request: Request) -> None:
        if urlsplit(request.url).scheme in ("data", "blob", "about"):
            return
        if not request.url.startswith((self.url, *self.may_reach)):
            self.troubles.append(f"left the machine: {request.url}")

    def _look_at_response(self, response: Response) -> None:
        # Pages and fragments may be refused (404, 422); their parts may not be missing.
        a_part = response.request.resource_type not in ("document", "xhr", "fetch")
        # Pages that the browser asks for itself while the service worker starts.
        if "service-worker-navigation-preload" in response.request.headers:
            a_part = False
        if response.status >= 500 or (a_part and response.status >= 400):
            self.troubles.append(f"{response.status}: {response.url}")

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        # Chromium notes every refused page there; `_look_at_response` judges those.
        if message.text.startswith("Failed to load resource"):
            return
        self.troubles.append(f"console: {message.text}")
