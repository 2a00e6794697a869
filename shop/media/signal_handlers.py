"""Where Wagtail's signals enter the media room: one call to a service each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_delete, post_save

from shop.core import page_cache
from shop.media.models import Image, Rendition


def connect() -> None:
    """Connect the handlers; called once, when the app is ready."""
    post_save.connect(
        image_saved, sender=Image, dispatch_uid="shop.media.signal_handlers.image_saved"
    )
    for signal in (post_save, post_delete):
        for model in (Image, Rendition):
            signal.connect(
                image_shown_otherwise,
                sender=model,
                dispatch_uid=f"shop.media.signal_handlers.shown.{model.__name__}",
            )


def image_shown_otherwise(sender: type, instance: Image | Rendition, **kwargs: Any) -> None:
    """A picture or one of its copies was saved or deleted."""
    pk = instance.pk if isinstance(instance, Image) else instance.image_id
    page_cache.forget(page_cache.sources.image(pk), page_cache.sources.IMAGES)


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
