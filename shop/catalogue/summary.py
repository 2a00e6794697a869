"""What search engines and link previews are told of a thing whose description nobody wrote."""

from django.utils.html import strip_tags
from django.utils.text import Truncator


def summary(*texts: str) -> str:
    """The texts without their tags, one after the other, 160 characters at most."""
    said = [strip_tags(text).strip().rstrip(".") for text in texts if text]
    return Truncator(". ".join(said)).chars(160)
