"""Requests have ids, and what is logged of them is for machines and gives nothing away."""

import json
import logging
from typing import Any

import pytest
from django.test import Client

from shop.core.requests import JsonLines

pytestmark = pytest.mark.django_db


def test_the_proxys_id_is_kept_and_an_odd_one_is_not(client: Client) -> None:
    given = "0123456789abcdef0123456789abcdef"
    assert client.get("/healthz", headers={"X-Request-ID": given})["X-Request-ID"] == given
    for odd in ("", "x", 'a"}{"level":"x' * 2, "a" * 65):
        answer = client.get("/healthz", headers={"X-Request-ID": odd})["X-Request-ID"]
        assert answer != odd
        assert len(answer) == 32


def test_a_line_names_view_status_and_request_but_no_address(client: Client, caplog: Any) -> None:
    caplog.set_level(logging.INFO, logger="shop.requests")
    answer = client.get("/orders/100001/a-secret-key/")
    record = next(each for each in caplog.records if each.name == "shop.requests")
    line = json.loads(JsonLines().format(record))
    assert (line["method"], line["status"], line["view"]) == ("GET", 404, "order-status")
    assert line["milliseconds"] > 0
    assert "a-secret-key" not in json.dumps(line)
    assert answer["X-Request-ID"]


def test_an_error_is_one_line_with_its_traceback() -> None:
    try:
        raise ValueError("of this\nand that")
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
    record = logging.LogRecord("shop", logging.ERROR, "", 1, "It %s", ("broke",), info)
    text = JsonLines().format(record)
    assert "\n" not in text
    line = json.loads(text)
    assert (line["message"], line["level"]) == ("It broke", "ERROR")
    assert "ValueError" in line["error"]
