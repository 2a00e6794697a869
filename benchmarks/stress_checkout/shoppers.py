"""Whole journeys over HTTP, each with an outcome, haste and mistakes of its own."""

import random
import re
import threading
import time
from dataclasses import dataclass

from benchmarks.stress_checkout.browser import Browser, GaveUp, Page, Tally
from benchmarks.stress_checkout.world import Thing, World

PAYS, DECLINES = "4242 4242 4242 4242", "4000 0000 0000 0002"
ASKS, TAKES_ITS_TIME = "4000 0027 6000 3184", "4000 0000 0000 0077"

# What becomes of a journey, and how often.
OUTCOMES = {
    "pays": 28,
    "declined, then pays": 14,
    "3-D Secure, agrees": 10,
    "3-D Secure, refuses": 8,
    "slow bank, waits": 8,
    "slow bank, leaves": 6,
    "leaves unpaid": 8,
    "changes the order": 8,
    "edits in a second tab": 6,
    "pays at the last moment": 4,
}
ORDERED = ("/checkout/pay/", "/checkout/thank-you/", "/orders/")
ORDER_PAGE = re.compile(r"/checkout/pay/([^/]+)/")
ORDER_NUMBER = re.compile(r'id="order-number">([^<]+)<')


@dataclass(frozen=True)
class Plan:
    """What a shopper is going to do; `holder` is the index of an account, if any.

    Who `rushes` wants the scarce thing.
    """

    number: int
    outcome: str
    wants: tuple[tuple[Thing, int], ...]
    clicks: int
    pay_clicks: int
    holder: int | None
    rushes: bool
    window: float
    seed: int


def make_plans(world: World, *, count: int, window: float, seed: int) -> list[Plan]:
    """The same plans for the same seed. `window` is how long an order waits, in seconds."""
    dice = random.Random(seed)
    plans = []
    for number in range(count):
        wants = [(dice.choice(world.plenty), dice.randint(1, 3)) for _ in range(dice.randint(0, 2))]
        if not wants or dice.random() < 0.5:
            wants.append((world.scarce, dice.choice((1, 1, 2))))
        plans.append(
            Plan(
                number=number,
                outcome=dice.choices(list(OUTCOMES), list(OUTCOMES.values()))[0],
                wants=tuple(wants),
                clicks=dice.choice((1, 1, 1, 2, 3)),
                pay_clicks=dice.choice((1, 1, 2)),
                holder=number if number < len(world.users) else None,
                rushes=wants[-1][0] is world.scarce,
                window=window,
                seed=dice.randrange(2**32),
            )
        )
    return plans


class Gate:
    """Where those who want the scarce thing wait with the checkout open, to press all at once.

    Without it they would arrive one after the other, and a shop that only looks at its stock
    before it takes from it would get away with that.
    """

    def __init__(self, expected: int, seconds: float) -> None:
        self._enough, self._arrived = 0.9 * expected, 0
        self._opens_at = time.monotonic() + seconds
        self._lock, self._open = threading.Lock(), threading.Event()

    def wait(self) -> None:
        """Wait until nine of ten are there, or the time has come."""
        with self._lock:
            self._arrived += 1
            if self._arrived >= self._enough:
                self._open.set()
        self._open.wait(max(self._opens_at - time.monotonic(), 0))


class Shopper:
    """Walks through a plan. `run` never raises: what went wrong is in the tally."""

    def __init__(
        self, plan: Plan, world: World, base: str, tally: Tally, gate: Gate, until: float
    ) -> None:
        self._plan, self._world, self._tally, self._until = plan, world, tally, until
        self._gate = gate
        self._dice = random.Random(plan.seed)
        self._browser = Browser(base, tally, until)
        if plan.holder is not None:
            self._browser.remember("sessionid", world.sessions[plan.holder])

    def run(self) -> None:
        """The journey, from the home page to whatever end."""
        try:
            self._journey()
        except GaveUp as reason:
            self._tally.add("journeys given up")
            self._tally.add(f"gave up: {str(reason)[:60]}")
        except Exception as error:
            self._tally.add(f"harness: {type(error).__name__}: {str(error)[:80]}")
        finally:
            self._browser.close()

    def _journey(self) -> None:
        self._browser.get("/")
        self._browser.get(self._world.category_url)
        for thing, quantity in self._plan.wants:
            self._pause()
            self._browser.get(thing.url)
            self._add(self._browser, thing, quantity)
        self._browser.get("/basket/")
        self._pause()
        page = self._check_out()
        if page is None:
            return
        if self._plan.outcome == "leaves unpaid":
            return
        if self._plan.outcome == "changes the order" and self._is_payment(page):
            page = self._change(page)
        if page is not None:
            self._pay(page)

    def _add(self, browser: Browser, thing: Thing, quantity: int) -> None:
        answer = browser.post(thing.add_url, {**thing.fields, "quantity": str(quantity)})
        if answer.status == 422:
            self._tally.add("told that too little is left")

    def _check_out(self) -> Page | None:
        """From the checkout page to wherever its form leads; nothing when that is back."""
        page = self._browser.get("/checkout/")
        if page.path != "/checkout/":
            self._tally.add("told that too little is left")
            return None
        if self._plan.outcome == "edits in a second tab":
            self._add(self._browser.tab(), self._dice.choice(self._world.plenty), 1)
        if self._plan.rushes:
            self._gate.wait()
        for _try in range(3):
            form = page.form("total_seen")
            fields = {**form.fields, **self._person(), **self._card()}
            if self._plan.outcome in ("leaves unpaid", "changes the order"):
                for name in ("card_number", "expiry", "security_code"):
                    fields.pop(name)
            self._tally.add("attempts", self._plan.clicks)
            pages = self._browser.click("/checkout/", fields, self._plan.clicks)
            page = self._landing(pages)
            if page.path != "/checkout/" or page.status not in (409, 422):
                break
            self._tally.add(f"asked to look again ({page.status})")
        if page.path == "/basket/":
            self._tally.add("sent back to the basket")
            return None
        return page

    def _landing(self, pages: list[Page]) -> Page:
        """Where the last click led; a click lost in an empty basket is counted and left."""
        on_the_way = [page for page in pages if page.path.startswith(ORDERED)]
        if on_the_way and pages[-1].path == "/basket/":
            self._tally.add("double clicks that ended at the basket")
        return on_the_way[-1] if on_the_way else pages[-1]

    def _change(self, page: Page) -> Page | None:
        number = ORDER_PAGE.match(page.path)
        if number is None:
            return page
        form = page.form(page.path.replace("/pay/", "/change/"))
        back = self._browser.post(form.action, form.fields)
        self._tally.add("orders changed")
        return self._check_out_again() if back.path == "/basket/" else back

    def _check_out_again(self) -> Page | None:
        page = self._browser.get("/checkout/")
        if page.path != "/checkout/":
            return None
        fields = {**page.form("total_seen").fields, **self._person(), **_card(PAYS)}
        self._tally.add("attempts", self._plan.clicks)
        page = self._landing(self._browser.click("/checkout/", fields, self._plan.clicks))
        return None if page.path == "/basket/" else page

    def _pay(self, page: Page) -> None:
        """From the payment page to its end, or to the end of this shopper's patience."""
        outcome = self._plan.outcome
        if outcome == "pays at the last moment":
            self._wait(self._plan.window - 1 + self._dice.random() * 4)
            page = self._browser.get(page.path)
        for _step in range(12):
            if not self._is_payment(page):
                break
            if "bank_answer" in page.text:
                agrees = outcome != "3-D Secure, refuses"
                form = page.form("csrfmiddlewaretoken")
                answer = {**form.fields, "bank_answer": "approve" if agrees else "refuse"}
                page = self._press(page.path, answer)
                if not agrees and self._dice.random() < 0.5:
                    return
            elif 'id="payment-state"' in page.text:
                if outcome == "slow bank, leaves":
                    return
                self._wait(2)
                page = self._browser.get(page.path)
            else:
                form = page.form("card_number")
                page = self._press(page.path, {**form.fields, **_card(PAYS)})
        self._note_end(page)

    def _press(self, path: str, data: dict[str, str]) -> Page:
        return self._browser.click(path, data, self._plan.pay_clicks)[-1]

    def _note_end(self, page: Page) -> None:
        if page.path == "/checkout/thank-you/":
            self._tally.add("shown the confirmation")
            if number := ORDER_NUMBER.search(page.text):
                self._tally.confirm(number[1])
        elif page.path.startswith("/orders/"):
            self._tally.add("shown the order's own page")
        else:
            self._tally.add("left waiting")

    def _is_payment(self, page: Page) -> bool:
        return page.path.startswith("/checkout/pay/")

    def _person(self) -> dict[str, str]:
        person = {
            "full_name": f"Shopper {self._plan.number}",
            "line1": f"{self._plan.number + 1} Mill Lane",
            "line2": "",
            "town": "Ambleside",
            "postcode": "LA22 9AB",
            "country": "GB",
        }
        if self._plan.holder is None:
            person["email"] = f"guest-{self._plan.number}@example.com"
        return person

    def _card(self) -> dict[str, str]:
        outcome = self._plan.outcome
        if outcome in ("declined, then pays", "pays at the last moment"):
            return _card(DECLINES)
        if outcome.startswith("3-D Secure"):
            return _card(ASKS)
        if outcome.startswith("slow bank"):
            return _card(TAKES_ITS_TIME)
        return _card(PAYS)

    def _pause(self) -> None:
        self._wait(self._dice.random() * 0.5)

    def _wait(self, seconds: float) -> None:
        time.sleep(max(min(seconds, self._until - time.monotonic()), 0))


def _card(number: str) -> dict[str, str]:
    return {"card_number": number, "expiry": "11/39", "security_code": "123"}
