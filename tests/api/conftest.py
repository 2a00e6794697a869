from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.server import ShopServer
from tests.factories import countries, make_category, make_product, make_variants, make_voucher


@pytest.fixture(autouse=True)
def _shop(request: pytest.FixtureRequest) -> None:
    """A database, and somewhere to deliver to."""
    if "served" not in request.fixturenames:
        request.getfixturevalue("db")
        countries()


@pytest.fixture
def served(transactional_db: None, settings: Any) -> Iterator[str]:
    """The address of a running shop without limits, with something for sale in it."""
    countries()
    settings.API_THROTTLES = dict.fromkeys(settings.API_THROTTLES, "1000000/s")
    server = ShopServer()
    settings.SITE_URL = server.url
    category = make_category("Tableware")
    make_variants("Stoneware Mug", colours={"Oat": 10**6, "Ink": 10**6}, category=category)
    make_product("Table Lamp", category=category, stock=10**6)
    make_voucher("HEARTH")
    server.start()
    yield server.url
    server.stop()
