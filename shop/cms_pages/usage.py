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
    """A page, a layout or a setting that names the thing.

    `url` is where it is edited by who may edit it, else the page itself while it is published, and
    else empty. `own`: it is the thing's own page and goes with it.
    """

    title: str
    kind: str
    url: str
    live: bool
    own: bool


def shown_on(thing: Any, *, user: Any) -> list[Shown]:
    """What chose the thing, by hand, in a link or as its page, with links that the user may follow.

    A query for the references and two for each kind of what refers, and the user's rights. What a
    rule draws, such as the newest, is not named: it closes its gap by itself.
    """
    finder = AdminURLFinder(user)
    kinds = [
        ContentType.objects.get_for_model(model)
        for model in (Page, *apps.get_app_config("cms_pages").get_models())
    ]
    # Baskets, stock and reviews refer to products too; that is nothing to an editor.
    references = ReferenceIndex.get_references_to(thing).filter(base_content_type__in=kinds)
    own = getattr(thing, "page", None)
    # Wagtail's index does not know of one-to-one fields.
    found = [_shown(own, finder, own=True)] if own is not None else []
    for source, _references in references.group_by_source_object():
        is_own = own is not None and isinstance(source, Page) and source.pk == own.pk
        if source is not None and not is_own:
            found.append(_shown(source.specific if isinstance(source, Page) else source, finder))
    return sorted(found, key=lambda shown: (not shown.own, not shown.live, shown.title))


def _shown(source: Any, finder: AdminURLFinder, *, own: bool = False) -> Shown:
    live = source.live if isinstance(source, DraftStateMixin) else True
    url = finder.get_edit_url(source)
    if not url and live and isinstance(source, Page):
        url = source.get_url()
    return Shown(
        title=source.get_admin_display_title() if isinstance(source, Page) else str(source),
        kind=str(source._meta.verbose_name),
        url=url or "",
        live=live,
        own=own,
    )
