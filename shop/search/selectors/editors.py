"""What editors say about searches: other words for the same, and what comes first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shop.core import page_cache
from shop.search.models import PromotedResult, Synonym
from shop.search.words import plain

#: What the page cache knows them by.
SOURCE = page_cache.sources.snippet("search", "editors")
# Each costs a search more.
MOST_ALTERNATIVES = 4


@dataclass(frozen=True)
class Promoted:
    """The ids of what comes first for a query, in the editor's order."""

    product_ids: tuple[int, ...] = ()
    page_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Said:
    synonyms: dict[tuple[str, ...], tuple[tuple[str, ...], ...]]
    promoted: dict[str, Promoted]


def alternatives(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The same query with words replaced by their synonyms, at most four. No query when warm."""
    synonyms = _said().synonyms
    if not synonyms:
        return ()
    asked = tuple(word.casefold() for word in words)
    found = dict.fromkeys(_replaced(asked, synonyms))
    found.pop(asked, None)
    return tuple(found)[:MOST_ALTERNATIVES]


def promoted(query: str) -> Promoted:
    """What editors put first for exactly this query. No query when warm."""
    return _said().promoted.get(plain(query), Promoted())


def _replaced(
    asked: tuple[str, ...], synonyms: dict[tuple[str, ...], tuple[tuple[str, ...], ...]]
) -> Iterator[tuple[str, ...]]:
    # The longest first: "garden chair" says more than "chair".
    for term in sorted(synonyms, key=len, reverse=True):
        for start in range(len(asked) - len(term) + 1):
            if asked[start : start + len(term)] == term:
                for other in synonyms[term]:
                    yield (*asked[:start], *other, *asked[start + len(term) :])


def _said() -> _Said:
    return page_cache.remember("search:editors:1", _read, SOURCE)


def _read() -> _Said:
    """Two queries."""
    synonyms: dict[str, dict[str, None]] = {}
    for row in Synonym.objects.all():
        for word in row.words:
            synonyms.setdefault(row.term, {})[word] = None
            if row.both_ways:
                synonyms.setdefault(word, {})[row.term] = None
    lists: dict[str, tuple[list[int], list[int]]] = {}
    rows = PromotedResult.objects.order_by("promotion", "sort_order", "pk")
    for query, product_id, page_id in rows.values_list("promotion__query", "product", "page"):
        products, pages = lists.setdefault(query, ([], []))
        if product_id:
            products.append(product_id)
        elif page_id:
            pages.append(page_id)
    return _Said(
        synonyms={
            tuple(term.split()): tuple(tuple(other.split()) for other in others)
            for term, others in synonyms.items()
        },
        promoted={
            query: Promoted(tuple(products), tuple(pages))
            for query, (products, pages) in lists.items()
        },
    )
