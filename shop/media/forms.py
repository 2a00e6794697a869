"""The form through which pictures enter the library."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

from shop.media.models import Image


class ImageForm(BaseImageForm):
    """Wagtail's image form, which here insists on an alternative text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
