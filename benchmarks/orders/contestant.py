"""One shop in a process of its own. It is asked by lines of JSON and answers in kind.

python -m benchmarks.orders.contestant benchmarks.orders.ours.shop:OurShop
"""

import json
import os
import sys
import traceback
from dataclasses import asdict
from importlib import import_module
from typing import Any

from benchmarks.orders.shops import Answer, Shop, count_queries, take_time


class Contestant:
    """What the run may ask of a shop."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def fill(self, *, products: int) -> None:
        self.shop.fill(products=products)

    def offers(self, *, count: int) -> None:
        self.shop.set_offers(count=count)

    def place(self, *, number: int, counted: bool, paid: bool = False) -> dict[str, Any]:
        """A guest's order of three lines: what the POST that places it took."""
        before = self.shop.orders()
        press = self.shop.last_button(self.shop.basket_of(number=number), paid=paid)
        answer = self._measure(press, counted=counted, status=302)
        if self.shop.orders() != before + 1:
            raise AssertionError("the POST placed no order")
        return asdict(answer)

    def basket(self, *, number: int, looks: int, counted: bool) -> list[dict[str, Any]]:
        """A guest's basket page of three lines, looked at so many times."""
        client = self.shop.basket_of(number=number)
        look = lambda: client.get(self.shop.basket_url)  # noqa: E731
        look()  # what a first look notes in the session is not the page's cost
        return [asdict(self._measure(look, counted=counted, status=200)) for _ in range(looks)]

    def _measure(self, request: Any, *, counted: bool, status: int) -> Answer:
        return (count_queries if counted else take_time)(request, status=status)


def main() -> None:
    """Answer every line of standard input until it ends."""
    # What the shop prints goes to the error stream; the answers have the pipe to themselves.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    import django

    django.setup()
    module, name = sys.argv[1].split(":")
    contestant = Contestant(getattr(import_module(module), name)())
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            result = getattr(contestant, asked["what"])(**asked["with"])
        except Exception:  # whatever it is, the run must be told
            answers.write(json.dumps({"error": traceback.format_exc()}) + "\n")
        else:
            answers.write(json.dumps({"result": result}) + "\n")


if __name__ == "__main__":
    main()
