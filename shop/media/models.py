"""The picture library that products, categories and pages share."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.images.models import AbstractImage, AbstractRendition

hex_colour = RegexValidator(r"^#[0-9a-f]{6}$", _("Write the colour as #rrggbb."))


class Image(AbstractImage):
    """A picture with its alternative text and its placeholder colour.

    Wagtail's own ``description`` is the alternative text; nothing else is.
    ``dominant_colour`` is computed by the worker together with the renditions
    and is empty until then.
    """

    dominant_colour = models.CharField(
        _("dominant colour"),
        max_length=7,
        blank=True,
        default="",
        editable=False,
        validators=[hex_colour],
        help_text=_("Shown while the picture loads, as #rrggbb."),
    )

    # Both fields repeat Wagtail's with names of their own: its built-in image model, which
    # stays installed, is called Image too, and the reverse names would clash.
    tags = TaggableManager(
        help_text=None, blank=True, verbose_name=_("tags"), related_name="media_images"
    )
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by user"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="media_images",
    )
    uploaded_by_user.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    admin_form_fields = (
        "title",
        "file",
        "description",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    @property
    def url(self) -> str:
        """The file's address, under the name by which Oscar's dashboard asks for it."""
        return str(self.file.url)

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]


class Rendition(AbstractRendition):
    """A resized or re-encoded copy of an image, found by its filter spec."""

    image = models.ForeignKey(Image, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
