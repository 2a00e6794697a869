"""How often one may ask: each by what is asked for, counted in the cache."""

from math import ceil
from time import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.throttling import BaseThrottle

from shop.api.tokens import basket_id_of
from shop.core.throttle import network_address

SECONDS = {"s": 1, "m": 60, "h": 60 * 60, "d": 24 * 60 * 60}
# An office or a school asks from one network address.
PEOPLE_AT_ONE_ADDRESS = 10


class ByShopper(BaseThrottle):
    """Per account, else per cart, else per network address: `API_THROTTLES`, as in "60/m".

    What only reads counts as `read`, the rest by the view's `throttle_scope`. A counter in the
    cache for each window of time; a cache that is away stops nobody.
    """

    people = 1

    def allow_request(self, request: Any, view: Any) -> bool:
        is_read = request.method in ("GET", "HEAD", "OPTIONS")
        scope = "read" if is_read else getattr(view, "throttle_scope", "write")
        number, _slash, period = settings.API_THROTTLES[scope].partition("/")
        seconds = SECONDS[period[0]]
        now = time()
        self.left = ceil(seconds - now % seconds)
        key = f"api:throttle:{scope}:{self.who(request)}:{int(now // seconds)}"
        return self.count(key, seconds) <= int(number) * self.people

    def count(self, key: str, seconds: int) -> int:
        """How many there were in this window, this one included."""
        if cache.add(key, 1, seconds):
            return 1
        try:
            return int(cache.incr(key) or 0)
        except ValueError:  # it ran out in between, or there is no cache
            return 1

    def wait(self) -> int:
        return self.left

    def who(self, request: Any) -> str:
        if request.user and request.user.is_authenticated:
            return f"user:{request.user.pk}"
        basket_id = basket_id_of(request)
        return f"cart:{basket_id}" if basket_id else f"ip:{network_address(request._request)}"


class ByAddress(ByShopper):
    """Per network address, for all that come from it: carts and accounts are free to make."""

    people = PEOPLE_AT_ONE_ADDRESS

    def who(self, request: Any) -> str:
        return f"all:{network_address(request._request)}"
