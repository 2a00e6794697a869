"""Which pages show a thing of the catalogue, for who is about to change or delete it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import DraftStateMixin, Page, ReferenceIndex


@dataclass(frozen=True)
class Shown:
    """A page, a layout or a setting that names the thing. `places` are parts of it, such as a
    section; `own`: it is the thing's own page and goes with it. `url` is where it is edited."""

    title: str
    kind: str
    url: str
    live: bool
    own: bool
    places: tuple[str, ...]


def shown_on(thing: Any) -> list[Shown]:
    """What chose the thing, by hand, in a link or as its page.

    A query for the references and two for each kind of what refers. What a rule
    draws, such as the newest, is not named: it closes its gap by itself.
    """
    finder = AdminURLFinder()
    found = []
    kinds = [
        ContentType.objects.get_for_model(model)
        for model in (Page, *apps.get_app_config("cms_pages").get_models())
    ]
    # Baskets, stock and reviews refer to products too; that is nothing to an editor.
    references = ReferenceIndex.get_references_to(thing).filter(base_content_type__in=kinds)
    grouped = references.group_by_source_object()
    for source, references in grouped:
        if source is None:
            continue
        page = source.specific if isinstance(source, Page) else source
        places = dict.fromkeys(reference.describe_source_field() for reference in references)
        found.append(
            Shown(
                title=page.get_admin_display_title() if isinstance(page, Page) else str(page),
                kind=str(page._meta.verbose_name),
                url=finder.get_edit_url(source) or "",
                live=page.live if isinstance(page, DraftStateMixin) else True,
                own=getattr(thing, "page", None) == page,
                places=tuple(str(place) for place in places),
            )
        )
    return sorted(found, key=lambda shown: (not shown.own, not shown.live, shown.title))
