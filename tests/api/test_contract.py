"""What the description promises is asked of the served API, well and badly, by schemathesis.

Bounded: so many examples for each operation, the same ones every time.
"""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.api.programs import ADDRESS
from tests.factories import PASSWORD, make_user
from tests.factories.shopping import CARD

EXAMPLES = 5
CONFIG = """
[checks.positive_data_acceptance]
# What cannot be had, and a tenth wrong voucher, is no malformed question.
expected-statuses = ["2xx", "401", "403", "404", "409", "410", "422", "429"]

[generation]
# Refused in every text, which JSON Schema has no word for.
allow-x00 = false
"""


def post(url: str, body: Any, **headers: str) -> Any:
    """A POST of JSON to the served shop: the body of the answer, and its headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json", **named}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer), answer.headers


def newcomer(shop: str) -> dict[str, str]:
    return {}


def guest(shop: str) -> dict[str, str]:
    """A full cart, and the key of an order."""
    lamp = {"product": 4}
    _cart, headers = post(f"{shop}/api/v1/cart/lines/", lamp)
    tokens = {"X-Cart-Token": headers["X-Cart-Token"]}
    body = {
        "email": "rowan@example.com",
        "address": ADDRESS,
        "method": "standard",
        "total": "21.95",
    }
    order, _headers = post(f"{shop}/api/v1/checkout/", body, Idempotency_Key="k", **tokens)
    key = {"X-Order-Key": order["key"]}
    post(order["payment"]["next"]["url"], CARD, **key)
    _cart, headers = post(f"{shop}/api/v1/cart/lines/", lamp)
    return {"X-Cart-Token": headers["X-Cart-Token"], **key}


def account(shop: str) -> dict[str, str]:
    """A full cart and an address."""
    who = {"email": make_user().email, "password": PASSWORD}
    answer, _headers = post(f"{shop}/_allauth/app/v1/auth/login", who)
    tokens = {"X-Session-Token": answer["meta"]["session_token"]}
    post(f"{shop}/api/v1/cart/lines/", {"product": 4}, **tokens)
    post(f"{shop}/api/v1/me/addresses/", ADDRESS, **tokens)
    return tokens


@pytest.mark.thorough
@pytest.mark.parametrize("actor", [newcomer, guest, account])
def test_the_api_keeps_its_word(served: str, actor: Any, tmp_path: Path) -> None:
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG)
    named = [f"--header={name}: {value}" for name, value in actor(served).items()]
    command = [
        *(sys.executable, "-m", "schemathesis.cli", f"--config-file={config}"),
        *("run", f"{served}/api/v1/schema/", f"--max-examples={EXAMPLES}", "--seed=1"),
        # Each actor sends its own headers with whatever is asked.
        *("--exclude-checks=ignored_auth,missing_required_header", "--no-shrink", "--no-color"),
        *("--continue-on-failure", "--warnings=off", *named),
    ]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-20_000:] + ran.stderr
