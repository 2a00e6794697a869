"""Where a section begins, for editors."""

from typing import Any

from django import template
from django.utils.html import format_html

register = template.Library()


@register.simple_tag(takes_context=True)
def section_mark(context: Any, section: Any = None) -> str:
    """In an editor's preview a comment with the section's id, else nothing.

    A press on what follows opens the section in the form (static/js/preview-sections.js). A comment
    and no element, so that the preview looks as the page does. Without a section: here they end.
    """
    if not getattr(context.get("request"), "is_preview", False):
        return ""
    return format_html("<!-- section {} -->", getattr(section, "id", None) or "")
