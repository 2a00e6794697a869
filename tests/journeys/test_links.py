"""Nobody who follows the shop's own links and pictures ever meets a dead end."""

from collections import deque
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.test import Client

HOME = "http://testserver/"


class Page(HTMLParser):
    """A page's links to elsewhere, its parts, and the places in it that one may be led to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.parts: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.ids.add(attributes.get("id", ""))
        if tag == "a" and "href" in attributes:
            address = attributes["href"]
            (self.parts if address.startswith("/media/") else self.links).append(address)
        if tag in ("img", "source", "script"):
            self.parts.append(attributes.get("src", ""))
        candidates = attributes.get("srcset", attributes.get("imagesrcset", "")).split(",")
        self.parts += [candidate.split()[0] for candidate in candidates if candidate.strip()]
        if tag == "link" and attributes.get("rel") in ("stylesheet", "preload", "icon"):
            self.parts.append(attributes.get("href", ""))


def explore(client: Client, *starts: str, media: Path) -> tuple[int, list[str]]:
    """Follow every link of our own once; returns how many pages there are, and what is broken."""
    seen, waiting, broken = set(starts), deque(starts), []
    parts: set[str] = set()
    while waiting:
        path = waiting.popleft()
        response = client.get(path, follow=True)
        if response.status_code != 200:
            broken.append(f"{path}: {response.status_code}")
            continue
        if "html" not in response["Content-Type"]:
            continue
        page = Page(response.content.decode())
        for part in set(page.parts) - parts - {""}:
            parts.add(part)
            if not _is_there(part, media):
                broken.append(f"{path}: {part} is missing")
        for link in page.links:
            if link.startswith("#"):
                if link[1:] not in page.ids:
                    broken.append(f"{path}: {link} leads nowhere")
                continue
            url = urlsplit(urljoin(HOME + path.lstrip("/"), link))
            if url.netloc != "testserver":
                continue
            # Sorted and filtered listings are the same pages again; a log-in remembers the way.
            query = f"?{url.query}" if url.query.startswith(("variant=", "page=")) else ""
            if url.path + query not in seen:
                seen.add(url.path + query)
                waiting.append(url.path + query)
    return len(seen), broken


def _is_there(address: str, media: Path) -> bool:
    path = unquote(urlsplit(address).path)
    if path.startswith("/media/"):
        return (media / path.removeprefix("/media/")).is_file()
    if path.startswith("/static/"):
        return finders.find(path.removeprefix("/static/")) is not None
    return address.startswith("data:")


def test_a_guest_meets_no_dead_end(demo_shop: Path) -> None:
    pages, broken = explore(Client(), "/", media=demo_shop)

    assert broken == []
    # 27 products, their variants, 20 categories and the pages of words.
    assert pages > 80


def test_a_member_meets_no_dead_end(demo_shop: Path) -> None:
    client = Client()
    client.force_login(
        get_user_model().objects.get(email="shopper@example.com"),
        backend="django.contrib.auth.backends.ModelBackend",
    )

    _pages, broken = explore(client, "/account/", media=demo_shop)

    assert broken == []


@pytest.mark.parametrize("path", ["/no-such-page/", "/products/gone/", "/shop/gone/"])
def test_a_page_that_is_not_there_leads_on(demo_shop: Path, path: str) -> None:
    response = Client().get(path)

    assert response.status_code == 404
    page = Page(response.content.decode())
    assert {"/", "/shop/", "/shop/tableware/"} <= set(page.links)
    assert b'action="/search/"' in response.content
