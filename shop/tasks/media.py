"""Work on pictures that a request must not wait for."""

from __future__ import annotations

from celery import shared_task

from shop.media import services


@shared_task(
    name=services.TASK_MAKE_RENDITIONS,
    # A storage may be away for a moment; a broken file stays broken and is given up.
    autoretry_for=(services.PictureUnreadable,),
    max_retries=3,
    retry_backoff=30,
)
def make_renditions(image_id: int) -> int:
    """Make what the picture lacks; returns how many renditions were made."""
    return services.make_renditions(image_id=image_id)


@shared_task(name="shop.tasks.media.request_missing_renditions")
def request_missing_renditions() -> int:
    """Ask again for what a lost message left unmade; returns for how many pictures."""
    return services.request_missing_renditions()
