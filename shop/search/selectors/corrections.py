"""Misspelt words and what was probably meant, from the index's own words.

PostgreSQL finds words that share trigrams (pg_trgm) and SQLite reads the words of its full text
index; which of them is closest is then decided here, in the same way for both.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import cache

from django.db import connection

SHORTEST = 3
# At most so many words of a query are looked at; who misspells five asks again.
MOST_CORRECTED = 4
# Below this share of letters in common, in order, it is another word: "mgu" is "mug" (0.67).
CLOSE = 0.66
# Of two that are equally close, the one that is in some title.
TITLED_BONUS = 0.05

SIMILAR = """
    SELECT asked.word, near.term, near.titled
    FROM unnest(%s::text[]) AS asked (word)
    CROSS JOIN LATERAL (
        SELECT term, titled FROM search_vocabulary
        WHERE length(term) BETWEEN length(asked.word) - 2 AND length(asked.word) + %s
        ORDER BY {order} LIMIT 150
    ) AS near
"""
BY_TRIGRAMS = SIMILAR.format(order="term <-> asked.word")
# Without the extension: what begins alike.
BY_BEGINNING = SIMILAR.format(order="left(term, 1) = left(asked.word, 1) DESC, titled DESC, term")
OF_LENGTH = "SELECT term, titled FROM search_vocabulary WHERE length(term) BETWEEN %s AND %s"


def corrected(words: tuple[str, ...], *, unfinished: bool = False) -> tuple[str, ...]:
    """The words with the misspelt ones replaced by known ones; the same where none is closer.

    `unfinished`: the last word may be the beginning of one. One query, the first time on
    PostgreSQL two; none where no word can be misspelt.
    """
    asked = [word.casefold() for word in words if len(word) >= SHORTEST and word.isalpha()]
    if not asked or connection.vendor not in ("postgresql", "sqlite"):
        return words
    near = _near(asked[:MOST_CORRECTED], more=12 if unfinished else 2)
    return tuple(
        _closest(word, near.get(word.casefold(), {}), unfinished and place == len(words) - 1)
        for place, word in enumerate(words)
    )


def same_word(one: str, other: str) -> bool:
    """Whether the words differ in their number only: "mugs" is no mistake for "mug"."""
    shorter, longer = sorted((one.casefold(), other.casefold()), key=len)
    return longer.startswith(shorter) and longer[len(shorter) :] in ("", "s", "es")


def _near(asked: list[str], *, more: int) -> dict[str, dict[str, bool]]:
    """For each word those of about its length, and whether they stand in a title."""
    near: dict[str, dict[str, bool]] = {word: {} for word in asked}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(BY_TRIGRAMS if has_trigrams() else BY_BEGINNING, [asked, more])
            for word, term, titled in cursor.fetchall():
                near[word][term] = titled
            return near
        lengths = [len(word) for word in asked]
        cursor.execute(OF_LENGTH, [min(lengths) - 2, max(lengths) + more])
        terms = [(term, bool(titled)) for term, titled in cursor.fetchall() if term.isalpha()]
    for word in asked:
        low, high = len(word) - 2, len(word) + more
        near[word] = {term: titled for term, titled in terms if low <= len(term) <= high}
    return near


def _closest(word: str, near: dict[str, bool], unfinished: bool) -> str:
    asked = word.casefold()
    if asked in near or not near:
        return word
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(asked)
    best, best_share = word, 0.0
    for term, titled in near.items():
        share = _share(matcher, term)
        if unfinished and len(term) > len(asked):
            share = max(share, _share(matcher, term[: len(asked)]))
        share += TITLED_BONUS if titled and share >= CLOSE else 0.0
        # The same first letter decides last: few miss that one.
        if (share, term[0] == asked[0]) > (best_share, best[0] == asked[0]):
            best, best_share = term, share
    return best if best_share >= CLOSE else word


def _share(matcher: SequenceMatcher, term: str) -> float:
    matcher.set_seq1(term)
    if matcher.real_quick_ratio() < CLOSE or matcher.quick_ratio() < CLOSE:
        return 0.0
    return matcher.ratio()


@cache
def has_trigrams() -> bool:
    """Whether PostgreSQL has pg_trgm; asked once a process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        return cursor.fetchone() is not None
