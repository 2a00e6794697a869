"""What the catalogue room does."""

from django.core.cache import cache
from django.db import transaction

from shop.catalogue.selectors.tree import TREE_KEY


def forget_category_tree() -> None:
    """Have the next menu read the categories again, once the transaction is committed."""
    transaction.on_commit(lambda: cache.delete(TREE_KEY), robust=True)
