"""Whatever stands in an address or a form of the shop: an answer, and nothing of it is markup.

The shop is the demo. Addresses and forms are gathered from its pages, so that a new one is tried
from the day it is linked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client
from django.urls import resolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.catalogue.models import Product
from tests.factories import add_to_basket

MARK = "wild-7"
# Bytes as they arrive in an address; those that can be text are sent in forms too.
WILD: dict[str, bytes] = {
    "tag": f"</script></textarea></title>--><{MARK}>".encode(),
    "double quotes": f'" {MARK}="1" x="'.encode(),
    "single quotes": f"' {MARK}='1' x='".encode(),
    "script address": b"javascript:wild7()",
    "template": b"{{ 7|add:7 }}{% now 'Y' %}${7*7}",
    "sql": b"1'; DROP TABLE catalogue_product; --",
    "sql union": b'") UNION SELECT * FROM accounts_user --',
    "format": b"%s %(x)s {0} {x!r} %n",
    "nul": b"oat\x00mug",
    "only nul": b"\x00",
    "no utf-8": b"\xff\xfe\xc3(",
    "half a character": b"\xed\xa0\x80mug",
    "other direction": "\u202emug\u200b\ufeff".encode(),
    "emoji": "🫖".encode() * 60,
    "5,000 characters": b"x" * 5000,
    "a long number": b"9" * 5000,
    "below nothing": b"-1",
    "no number": b"NaN",
    "endless": b"Infinity",
    "too small": b"1e-999999",
    "too large": b"1e999999999",
    "other digits": "٣٤".encode(),
    "list": b"a[]=1&a[b]=2",
    "way up": b"../../../../etc/passwd",
    "elsewhere": b"//evil.example/\\evil.example",
    "lines": b"mug\r\nSet-Cookie: wild=7\r\n\r\n",
    "empty": b"",
}
PARAMETERS = (
    *("q", "page", "sort", "price_from", "price_to", "rating", "available", "offer", "colour"),
    *("material", "variant", "country", "stars", "next", "filter", "quantity", "code", "scheme"),
    *("dir", "key", "email", "payment_intent", "redirect_status", "questions", f"<{MARK}>"),
)
PUBLIC = (
    *("/", "/shop/", "/shop/tableware/", "/products/stoneware-mug/", "/search/"),
    *("/search/suggest/", "/recently-viewed/", "/products/stoneware-mug/delivery/"),
    *("/products/stoneware-mug/reviews/", "/products/stoneware-mug/reviews/write/"),
    *("/products/stoneware-mug/questions/", "/products/stoneware-mug/questions/ask/"),
    *("/basket/", "/basket/header/", "/basket/drawer/", "/checkout/", "/checkout/thank-you/"),
    *("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"),
    *("/delivery-and-returns/", "/the-breakfast-table/", "/sitemap.xml", "/robots.txt"),
    *("/feeds/google.xml", "/offline/", "/speculation-rules.json", "/healthz", "/no-such-page/"),
)
HEADERS = (
    *("referer", "accept-language", "user-agent", "hx-current-url", "hx-target", "accept"),
    *("origin", "if-none-match", "if-modified-since", "x-forwarded-for"),
)
# Public pages read none, whatever they are asked for.
READING_COOKIES = (
    *("/", "/products/stoneware-mug/", "/search/?q=mug", "/basket/", "/basket/header/"),
    *("/basket/drawer/", "/checkout/", "/accounts/login/", "/account/"),
)
MEMBERS = (
    *("/account/", "/account/orders/", "/account/addresses/", "/account/wishlists/"),
    *("/account/addresses/add/", "/account/alerts/", "/account/profile/"),
    *("/accounts/email/", "/accounts/password/change/", "/accounts/2fa/"),
)
PATHS = (
    *("/{}", "/{}/", "/shop/{}/", "/shop/tableware/{}/", "/products/{}/", "/products/{}/reviews/"),
    *("/products/{}/questions/", "/products/{}/delivery/", "/orders/{}/{}/"),
    *("/orders/{}/{}/invoice/", "/wishlists/{}/", "/account/orders/{}/", "/account/wishlists/{}/"),
    *("/account/addresses/{}/", "/account/alerts/confirm/{}/", "/account/alerts/cancel/key/{}/"),
    *("/accounts/confirm-email/{}/", "/accounts/password/reset/key/{}-{}/", "/basket/lines/{}/"),
    *("/checkout/pay/{}/{}/", "/sitemap-{}.xml", "/reviews/{}/helpful/", "/basket/add/{}/"),
)


@dataclass
class Form:
    """A form as a browser would send it."""

    action: str
    method: str
    typed: list[str] = field(default_factory=list)

    @property
    def kind(self) -> tuple[str, ...]:
        """What is the same for all forms that one view answers."""
        match = resolve(urlsplit(self.action).path)
        return (self.method, match.view_name or "", *sorted(set(self.typed)))


class Reader(HTMLParser):
    """A page's forms, and what in it is there because somebody asked for it."""

    def __init__(self, text: str, path: str = "") -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.links: list[str] = []
        self.wild: list[str] = []
        self._path, self._open = path, False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == MARK or MARK in attributes:
            self.wild.append(self.get_starttag_text() or tag)
        for name in ("href", "src", "action", "formaction", "data-hx-get", "data-hx-post"):
            target = attributes.get(name, "").strip().lower()
            if target.startswith(("javascript:", "//evil")):
                self.wild.append(self.get_starttag_text() or tag)
        if tag == "a":
            self.links.append(attributes.get("href", ""))
        if tag == "form":
            self._open = True
            action = attributes.get("action") or self._path
            self.forms.append(Form(action, attributes.get("method", "get").lower()))
            self.by_id[attributes.get("id", "")] = self.forms[-1]
        elif tag in ("input", "textarea", "select", "button") and attributes.get("name"):
            form = self.by_id.get(attributes["form"]) if "form" in attributes else None
            if form is None and self._open:
                form = self.forms[-1]
            if form is None:
                return
            name = attributes["name"]
            if name != "csrfmiddlewaretoken":
                form.typed.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False


def fault(response: Any, *, asked: str) -> list[str]:
    """What is wrong with the answer; an answer may refuse, but it is one, and it is ours."""
    found = []
    if response.status_code >= 500:
        found.append(f"{asked}: {response.status_code}")
    # Whoever asks is led nowhere but within the shop.
    if urlsplit(response.get("Location", "")).netloc not in ("", "testserver"):
        found.append(f"{asked}: leads to {response['Location']}")
    if "wild" in response.cookies:
        found.append(f"{asked}: sets a cookie")
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if "html" in response.get("Content-Type", ""):
        found += [f"{asked}: {each}" for each in Reader(body.decode()).wild]
    return found


def asks(client: Client, path: str) -> list[str]:
    """Look at an address; what raises is a fault too."""
    shown = path[:160]
    try:
        return fault(client.get(path), asked=shown)
    except Exception as error:
        return [f"{shown}: {error!r}"[:600]]


@pytest.fixture
def guest(demo_shop: Path) -> Client:
    """Somebody with a mug in the basket."""
    client = Client()
    mug = Product.objects.get(slug="stoneware-mug", structure=Product.PARENT)
    add_to_basket(client, mug.children.first())
    return client


@pytest.fixture
def member(guest: Client) -> Client:
    """The same with an account."""
    guest.force_login(
        get_user_model().objects.get(email="shopper@example.com"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return guest


@pytest.mark.parametrize("wild", WILD)
def test_in_every_parameter_of_every_address(guest: Client, wild: str) -> None:
    query = "&".join(f"{quote(name)}={quote(WILD[wild])}" for name in PARAMETERS)
    found = [each for path in PUBLIC for each in asks(guest, f"{path}?{query}")]
    assert found == []


@pytest.mark.parametrize("wild", WILD)
def test_as_a_part_of_every_address(guest: Client, wild: str) -> None:
    part = quote(WILD[wild][:2000], safe="")
    assert [each for path in PATHS for each in asks(guest, path.replace("{}", part))] == []


def test_in_an_accounts_pages(member: Client) -> None:
    found = []
    for value in WILD.values():
        query = "&".join(f"{quote(name)}={quote(value)}" for name in PARAMETERS)
        found += [each for path in MEMBERS for each in asks(member, f"{path}?{query}")]
    assert found == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(PUBLIC),
    pairs=st.lists(st.tuples(st.sampled_from(PARAMETERS), st.binary(max_size=20)), max_size=5),
)
def test_any_bytes_at_all(guest: Client, path: str, pairs: list[tuple[str, bytes]]) -> None:
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)
    assert asks(guest, f"{path}?{query}") == []


@pytest.mark.thorough
@pytest.mark.parametrize("who", ["guest", "member"])
def test_in_every_field_of_every_form(request: pytest.FixtureRequest, who: str) -> None:
    client: Client = request.getfixturevalue(who)
    paths = set(PUBLIC) if who == "guest" else {*MEMBERS, *below(client, *MEMBERS)}
    found = []
    forms = {form.kind: form for path in sorted(paths) for form in forms_of(client, path)}
    for form in forms.values():
        cache.clear()  # else the shop asks whoever tries so often to wait
        for wild, value in WILD.items():
            found += sends(client, form, value.decode("utf-8", "replace"), wild=wild)
    assert found == []
    assert len(forms) > 5, "forms are no longer found"


@pytest.mark.parametrize("wild", WILD)
def test_in_cookies_and_headers(demo_shop: Path, wild: str) -> None:
    value = WILD[wild].decode("latin-1").translate({ord(each): None for each in "\r\n\0;"})
    headers = dict.fromkeys(HEADERS, value)
    found = []
    for path in READING_COOKIES:
        client = Client(headers=headers)
        for name in ("sessionid", "csrftoken", "oscar_open_basket", "oscar_history", "messages"):
            client.cookies[name] = value
        found += asks(client, path)
    assert found == []


def below(client: Client, *paths: str) -> set[str]:
    """The account's pages that those lead to: an order, an address, a wish list."""
    pages = [Reader(client.get(path).content.decode()) for path in paths]
    return {link for page in pages for link in page.links if link.startswith("/account/")}


def forms_of(client: Client, path: str) -> Iterator[Form]:
    """The forms of a page, but for those that end what the others need."""
    response = client.get(path)
    if "html" not in response.get("Content-Type", "") or response.streaming:
        return
    for form in Reader(response.content.decode(), path).forms:
        if "logout" not in form.action and "profile/delete" not in form.action:
            yield form


def sends(client: Client, form: Form, value: str, *, wild: str) -> list[str]:
    """Send the form with the value in every field; what it is answered, and where that leads."""
    shown = f"{form.method} {form.action} with {wild}"
    data = dict.fromkeys(form.typed, value)
    try:
        if form.method == "get":
            return asks(client, f"{urlsplit(form.action).path}?{urlencode(data)}")
        response = client.post(form.action, data, HTTP_SEC_FETCH_SITE="same-origin")
        found = fault(response, asked=shown)
        where = response.get("Location", "")
        return found + (asks(client, where) if where.startswith("/") else [])
    except Exception as error:
        return [f"{shown}: {error!r}"[:600]]
