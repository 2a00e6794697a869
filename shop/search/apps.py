"""The search room: replaces Oscar's Haystack search by Wagtail's index."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from oscar.core import application


class SearchConfig(application.OscarConfig):
    """Takes the label of Oscar's search app, so nothing asks Haystack any more."""

    name = "shop.search"
    label = "search"
    verbose_name = _("Search")
    namespace = "search"

    def get_urls(self) -> list:
        from shop.search.views import SearchView

        return self.post_process_urls([path("", SearchView.as_view(), name="search")])
