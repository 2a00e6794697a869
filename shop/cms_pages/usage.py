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
    """A page, a layout or a setting that names the thing. `url` is where it is edited.

    `own`: it is the thing's own page and goes with it.
    """

    title: str
    kind: str
    url: str
    live: bool
    own: bool


def shown_on(thing: Any) -> list[Shown]:
    """What chose the thing, by hand, in a link or as its page.

    A query for the references and two for each kind of what refers. What a rule
    draws, such as the newest, is not named: it closes its gap by itself.
    """
    kinds = [
        ContentType.objects.get_for_model(model)
        for model in (Page, *apps.get_app_config("cms_pages").get_models())
    ]
    # Baskets, stock and reviews refer to products too; that is nothing to an editor.
    references = ReferenceIndex.get_references_to(thing).filter(base_content_type__in=kinds)
    own = getattr(thing, "page", None)
    # Wagtail's index does not know of one-to-one fields.
    found = [_shown(own, own=True)] if own is not None else []
    for source, _references in references.group_by_source_object():
        is_own = own is not None and isinstance(source, Page) and source.pk == own.pk
        if source is not None and not is_own:
            found.append(_shown(source.specific if isinstance(source, Page) else source))
    return sorted(found, key=lambda shown: (not shown.own, not shown.live, shown.title))


def _shown(source: Any, *, own: bool = False) -> Shown:
    return Shown(
        title=source.get_admin_display_title() if isinstance(source, Page) else str(source),
        kind=str(source._meta.verbose_name),
        url=AdminURLFinder().get_edit_url(source) or "",
        live=source.live if isinstance(source, DraftStateMixin) else True,
        own=own,
    )
