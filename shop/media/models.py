"""The picture library that products, categories and pages share."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
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

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]


class Rendition(AbstractRendition):
    """A resized or re-encoded copy of an image, found by its filter spec."""

    image = models.ForeignKey(Image, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
