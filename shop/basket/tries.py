"""How many voucher codes one may try: they are worth money and short enough to be guessed."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest

from shop.core.throttle import network_address

# Nobody mistypes one that often.
TRIES, SECONDS = 10, 60


def tried_too_often(request: HttpRequest, basket: Any) -> bool:
    """Whether too many codes were refused to this network address, or to this basket."""
    return any((n or 0) >= TRIES for n in cache.get_many(_keys(request, basket)).values())


def count_try(request: HttpRequest, basket: Any) -> None:
    """A code was refused."""
    for key in _keys(request, basket):
        if not cache.add(key, 1, SECONDS):
            try:
                cache.incr(key)
            except ValueError:  # it ran out in between, or there is no cache
                continue


def _keys(request: HttpRequest, basket: Any) -> list[str]:
    address = network_address(request)
    return [f"voucher-tries:ip:{address}", f"voucher-tries:basket:{basket.id}"]
