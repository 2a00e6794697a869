"""Parts of the page editor that are ours."""

from typing import Any

from django.conf import settings
from django.forms import Media
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel


class SearchPreviewPanel(Panel):
    """How a search engine shows the page, as one types, with hints where it would be cut."""

    #: What search engines show before they cut, in characters; the title with the shop's name.
    TITLE, DESCRIPTION = 60, 160

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("As a search engine shows it"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        """The preview; its script reads the fields that the form has."""

        template_name = "cms_pages/panels/search_preview.html"

        @property
        def media(self) -> Media:
            return Media(
                js=["js/cms/search-preview.js"], css={"all": ["css/cms/search-preview.css"]}
            )

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from shop.cms_pages.models import StoreSettings

            context: dict[str, Any] = super().get_context_data(parent_context)
            page = self.instance
            parent = page.get_parent() if page.pk else getattr(self.form, "parent_page", None)
            above = (parent.get_url(self.request) if parent else "") or "/"
            store = StoreSettings.for_request(self.request)
            return context | {
                "above": settings.SITE_URL + above,
                "found_as": page.found_as(),
                "is_home": bool(page.pk) and page.depth == 2,
                "brand": store.brand_name,
                "store_description": store.meta_description,
                "longest_title": SearchPreviewPanel.TITLE,
                "longest_description": SearchPreviewPanel.DESCRIPTION,
            }
