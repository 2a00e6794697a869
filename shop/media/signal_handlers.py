"""Where Wagtail's signals enter the media room: one call to a service each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_save

from shop.media.models import Image


def connect() -> None:
    """Connect the handlers; called once, when the app is ready."""
    post_save.connect(
        image_saved, sender=Image, dispatch_uid="shop.media.signal_handlers.image_saved"
    )


def image_saved(
    sender: type[Image],
    instance: Image,
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    **kwargs: Any,
) -> None:
    """Have the worker make what a new or changed picture lacks."""
    from shop.media import services

    # Wagtail stores sizes and hashes that it computes on the way; they change no rendition.
    if raw or (update_fields is not None and "file" not in update_fields):
        return
    services.request_renditions(image_id=instance.pk)
