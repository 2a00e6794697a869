"""docs/api.md shows a purchase in curl; its lines run as they are written."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from oscar.core.loading import get_model

from tests.factories import make_user

DOCUMENT = settings.BASE_DIR / "docs" / "api.md"


@pytest.mark.skipif(not shutil.which("curl"), reason="needs curl")
def test_the_purchase_in_curl(served: str, tmp_path: Path) -> None:
    shopper = make_user("shopper@example.com")
    shopper.set_password("demo-shop-2026")
    shopper.save()
    commands = "\n".join(re.findall(r"```sh\n(.*?)```", DOCUMENT.read_text(), re.DOTALL))

    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "SHOP": served},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    said = ran.stdout.splitlines()
    assert said[0].startswith("standard: Arrives")
    assert said[1:4] == ["succeeded", "Paid, being packed", "1"]
    first, second = get_model("order", "Order").objects.order_by("pk")
    assert (first.guest_email, first.status) == ("rowan@example.com", "Paid")
    assert (second.user, second.number) == (shopper, said[4])
