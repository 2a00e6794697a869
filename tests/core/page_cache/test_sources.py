"""What is noted, and what is forgotten: the page cache as other rooms meet it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from shop.core import page_cache
from shop.core.page_cache import keeping
from shop.core.page_cache.release import release


def counting(*sources: str) -> Callable[[], int]:
    made = iter(range(1, 100))

    def make() -> int:
        page_cache.made_from(*sources)
        return next(made)

    return make


@pytest.mark.django_db(transaction=True)
def test_what_is_made_is_remembered_until_a_source_of_it_changes() -> None:
    make = counting("inner")

    assert [page_cache.remember("t", make, "outer") for _ in range(3)] == [1, 1, 1]
    page_cache.forget("other")
    assert page_cache.remember("t", make, "outer") == 1
    page_cache.forget("outer")
    assert page_cache.remember("t", make, "outer") == 2
    page_cache.forget("inner")
    assert page_cache.remember("t", make, "outer") == 3


@pytest.mark.django_db(transaction=True)
def test_a_change_is_told_on_commit_and_not_where_it_is_taken_back() -> None:
    make = counting()
    page_cache.remember("t", make, "a")

    with transaction.atomic():
        page_cache.forget("a")
        # Who changed it sees it so; nobody else may, and what is seen here is not kept.
        assert page_cache.remember("t", make, "a") == 2
    assert page_cache.remember("t", make, "a") == 3

    with transaction.atomic():
        page_cache.forget("a")
        transaction.set_rollback(True)
    assert page_cache.remember("t", make, "a") == 3


@pytest.mark.django_db(transaction=True)
def test_a_change_inside_a_savepoint_that_is_taken_back_tells_nothing_of_it() -> None:
    a, b = counting(), counting()
    page_cache.remember("a", a, "a"), page_cache.remember("b", b, "b")

    with transaction.atomic():
        page_cache.forget("a")
        with transaction.atomic():
            page_cache.forget("b")
            transaction.set_rollback(True)

    assert (page_cache.remember("a", a, "a"), page_cache.remember("b", b, "b")) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_a_change_while_something_is_made_leaves_nothing_stale() -> None:
    def make() -> str:
        page_cache.forget("a")  # somebody else, meanwhile
        return "old"

    assert page_cache.remember("t", make, "a") == "old"
    assert page_cache.remember("t", lambda: "new", "a") == "new"
    assert page_cache.remember("t", lambda: "newer", "a") == "new"


@pytest.mark.django_db(transaction=True)
def test_what_ends_is_made_again_then() -> None:
    def make() -> int:
        page_cache.until(timezone.now() + timedelta(hours=2))
        page_cache.until(timezone.now() - timedelta(seconds=1))
        page_cache.until(None)
        return next(numbers)

    numbers = iter(range(9))
    assert [page_cache.remember("t", make, "a") for _ in range(2)] == [0, 1]


@pytest.mark.django_db(transaction=True)
def test_bytes_that_cannot_be_read_are_a_miss() -> None:
    make = counting()
    page_cache.remember("t", make, "a")
    for broken in (b"", b"\n", b"{}\nx", b"[1]\n", b'["",0,9e12,[],null,3]\n\x80xx', b"\xff\xfe"):
        keeping.store().keep(f"data:{release()}:t", broken, ["a"], 60)
        before = page_cache.remember("t", make, "a")
        assert page_cache.remember("t", make, "a") == before


def test_noting_where_nothing_is_made_does_nothing() -> None:
    page_cache.made_from("a")
    page_cache.until(timezone.now())
