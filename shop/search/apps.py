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

    def ready(self) -> None:
        super().ready()
        from shop.search import signal_handlers
        from shop.search.listings import signal_handlers as listings

        signal_handlers.connect()
        listings.connect(self)

    def get_urls(self) -> list:
        from shop.search.views import SearchView, SuggestView

        urls = [
            path("", SearchView.as_view(), name="search"),
            path("suggest/", SuggestView.as_view(), name="suggest"),
        ]
        return self.post_process_urls(urls)
