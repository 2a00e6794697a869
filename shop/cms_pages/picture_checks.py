"""Names the pictures of a page that say nothing to shoppers who cannot see them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from shop.cms_pages.blocks.base import SectionBlock
from shop.cms_pages.fields import SectionsField
from shop.media.models import Image


def pictures_without_text(page: Page) -> list[Image]:
    """The pictures in the page's sections that have no alternative text and are no decoration.

    Each once. No query beyond those that load the sections' values.
    """
    silent = {
        image.pk: image
        for image in _pictures(page)
        if not (image.decorative or image.contextual_alt_text or image.description.strip())
    }
    return list(silent.values())


def _pictures(page: Page) -> Iterator[Image]:
    for field in page._meta.get_fields():
        if not isinstance(field, SectionsField):
            continue
        for child in getattr(page, field.name) or ():
            if isinstance(child.block, SectionBlock):
                yield from (image for image in child.block.pictures(child.value) if image)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def name_pictures_without_text(request: HttpRequest, page: Any) -> None:
    """Say so when the page was saved, with the way to where the text is written."""
    silent = pictures_without_text(page)
    if not silent:
        return
    links = format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        ((reverse("wagtailimages:edit", args=[image.pk]), image.title) for image in silent),
    )
    words = _("Alternative text is missing for shoppers who cannot see the picture:")
    messages.warning(request, format_html("{} {}", words, links))
