"""A small shop to search in, and a way to have its index keep up."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from tests.factories import make_product, make_variants

Committed = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Committed:
    """Runs at its end what waits for the transaction's end, as the index does."""

    def capture() -> AbstractContextManager[Any]:
        return django_capture_on_commit_callbacks(execute=True)

    return capture


@pytest.fixture
def goods(committed: Committed) -> None:
    """A board, a tray, and a mug in two colours."""
    with committed():
        make_product("Walnut Serving Board", tagline="For bread", description="Oiled by hand.")
        make_product("Oak Tray", description="Round, for serving.")
        make_variants("Stoneware Mug")


@pytest.fixture
def found() -> Callable[..., str]:
    """The search page for a query."""

    def get(query: str, **asked: Any) -> str:
        response = Client().get("/search/", {"q": query, **asked})
        assert response.status_code == 200
        return response.content.decode()

    return get
