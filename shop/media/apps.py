"""The media room: one library of pictures for the catalogue and the pages."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    """Holds the image model and the renditions that a worker makes ahead."""

    name = "shop.media"
    label = "media"
    verbose_name = _("Media")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from shop.media import signal_handlers

        signal_handlers.connect()
