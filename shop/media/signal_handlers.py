"""Where Wagtail's signals enter the media room: one call to a service each."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from shop.media.models import Image


def connect() -> None:
    """Connect the handlers; called once, when the app is ready."""
    post_save.connect(
        image_saved, sender=Image, dispatch_uid="shop.media.signal_handlers.image_saved"
    )


def image_saved(sender: type[Image], instance: Image, raw: bool = False, **kwargs: Any) -> None:
    """Have the renditions of a new or changed picture made by the worker."""
    from shop.media import services

    if not raw:
        services.request_renditions(image=instance)
