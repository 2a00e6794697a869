"""Accidents: programs killed in the middle of it, a provider that repeats itself in disorder,
and staff who press “refund” twice.
"""

import contextlib
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import requests
from django.db import DatabaseError, connection
from oscar.core.loading import get_model

from benchmarks.stress_checkout.browser import Tally
from benchmarks.stress_checkout.programs import Program
from shop.checkout.gateways.demo import demo_event
from shop.checkout.models import DemoCharge
from shop.checkout.refunds import RefundRefused, request_refund

# At which share of orders per shopper which program is killed, and how long it stays away.
KILLS = (
    (0.04, "worker", 1.0),
    (0.10, "web", 0.5),
    (0.18, "worker", 2.0),
    (0.28, "web", 0.5),
    (0.36, "worker", 1.0),
    (0.44, "web", 1.0),
    (0.50, "worker", 3.0),
)
REFUNDED_SHARE = 0.1


class Trouble:
    """Runs in threads of its own until `stop`."""

    def __init__(
        self, programs: dict[str, Program], url: str, tally: Tally, *, shoppers: int, seed: int
    ) -> None:
        self._programs, self._url, self._tally = programs, url, tally
        self._shoppers, self._dice = shoppers, random.Random(seed)
        self._stop = threading.Event()
        self._old: list[tuple[str, str]] = []
        self._threads = [
            threading.Thread(target=self._guarded, args=(work,), daemon=True)
            for work in (self._kill, self._tell, self._refund)
        ]

    def start(self) -> None:
        """Let it begin."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """No accident from here on; everything runs again."""
        self._stop.set()
        for thread in self._threads:
            thread.join(30)
        for program in self._programs.values():
            if not program.is_running():
                program.start()

    def kill(self, name: str, away: float) -> None:
        """SIGKILL a program, and start it again after `away` seconds."""
        program = self._programs[name]
        program.kill()
        time.sleep(away)
        program.start()

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            self._tally.add(f"harness: {type(error).__name__}: {str(error)[:80]}")
        finally:
            connection.close()

    def _kill(self) -> None:
        orders = get_model("order", "Order").objects
        for share, name, away in KILLS:
            while orders.count() < share * self._shoppers:
                if self._stop.wait(0.1):
                    return
            self.kill(name, away)
        # And once more while the sweep gives up what nobody paid.
        while orders.filter(status="Cancelled").count() < 0.03 * self._shoppers:
            if self._stop.wait(0.1):
                return
        self.kill("worker", 1.0)

    def _refund(self) -> None:
        """Staff at work: every tenth paid order goes back whole, with its stock, or by a pound."""
        refunded = 0
        orders = get_model("order", "Order").objects.filter(status="Paid")
        while not self._stop.wait(0.5):
            with contextlib.suppress(DatabaseError):
                if refunded >= REFUNDED_SHARE * orders.count():
                    continue
                order = orders.exclude(payments__refunds__isnull=False).order_by("?").first()
                if order is None:
                    continue
                whole = refunded % 2 == 0
                with ThreadPoolExecutor(3) as pool:
                    list(pool.map(_press_refund, [(order, whole)] * 3))
                refunded += 1

    def _tell(self) -> None:
        """The provider's bad day: the same again, twice at once, late, and somebody forging."""
        while not self._stop.wait(0.15):
            with contextlib.suppress(DatabaseError):
                references = list(
                    DemoCharge.objects.order_by("-pk").values_list("reference", flat=True)[:80]
                )
                if not references:
                    continue
                event = demo_event(reference=self._dice.choice(references))
                self._one_of_them(event)

    def _one_of_them(self, event: tuple[str, str]) -> None:
        what = self._dice.choice(("twice", "at once", "keep", "keep", "old", "forged"))
        if what == "twice":
            self._post(event)
            self._post(event)
        elif what == "at once":
            with ThreadPoolExecutor(3) as pool:
                list(pool.map(self._post, [event] * 3))
        elif what == "keep":  # told later, when it is true no longer
            self._old.append(event)
        elif what == "old" and self._old:
            self._post(self._old.pop(self._dice.randrange(len(self._old))))
        elif what == "forged" and self._post((event[0] + " ", event[1])) not in (400, None):
            self._tally.add("forged webhooks taken")

    def _post(self, event: tuple[str, str]) -> int | None:
        body, signature = event
        self._tally.add("webhooks fired")
        try:
            answer = requests.post(
                f"{self._url}/stripe/webhook/",
                data=body.encode(),
                headers={"Stripe-Signature": signature, "Content-Type": "application/json"},
                timeout=30,
            )
        except requests.RequestException:
            self._tally.add("webhooks that met nobody")
            return None
        if answer.status_code >= 500:
            self._tally.add(f"error {answer.status_code} POST /stripe/webhook")
        return answer.status_code


def _press_refund(wish: tuple[Any, bool]) -> None:
    """One of several presses of the same button: the key is that of the page's form."""
    order, whole = wish
    try:
        request_refund(
            order=order,
            amount=None if whole else Decimal("1.00"),
            restock=whole,
            reason="stress run",
            key=f"stress:{order.pk}",
        )
    except RefundRefused:
        pass  # somebody else was faster
    finally:
        connection.close()
