"""What the search finds, as plain data."""

from shop.search.selectors.finding import Found, PageHit, find
from shop.search.selectors.results import SearchResults, search_results
from shop.search.selectors.suggesting import Suggestions, suggestions

__all__ = [
    "Found",
    "PageHit",
    "SearchResults",
    "Suggestions",
    "find",
    "search_results",
    "suggestions",
]
