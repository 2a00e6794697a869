"""Production's settings: complete, checked, and clear about what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "shop.settings.production",
    "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "DATABASE_URL": "postgres://shop:shop@127.0.0.1:5432/shop",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "ALLOWED_HOSTS": "shop.example.com",
    "SITE_URL": "https://shop.example.com",
    "EMAIL_URL": "smtp+tls://user:password@127.0.0.1:587",
    "STRIPE_PUBLISHABLE_KEY": "pk_test_1",
    "STRIPE_SECRET_KEY": "sk_test_1",
    "STRIPE_WEBHOOK_SECRET": "whsec_1",
    "PAYMENTS_ALLOW_DEMO": "1",
}


def manage(*arguments: str, without: str = "") -> subprocess.CompletedProcess[str]:
    """Run a management command as a container would, one value left out perhaps."""
    environment = {key: value for key, value in COMPLETE.items() if key != without}
    if without:
        # Empty is as good as missing, and wins over a developer's .env.
        environment[without] = ""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "VAR_DIR") if key in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_production_settings_pass_the_deployment_checks() -> None:
    answer = manage("check", "--deploy", "--fail-level", "WARNING")

    assert answer.returncode == 0, answer.stderr
    assert "no issues (0 silenced)" in answer.stdout


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL"]
)
def test_a_missing_value_stops_the_start_with_one_clear_line(name: str) -> None:
    answer = manage("check", without=name)

    assert answer.returncode == 1
    assert name in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1
