"""A program that shops over HTTP: it keeps its tokens as a client would, and no cookie."""

from typing import Any

from django.test import Client

from tests.factories import PASSWORD
from tests.factories.shopping import CARD

ADDRESS = {
    "full_name": "Rowan Hale",
    "line1": "14 Mill Lane",
    "town": "Ambleside",
    "postcode": "LA22 9AB",
    "country": "GB",
}


class Program:
    """Sends JSON to `/api/v1/…` with the tokens that it was given."""

    def __init__(self) -> None:
        self.client = Client()
        self.headers: dict[str, str] = {}
        self.user: Any = None

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """An answer; `path` below /api/v1/, or whole."""
        url = path if path.startswith(("/", "http")) else f"/api/v1/{path}"
        more = {} if body is None else {"data": body, "content_type": "application/json"}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        call = getattr(self.client, method)
        answer = call(url, headers={**self.headers, **named}, **more)
        if token := answer.headers.get("X-Cart-Token"):
            self.headers["X-Cart-Token"] = token
        return answer

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("get", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.ask("post", path, body, **headers)

    def log_in(self, user: Any) -> None:
        """By /_allauth/app/, as an application does."""
        self.user = user
        answer = self.post(
            "/_allauth/app/v1/auth/login", {"email": user.email, "password": PASSWORD}
        )
        assert answer.status_code == 200, answer.content
        self.headers["X-Session-Token"] = answer.json()["meta"]["session_token"]

    def put_in(self, product: Any, quantity: int = 1) -> Any:
        return self.post("cart/lines/", {"product": product.pk, "quantity": quantity})

    def order_body(self, **changes: Any) -> dict[str, Any]:
        """What a checkout needs, with the total that it shows."""
        quoted = self.get("checkout/").json()
        signed_in = "X-Session-Token" in self.headers
        return {
            **({} if signed_in else {"email": "rowan@example.com"}),
            "address": ADDRESS,
            "method": quoted["method"],
            "total": quoted["totals"]["total"],
            **changes,
        }

    def place(self, key: str = "a-key", **changes: Any) -> Any:
        return self.post("checkout/", self.order_body(**changes), Idempotency_Key=key)

    def pay(self, placed: dict[str, Any], **changes: str) -> Any:
        """Do what the answer says is next, with the demo's card."""
        return self.post(
            placed["payment"]["next"]["url"], {**CARD, **changes}, X_Order_Key=placed["key"]
        )
