"""Pages that stand for a product or a category: their address is its address, not the tree's.

A page type says so with `stands_for_a_thing`, names the one-to-one field with `thing`, and tells
with `is_seen` whether shoppers come there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any


def things_pages(pages: Iterable[Any]) -> dict[Any, Any]:
    """Those of the pages that stand for a product or a category, by key, loaded as such with it.

    A query for each of the two kinds that is among them; none for what is loaded so already.
    """
    wanted: dict[Any, set[Any]] = defaultdict(set)
    for page in pages:
        kind = page.specific_class
        if getattr(kind, "stands_for_a_thing", False) and not isinstance(page, kind):
            wanted[kind].add(page.pk)
    found: dict[Any, Any] = {}
    for kind, ids in wanted.items():
        found |= kind.objects.select_related(kind.thing).in_bulk(ids)
    return found
