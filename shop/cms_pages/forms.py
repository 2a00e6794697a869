"""The forms in which editors write pages."""

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm


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
