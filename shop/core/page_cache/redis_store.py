"""The store in Redis, through the connections that django-redis keeps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.cache import caches
from django_redis import get_redis_connection
from redis.exceptions import RedisError

from shop.core.page_cache.redis_connection import epoch
from shop.core.page_cache.stores import StoreAway

ALIAS = "pages"
# A stamp outlives every entry that was made before it. Where Redis drops one all the same for want
# of memory, the entries that it belonged to are misses.
STAMP_SECONDS = 24 * 60 * 60

# The clock goes on from the server's time, in microseconds, where it was lost: never back.
_TICK = """
local function tick()
  local now = redis.call('INCR', KEYS[1])
  if now == 1 then
    local time = redis.call('TIME')
    now = tonumber(time[1]) * 1000000 + tonumber(time[2])
    redis.call('SET', KEYS[1], string.format('%.0f', now))
  end
  return string.format('%.0f', now)
end
"""
TIME = _TICK + "return redis.call('GET', KEYS[1]) or tick()"
STAMP = (
    _TICK
    + """
local now = tick()
for i = 2, #KEYS do redis.call('SET', KEYS[i], now, 'EX', ARGV[1]) end
"""
)
KEEP = (
    _TICK
    + """
local now = redis.call('GET', KEYS[1]) or tick()
for i = 3, #KEYS do redis.call('SET', KEYS[i], now, 'EX', ARGV[1], 'NX') end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
"""
)


class RedisStore:
    """Scripts make each change of clock and stamps one step."""

    def __init__(self) -> None:
        self.client: Any = get_redis_connection(ALIAS)
        self.prefix = str(caches[ALIAS].make_key(""))
        self._scripts = {text: self.client.register_script(text) for text in (TIME, STAMP, KEEP)}
        self._clock = f"{self.prefix}clock"

    def _stamp_keys(self, sources: Iterable[str]) -> list[str]:
        return [f"{self.prefix}stamp:{source}" for source in sources]

    def _run(self, script: str, keys: list[str], *args: Any) -> Any:
        try:
            return self._scripts[script](keys=[self._clock, *keys], args=args)
        except RedisError as error:
            raise StoreAway(str(error)) from error

    def time(self) -> tuple[str, int]:
        now = int(self._run(TIME, []))
        return epoch(), now

    def read(self, key: str) -> tuple[str, bytes | None, int | None]:
        try:
            blob, clock = self.client.mget(f"{self.prefix}entry:{key}", self._clock)
        except RedisError as error:
            raise StoreAway(str(error)) from error
        return epoch(), blob, None if clock is None else int(clock)

    def glance(self) -> tuple[str, int | None]:
        try:
            clock = self.client.get(self._clock)
        except RedisError as error:
            raise StoreAway(str(error)) from error
        return epoch(), None if clock is None else int(clock)

    def stamps(self, sources: Sequence[str]) -> list[int | None]:
        if not sources:
            return []
        try:
            found = self.client.mget(self._stamp_keys(sources))
        except RedisError as error:
            raise StoreAway(str(error)) from error
        return [None if stamp is None else int(stamp) for stamp in found]

    def keep(self, key: str, blob: bytes, sources: Sequence[str], seconds: float) -> None:
        keys = [f"{self.prefix}entry:{key}", *self._stamp_keys(sources)]
        self._run(KEEP, keys, STAMP_SECONDS, blob, max(1, int(seconds * 1000)))

    def stamp(self, sources: Iterable[str]) -> None:
        self._run(STAMP, self._stamp_keys(sources), STAMP_SECONDS)

    def clear(self) -> None:
        keys = list(self.client.scan_iter(match=f"{self.prefix}*", count=1000))
        if keys:
            self.client.delete(*keys)
