"""The search page."""

from django.views.generic import TemplateView


class SearchView(TemplateView):
    """Products and pages that match the query."""

    template_name = "pages/search.html"
