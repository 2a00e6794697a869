"""Addresses as an e-mail needs them: there is no request to be relative to."""

from urllib.parse import urljoin

from django.conf import settings


def absolute_url(address: str) -> str:
    """`address` with scheme and host; an absolute one stays as it is, an empty one empty."""
    return urljoin(f"{settings.SITE_URL}/", address) if address else ""
