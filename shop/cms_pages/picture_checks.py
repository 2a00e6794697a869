"""Names the pictures of a page or layout that say nothing to shoppers who cannot see them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import ForeignKey, Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from shop.cms_pages.blocks.base import SectionBlock
from shop.cms_pages.fields import SectionsField
from shop.media.models import Image

# Not on the page: apps that show a link to it may read its text aloud, but no shopper here misses
# it, and the page's own first picture, whose text is asked for, mostly stands in its place.
UNSEEN = frozenset({"social_picture"})


def pictures_without_text(shown: Model) -> list[Image]:
    """The pictures of a page or layout that have no alternative text and are no decoration.

    Each once. No query beyond those that load the sections' values and the page's own pictures.
    The shop's settings need no such look: the logo is read as the brand's name, and beside the
    picture of a menu's promotion tile stands its title.
    """
    silent = {
        image.pk: image
        for image in _pictures(shown)
        if not (image.decorative or image.contextual_alt_text or image.description.strip())
    }
    return list(silent.values())


def _pictures(shown: Model) -> Iterator[Image]:
    for field in shown._meta.get_fields():
        if isinstance(field, SectionsField):
            for child in getattr(shown, field.name) or ():
                if isinstance(child.block, SectionBlock):
                    yield from (image for image in child.block.pictures(child.value) if image)
        elif isinstance(field, ForeignKey) and field.related_model is Image:
            image = None if field.name in UNSEEN else getattr(shown, field.name)
            if image:
                yield image


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def name_pictures_without_text(request: HttpRequest, shown: Any) -> None:
    """Say so when somebody saved, with the way to where the text is written.

    Not when the editor saves by itself: nobody would read it before the next page.
    """
    if not request.accepts("text/html"):
        return
    silent = pictures_without_text(shown)
    if not silent:
        return
    links = format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        ((reverse("wagtailimages:edit", args=[image.pk]), image.title) for image in silent),
    )
    words = _("Alternative text is missing for shoppers who cannot see the picture:")
    messages.warning(request, format_html("{} {}", words, links))
