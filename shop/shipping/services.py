"""What changes in the shipping room."""

from django.core.cache import cache
from django.db import transaction

from shop.shipping.selectors import TARIFFS_KEY


def forget_tariffs() -> None:
    """Have the next basket read the methods again: now, and once the transaction is committed."""
    cache.delete(TARIFFS_KEY)
    transaction.on_commit(lambda: cache.delete(TARIFFS_KEY), robust=True)
