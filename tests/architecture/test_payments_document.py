"""The table of failures in docs/payments.md names tests that are there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_named_test_exists() -> None:
    text = (ROOT / "docs/payments.md").read_text().partition("## Failure → test")[2]
    named = set(re.findall(r"`([a-z0-9_]{12,})`", text))
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def test_(\w+)\(", path.read_text(), re.MULTILINE)
    }
    assert len(named) > 40
    assert not named - there
