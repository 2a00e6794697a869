"""The field that holds a page's sections."""

from typing import Any

from wagtail.fields import StreamField


class SectionsField(StreamField):
    """A StreamField whose migrations do not repeat what its blocks look like.

    The column is the same JSON whatever the blocks are, so a new kind of section, or a word in
    its form, is no change of the database. A data migration reads the JSON as it is (`raw_data`).
    """

    def deconstruct(self) -> Any:
        """The field without its blocks."""
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
