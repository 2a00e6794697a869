"""What the CMS shows of a type of page."""

from django import template
from django.apps import apps

register = template.Library()


@register.simple_tag
def page_type_icon(app_label: str, model_name: str) -> str:
    """The type's sign, by its name among Wagtail's icons."""
    model = apps.get_model(app_label, model_name)
    return getattr(model, "page_icon", "doc-empty-inverse")
