"""What was typed, made fit for the index and for a page."""

from __future__ import annotations

import re

LONGEST_QUERY = 200
LONGEST_WORD = 60
MOST_WORDS = 12
WORD = re.compile(r"\w+")
SURROGATE = re.compile("[\ud800-\udfff]")


def cleaned(query: str) -> str:
    """One line of at most 200 characters that every database and every page can take.

    Drops NUL, which PostgreSQL refuses, and halves of characters, which cannot be encoded.
    """
    return " ".join(SURROGATE.sub("", query.replace("\x00", "")).split())[:LONGEST_QUERY].strip()


def words_of(query: str) -> tuple[str, ...]:
    """Its words alone, at most twelve: a stray sign would be syntax to SQLite's index."""
    return tuple(word[:LONGEST_WORD] for word in WORD.findall(query)[:MOST_WORDS])


def plain(query: str) -> str:
    """Its words in lower case, as editors' and shoppers' are compared."""
    return " ".join(words_of(cleaned(query))).casefold()
