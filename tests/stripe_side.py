"""Stripe for tests: its HTTP interface with a memory, and its script in the browser."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs

import stripe

STRIPE_JS = Path(__file__).with_suffix(".js").read_text()


class StripeSide(stripe.HTTPClient):
    """Stripe's HTTP interface: remembers its intents, gives the same one for the same key."""

    name = "side"

    def __init__(self) -> None:
        super().__init__()
        self.intents: dict[str, dict] = {}

    def request(self, method, url, headers, post_data=None, **kwargs):
        path = url.rsplit("/v1/", 1)[1]
        body = {name: values[0] for name, values in parse_qs(post_data or "").items()}
        if (method, path) == ("post", "payment_intents"):
            answer = self._create(body, dict(headers)["Idempotency-Key"])
        else:
            answer = self.intents[re.split(r"[/?]", path)[1]]
        return json.dumps(answer), 200, {"request-id": "req_1"}

    def close(self):
        pass

    def confirm(self, client_secret: str, card: str = "") -> str:
        """What the bank does with the card; returns what it objects, or nothing."""
        intent = next(i for i in self.intents.values() if i["client_secret"] == client_secret)
        if "0002" in card:
            problem = "Your card was declined."
            intent["last_payment_error"] = {"message": problem}
            return problem
        intent.update(status="succeeded", amount_received=intent["amount"], last_payment_error=None)
        return ""

    def _create(self, body, key):
        known = (i for i in self.intents.values() if i["metadata"]["payment_key"] == key)
        if intent := next(known, None):
            return intent
        reference = f"pi_{len(self.intents) + 1}"
        self.intents[reference] = {
            "id": reference,
            "object": "payment_intent",
            "amount": int(body["amount"]),
            "amount_received": 0,
            "currency": body["currency"],
            "status": "requires_payment_method",
            "client_secret": f"{reference}_secret",
            "last_payment_error": None,
            "metadata": {"payment_key": key},
        }
        return self.intents[reference]
