"""A demo shop of its own behind gunicorn on a free port, for as long as somebody looks at it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


@contextlib.contextmanager
def demo_shop() -> Iterator[str]:
    """Serve the demo from a folder that is removed afterwards; gives the address.

    Raises subprocess.CalledProcessError when it cannot be set up, RuntimeError when it does not
    answer in time.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="storefront-") as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "benchmarks.storefront.settings",
            "VAR_DIR": folder,
            "SITE_URL": url,
            "DATABASE_URL": "",
            "REDIS_URL": "",
        }

        def manage(*arguments: str) -> None:
            subprocess.run(
                [sys.executable, "manage.py", *arguments],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.DEVNULL,
                check=True,
            )

        manage("migrate", "--verbosity=0")
        manage("load_demo", "--force")
        manage("collectstatic", "--noinput", "--verbosity=0")
        web = subprocess.Popen(
            [
                sys.executable,
                *("-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2"),
                *("--threads", "4", "--log-level", "warning", "shop.wsgi"),
            ],
            cwd=ROOT,
            env=environment,
        )
        try:
            _wait_for(f"{url}/healthz", web)
            yield url
        finally:
            web.terminate()
            web.wait(timeout=15)


def _wait_for(url: str, web: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and web.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.2)
    raise RuntimeError("the shop did not start")
