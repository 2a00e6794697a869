"""The forms in which editors write pages."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm


class StorePageForm(WagtailAdminPageForm):
    """Wagtail's page form, which names a slug that the shop itself answers."""

    def clean(self) -> dict:
        """Refuse the slug here as well: a new page does not know its parent yet."""
        cleaned: dict = super().clean()
        slug = cleaned.get("slug")
        if slug and self.parent_page is not None and "slug" not in self.errors:
            try:
                self.instance.check_slug_is_free(slug, parent=self.parent_page)
            except ValidationError as error:
                self.add_error("slug", error)
        return cleaned


class LayoutForm(WagtailAdminModelForm):
    """A layout's form: whom it is for is asked once, when it is made.

    Otherwise a draft could wait with a scope that another layout takes meanwhile.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("product_class", "category"):
                if name in self.fields:
                    self.fields[name].disabled = True
