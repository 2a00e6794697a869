"""What a deployment needs before anything else starts: the tables, and a first certificate."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

VALID_DAYS = 825  # longer is refused by some browsers, whoever signed it


class Command(BaseCommand):
    """Migrates, and makes a certificate of its own where `var/certificates` holds none."""

    help = __doc__.split(":")[0]

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=options["verbosity"])
        folder = settings.VAR_DIR / "certificates"
        if not (folder / "fullchain.pem").exists():
            folder.mkdir(parents=True, exist_ok=True)
            make_certificate(folder, urlsplit(settings.SITE_URL).hostname or "localhost")
            self.stdout.write(f"Made a certificate in {folder}; browsers will not trust it.")


def make_certificate(folder: Path, name: str) -> None:
    """A key and a certificate for the host name, signed by nobody, as the proxy takes them."""
    key = ec.generate_private_key(ec.SECP256R1())
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(named)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=VALID_DAYS))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = folder / "privkey.pem"
    private.touch(mode=0o600)
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
