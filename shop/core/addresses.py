"""Addresses as the world sees them."""

from django.conf import settings


def absolute_url(path: str) -> str:
    """The whole address of a path of this shop, from `SITE_URL`; a whole address stays as it is."""
    if not path or not path.startswith("/"):
        return path
    return f"{settings.SITE_URL}{path}"
