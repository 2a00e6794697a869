"""The forms' parts through which pictures enter the library."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from shop.media.models import Image


class PictureField(WagtailImageField):
    """An upload that becomes a picture of the library.

    Wagtail cannot count the pixels of the largest pictures and calls them an “unknown number”;
    and it stumbles over one that breaks off half-way.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages["file_too_many_pixels"] = _(
            "This picture is too large: it may have %(millions)d million pixels, for instance "
            "8000 by 6000. Make it smaller, then upload it again."
        ) % {"millions": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000}

    def to_python(self, data: Any) -> Any:
        """The file, if it is a picture that can be decoded."""
        try:
            return super().to_python(data)
        except OSError as error:
            words = self.error_messages["invalid_image"]
            raise ValidationError(words, code="invalid_image") from error


class ImageForm(BaseImageForm):
    """Wagtail's image form, which here insists on an alternative text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            wagtails = self.fields["file"]
            self.fields["file"] = PictureField(label=wagtails.label, widget=wagtails.widget)
        description = self.fields.get("description")
        if description is not None:
            description.label = _("Alternative text")
            description.required = True
            description.help_text = _(
                "For shoppers who cannot see the picture. Say in one sentence what it shows, as "
                "you would on the telephone: “Dark blue stoneware mug with a bare clay foot”. "
                "Leave out “picture of”."
            )

    def save(self, commit: bool = True) -> Image:
        """Save the picture.

        One transaction: Wagtail deletes a replaced file's renditions after
        saving the row, and the worker must not start before they are gone.
        """
        if "file" in self.changed_data:
            self.instance.dominant_colour = ""
        with transaction.atomic():
            image: Image = super().save(commit=commit)
        return image
