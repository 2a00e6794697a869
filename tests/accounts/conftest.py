"""What the account tests share."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_attempts_counted():
    """allauth counts attempts in the cache; each test starts with none."""
    cache.clear()
