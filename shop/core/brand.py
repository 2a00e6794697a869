"""The shop's name, for rooms that stand below the one in which merchants set it."""

from collections.abc import Callable

from django.conf import settings

_readers: list[Callable[[], str]] = []


def read_from(reader: Callable[[], str]) -> None:
    """Ask `reader` from now on; called when Django starts, by the room that knows."""
    _readers[:] = [reader]


def brand_name() -> str:
    """What the merchant calls the shop, else OSCAR_SHOP_NAME. No query while the cache is warm."""
    for reader in _readers:
        return reader() or settings.OSCAR_SHOP_NAME
    return str(settings.OSCAR_SHOP_NAME)
