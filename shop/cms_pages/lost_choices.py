"""Names the sections that chose what shoppers do not see: deleted, or not public any more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import ngettext
from wagtail import hooks

from shop.cms_pages.fields import SectionsField
from shop.cms_pages.pooled import chosen_in


@dataclass(frozen=True)
class Lost:
    """A section by its kind and heading, and how many of its choices shoppers do not see."""

    section: str
    number: int


def lost_choices(thing: Any) -> list[Lost]:
    """The sections of a page or layout with choices that are gone or hidden, in their order.

    One query for each kind of thing that the sections chose.
    """
    found = [(section, list(chosen_in(*section))) for section in _sections(thing)]
    wanted: dict[Any, set[Any]] = defaultdict(set)
    for _section, chosen in found:
        for block, pk in chosen:
            wanted[block.model_class].add(pk)
    seen = {model: _seen(model, ids) for model, ids in wanted.items()}
    lost = []
    for (block, value), chosen in found:
        number = sum(pk not in seen[chooser.model_class] for chooser, pk in chosen)
        if number:
            heading = value.get("heading") or value.get("headline") or ""
            kind = capfirst(block.label)
            lost.append(Lost(f"{kind} “{heading}”" if heading else kind, number))
    return lost


def _sections(thing: Any) -> Iterator[tuple[Any, Any]]:
    for field in thing._meta.get_fields():
        if isinstance(field, SectionsField):
            stream = getattr(thing, field.name)
            for item in stream.raw_data if stream else ():
                block = stream.stream_block.child_blocks.get(item["type"])
                if block is not None:
                    yield block, item["value"]


def _seen(model: Any, ids: set[Any]) -> set[Any]:
    rows = model._default_manager.filter(pk__in=ids)
    # Products and categories may be there and not public.
    shown = rows.browsable() if hasattr(rows, "browsable") else rows
    return set(shown.values_list("pk", flat=True))


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def name_lost_choices(request: HttpRequest, thing: Any) -> None:
    """Say so when the form is opened, where an empty line alone would say nothing."""
    if request.method != "GET":
        return
    for lost in lost_choices(thing):
        words = ngettext(
            "%(section)s chose something that shoppers do not see: it was deleted, or is not "
            "public. They see the rest.",
            "%(section)s chose %(number)d things that shoppers do not see: they were deleted, or "
            "are not public. They see the rest.",
            lost.number,
        )
        messages.warning(request, words % {"section": lost.section, "number": lost.number})
