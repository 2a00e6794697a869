"""What the media room does: make a picture ready to be shown."""

from __future__ import annotations

from shop.core import jobs
from shop.media.models import Image

TASK_MAKE_RENDITIONS = "shop.tasks.media.make_renditions"


def request_renditions(*, image: Image) -> None:
    """Have the worker make what the picture lacks, once the transaction is committed."""
    jobs.enqueue(TASK_MAKE_RENDITIONS, image.pk)
