"""Films: files of our own, and films at a host that play in a frame once somebody asks."""

from __future__ import annotations

import os.path
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructValue
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock

from shop.catalogue.films import film_type, hosted_film, validate_captions, validate_film
from shop.catalogue.selectors import Film
from shop.cms_pages.blocks.base import GROUP_STORY, SectionBlock
from shop.cms_pages.pooled import PictureBlock
from shop.media.models import Image


class FilmFileBlock(DocumentChooserBlock):
    """A film among the documents of the library: MP4 or WebM, and really one."""

    def clean(self, value: Any) -> Any:
        document = super().clean(value)
        if document is not None:
            try:
                validate_film(document.file)
            except FileNotFoundError as error:
                raise ValidationError(_("This file is lost. Choose another one.")) from error
        return document


class CaptionsFileBlock(DocumentChooserBlock):
    """Subtitles among the documents of the library: WebVTT."""

    def clean(self, value: Any) -> Any:
        document = super().clean(value)
        if document is not None:
            try:
                validate_captions(document.file)
            except FileNotFoundError as error:
                raise ValidationError(_("This file is lost. Choose another one.")) from error
        return document


class VideoBlock(SectionBlock):
    """A film with its picture; nothing is asked of a host before somebody plays it."""

    heading = CharBlock(label=_("Heading"), required=False, max_length=80)
    title = CharBlock(
        label=_("Title of the film"),
        max_length=120,
        help_text=_("Said by screen readers and beside the sign to play."),
    )
    file = FilmFileBlock(
        label=_("File"), required=False, help_text=_("MP4 or WebM; or give an address below.")
    )
    address = CharBlock(
        label=_("Address at YouTube or Vimeo"),
        required=False,
        max_length=300,
        help_text=_("As you copy it there."),
    )
    picture = PictureBlock(label=_("Picture"), help_text=_("Shown until somebody plays the film."))
    captions = CaptionsFileBlock(
        label=_("Subtitles"), required=False, help_text=_("A WebVTT file, for a film of our own.")
    )

    class Meta:
        icon = "media"
        label = _("Video")
        group = GROUP_STORY
        description = _("A film of your own, or one at YouTube or Vimeo, that plays on a press.")
        template = "blocks/video.html"

    def clean(self, value: StructValue) -> StructValue:
        """One film: a file, or an address that we know."""
        cleaned: StructValue = super().clean(value)
        errors = {}
        if bool(cleaned["file"]) == bool(cleaned["address"]):
            errors["file"] = ValidationError(_("Choose a file or give an address: one of the two."))
        elif cleaned["address"] and hosted_film(cleaned["address"]) is None:
            errors["address"] = ValidationError(
                _("This is no film at YouTube or Vimeo. Copy the address from the film's page.")
            )
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    def pictures(self, value: StructValue) -> Iterable[Image | None]:
        return [value["picture"]]

    def frame_hosts(self, value: StructValue) -> Iterable[str]:
        hosted = hosted_film(value["address"]) if value["address"] else None
        if hosted:
            parts = urlsplit(hosted.embed_url)
            yield f"{parts.scheme}://{parts.netloc}"

    def get_section_context(self, value: StructValue, data: Any) -> dict[str, Any]:
        poster = data.picture(value["picture"])
        hosted = hosted_film(value["address"]) if value["address"] else None
        document = value["file"]
        if not document and hosted is None:
            return {"film": None}
        film = Film(
            title=value["title"],
            poster=poster,
            file_url=document.file.url if document else "",
            file_type=film_type(document.file.name) if document else "",
            captions_url=value["captions"].file.url if value["captions"] else "",
            host=hosted.host if hosted else "",
            watch_url=hosted.watch_url if hosted else "",
            embed_url=hosted.embed_url if hosted else "",
            poster_url=poster.src if poster else "",
        )
        return {"film": film}

    def get_preview_value(self) -> StructValue:
        return self.preview_of(
            heading=_now("Seen in the workshop"),
            title=_now("How a mug is thrown"),
            address="https://vimeo.com/123456789",
            picture=self.preview_picture(),
        )


def film_source(document: Any) -> dict[str, str] | None:
    """Where a film of the library is and what it is, or nothing where there is none."""
    if not document or not film_type(document.file.name):
        return None
    return {"url": document.file.url, "type": film_type(os.path.basename(document.file.name))}
