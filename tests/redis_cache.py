"""Redis as the tests use it: `clear` forgets this worker's keys and nobody else's."""

from typing import Any

from django_redis.cache import RedisCache


class OwnKeysRedisCache(RedisCache):  # type: ignore[misc, unused-ignore]
    """django-redis empties the whole database; several workers, and perhaps a shop, share it."""

    def clear(self, *args: Any, **kwargs: Any) -> bool:
        """Delete the keys below this worker's prefix."""
        self.delete_pattern("*")
        return True
