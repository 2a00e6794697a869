"""One shopper's browser: cookies, forms, impatient clicks, and a server that may be gone."""

import threading
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html.parser import HTMLParser

import requests

# How long somebody presses "again" at a server that does not answer, in seconds.
PATIENCE = 40.0
TIMEOUT = 60.0


class GaveUp(Exception):
    """The shopper closed the browser: no answer, an error page, or the time was up."""


class Tally:
    """What all shoppers met, counted under a lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self.confirmed: set[str] = set()

    def add(self, what: str, count: int = 1) -> None:
        """Count something once more."""
        with self._lock:
            self._counts[what] += count

    def confirm(self, order_number: str) -> None:
        """Note that a shopper was shown this order as paid."""
        with self._lock:
            self.confirmed.add(order_number)

    def __getitem__(self, what: str) -> int:
        with self._lock:
            return self._counts[what]

    def starting(self, prefix: str) -> dict[str, int]:
        """The counts whose names begin so."""
        with self._lock:
            return {key: count for key, count in self._counts.items() if key.startswith(prefix)}


@dataclass
class Form:
    """A form as it stands on a page: where it goes and what is filled in already."""

    action: str
    fields: dict[str, str]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), {}))
        elif tag == "input" and self.forms and given.get("name"):
            if given.get("type") in ("radio", "checkbox") and "checked" not in given:
                return
            self.forms[-1].fields[given["name"]] = given.get("value", "")


@dataclass
class Page:
    """Where the browser stands. `path` is without host and query."""

    path: str
    status: int
    text: str

    def form(self, holding: str) -> Form:
        """The form that has a field of this name, or goes to this address. Raises GaveUp."""
        parser = _Forms()
        parser.feed(self.text)
        for form in parser.forms:
            if holding in form.fields or (holding.startswith("/") and form.action == holding):
                return Form(form.action or self.path, form.fields)
        raise GaveUp(f"no form with {holding} on {self.path}")


class Browser:
    """Follows redirects itself, and presses again when a connection breaks, as people do."""

    def __init__(self, base: str, tally: Tally, until: float) -> None:
        self._base, self._tally, self._until = base, tally, until
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy: the load stays on this machine
        self._session.headers.update({"Origin": base, "Sec-Fetch-Site": "same-origin"})

    def remember(self, name: str, value: str) -> None:
        """Hold a cookie."""
        self._session.cookies.set(name, value, domain="127.0.0.1", path="/")

    def get(self, path: str) -> Page:
        """Open a page. Raises GaveUp."""
        return self._go("GET", path, None)

    def post(self, path: str, data: Mapping[str, str]) -> Page:
        """Send a form and follow where it leads. Raises GaveUp."""
        return self._go("POST", path, data)

    def click(self, path: str, data: Mapping[str, str], times: int) -> list[Page]:
        """Send the same form `times` times at once, over connections of their own.

        Returns every answer, in the order of the clicks. Raises GaveUp.
        """
        if times == 1:
            return [self.post(path, data)]
        tabs = [self.tab() for _ in range(times)]
        with ThreadPoolExecutor(times) as pool:
            futures = [pool.submit(tab.post, path, data) for tab in tabs]
        for tab in tabs:
            self._session.cookies.update(tab._session.cookies)
        return [future.result() for future in futures]

    def tab(self) -> "Browser":
        """Another tab: the same cookies, a connection of its own."""
        tab = Browser(self._base, self._tally, self._until)
        tab._session.cookies.update(self._session.cookies)
        return tab

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()

    def _go(self, method: str, path: str, data: Mapping[str, str] | None) -> Page:
        for _hop in range(8):
            answer = self._send(method, path, data)
            if not answer.is_redirect:
                break
            path, method, data = answer.headers["Location"], "GET", None
        here = path.removeprefix(self._base).partition("?")[0]
        if answer.status_code >= 500:
            self._tally.add(f"error {answer.status_code} {method} {_kind_of(here)}")
            raise GaveUp(f"{answer.status_code} at {here}")
        return Page(here, answer.status_code, answer.text)

    def _send(self, method: str, path: str, data: Mapping[str, str] | None) -> requests.Response:
        url = path if path.startswith("http") else self._base + path
        began = time.monotonic()
        while True:
            now = time.monotonic()
            if now > self._until:
                self._tally.add("out of time")
                raise GaveUp("the run's time is up")
            self._tally.add("requests")
            try:
                return self._session.request(
                    method, url, data=data, timeout=TIMEOUT, allow_redirects=False
                )
            except requests.RequestException as error:
                self._tally.add("broken connections")
                if now - began > PATIENCE:
                    raise GaveUp("no answer") from error
                time.sleep(0.5)


def _kind_of(path: str) -> str:
    return "/".join(path.split("/")[:3])
