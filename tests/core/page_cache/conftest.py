"""The page cache is on here."""

from typing import Any

import pytest
from django.test import Client

from tests.core.page_cache.shopfront import Shopfront, open_shop


@pytest.fixture
def shop(db: None, settings: Any) -> Shopfront:
    settings.SHOP_PAGE_CACHE = True
    return open_shop()


@pytest.fixture
def visitor(shop: Shopfront) -> Client:
    return Client()
