"""Who the shop is, for rooms that stand below the one in which merchants say so."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Brand:
    """The shop's name, and how customers reach it; empty where a merchant said nothing."""

    name: str
    contact_email: str = ""
    contact_phone: str = ""
    email_footer: str = ""
    logo_url: str = ""


_readers: list[Callable[[], Brand]] = []


def read_from(reader: Callable[[], Brand]) -> None:
    """Ask `reader` from now on; called when Django starts, by the room that knows."""
    _readers[:] = [reader]


def brand() -> Brand:
    """What the merchant says of the shop. No query while the cache is warm."""
    for reader in _readers:
        return reader()
    return Brand(name=settings.OSCAR_SHOP_NAME)


def brand_name() -> str:
    """What the merchant calls the shop, else OSCAR_SHOP_NAME. No query while the cache is warm."""
    return brand().name or str(settings.OSCAR_SHOP_NAME)
