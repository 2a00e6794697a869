"""A demo shop of its own behind gunicorn on a free port, for as long as somebody looks at it."""

from __future__ import annotations

import contextlib
import datetime
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
FRONT = ROOT / "scripts/node/front.js"
TAKEN_OUT = """
from shop.catalogue.models import Product
for gone in Product.objects.filter(slug={!r}):
    gone.is_public, gone.is_discontinued = False, True
    gone.save()
"""


@contextlib.contextmanager
def demo_shop(*, over_http2: bool = False, without: str = "") -> Iterator[str]:
    """Serve the demo from a folder that is removed afterwards; gives the address.

    `over_http2` puts TLS and HTTP/2 before it, as the proxy does in production (needs Node.js);
    the certificate is signed by nobody. The product with the slug `without` is gone for good.
    Raises subprocess.CalledProcessError when the shop cannot
    be set up, RuntimeError when it does not answer in time.
    """
    shop_port, front_port = _free_port(), _free_port()
    inner = f"http://127.0.0.1:{shop_port}"
    url = f"https://localhost:{front_port}" if over_http2 else inner
    with (
        tempfile.TemporaryDirectory(prefix="storefront-") as folder,
        contextlib.ExitStack() as stack,
    ):
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
        if without:
            manage("shell", "-c", TAKEN_OUT.format(without))
        manage("collectstatic", "--noinput", "--verbosity=0")
        gunicorn = [
            sys.executable,
            *("-m", "gunicorn", "--bind", f"127.0.0.1:{shop_port}", "--workers", "2"),
            *("--threads", "4", "--log-level", "warning", "shop.wsgi"),
        ]
        _wait_for(f"{inner}/healthz", stack.enter_context(_running(gunicorn, environment)))
        if over_http2:
            pem = Path(folder) / "front.pem"
            pem.write_bytes(_certificate())
            front = ["node", str(FRONT), str(front_port), str(shop_port), str(pem)]
            _wait_for(f"{url}/healthz", stack.enter_context(_running(front, environment)))
        yield url


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=15)


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    unverified = ssl.create_default_context()
    unverified.check_hostname = False
    unverified.verify_mode = ssl.CERT_NONE
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(url, timeout=2, context=unverified),
        ):
            return
        time.sleep(0.2)
    raise RuntimeError("the shop did not start")


def _certificate() -> bytes:
    """A key and a certificate for localhost that ends tomorrow, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ) + certificate.public_bytes(serialization.Encoding.PEM)
