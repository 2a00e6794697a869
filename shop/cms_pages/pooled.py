"""What sections chose, loaded together: one query a model for a whole page.

Wagtail reads the pictures of heroes, then those of galleries, and so on: a page of many kinds of
section would pay for each kind. While `pooled` holds, the choosers take what it has read instead.
"""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import ChooserBlock, ListBlock, PageChooserBlock, StreamBlock, StructBlock
from wagtail.blocks.stream_block import StreamValue
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page

from shop.search.selectors.things import things_pages

# By model, the ids that were asked for and the rows that there are.
Pool = dict[Any, tuple[set[Any], dict[Any, Any]]]

_pool: ContextVar[Pool | None] = ContextVar("what sections chose", default=None)


class PooledChooserBlock(ChooserBlock):
    """A chooser that takes from the pool what the pool has read; else it asks as Wagtail's does."""

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        """The instances, in the order of the ids; each its own, for a block may write on it."""
        values = list(values)
        asked, rows = (_pool.get() or {}).get(self.model_class, (set(), {}))
        if not asked.issuperset(value for value in values if value is not None):
            return list(super().bulk_to_python(values))
        return [copy.copy(rows[value]) if value in rows else None for value in values]

    def clean(self, value: Any) -> Any:
        """Say what to do about an empty place, which may be what somebody deleted."""
        if value is None and self.required:
            raise ValidationError(
                _("Nothing is chosen here; what stood here may be gone. Choose it, or remove this.")
            )
        return super().clean(value)

    class Meta:
        abstract = True


class PictureChooserBlock(PooledChooserBlock, ImageChooserBlock):
    """A picture of the library."""


class SitePageChooserBlock(PooledChooserBlock, PageChooserBlock):
    """A page of the site. That of a product or a category knows its address."""

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        pages = super().bulk_to_python(values)
        things = things_pages([page for page in pages if page is not None])
        return [things.get(page.pk, page) if page is not None else None for page in pages]


class PictureBlock(ImageBlock):
    """A picture of the library, with what it says on this page to who cannot see it."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        chooser = PictureChooserBlock(required=required)
        chooser.set_name("image")
        self.child_blocks["image"] = chooser


@contextmanager
def pooled(stream: Any) -> Iterator[None]:
    """Read what a stream's sections chose: one query a model, however many kinds there are."""
    found: dict[Any, set[Any]] = defaultdict(set)
    if isinstance(stream, StreamValue):
        for item, made in zip(stream._raw_data, stream._bound_blocks, strict=True):
            if item and made is None:
                block = stream.stream_block.child_blocks.get(item["type"])
                for chooser, pk in chosen_in(block, item["value"]):
                    if isinstance(chooser, PooledChooserBlock):
                        found[chooser.model_class].add(pk)
    pool: Pool = {model: (ids, model.objects.in_bulk(ids)) for model, ids in found.items()}
    if Page in pool:
        rows = pool[Page][1]
        rows.update(things_pages(rows.values()))
    token = _pool.set(pool)
    try:
        yield
    finally:
        _pool.reset(token)


def chosen_in(block: Any, raw: Any) -> Iterator[tuple[ChooserBlock, Any]]:
    """The choosers in a block with the id that each holds in the stored value. No query."""
    if isinstance(block, ChooserBlock):
        if isinstance(raw, int):
            yield block, raw
    elif isinstance(block, StructBlock) and isinstance(raw, dict):
        for name, child in block.child_blocks.items():
            yield from chosen_in(child, raw.get(name))
    elif isinstance(block, ListBlock) and isinstance(raw, list):
        for item in raw:
            is_block = isinstance(item, dict) and item.get("type") == "item"
            yield from chosen_in(block.child_block, item["value"] if is_block else item)
    elif isinstance(block, StreamBlock) and isinstance(raw, list):
        for item in raw:
            yield from chosen_in(block.child_blocks.get(item["type"]), item["value"])
