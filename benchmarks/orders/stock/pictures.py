"""Pictures that cost nothing to scale: the original is shown."""

from typing import Any

from oscar.core.thumbnails import AbstractThumbnailer


class Unscaled(AbstractThumbnailer):
    """Every size of a picture is the picture."""

    def generate_thumbnail(self, source: Any, **opts: Any) -> Any:
        return source

    def delete_thumbnails(self, source: Any) -> None:
        """There are none."""
