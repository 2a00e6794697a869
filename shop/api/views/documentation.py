"""The description for people: Swagger UI from our own origin."""

from drf_spectacular.views import SpectacularSwaggerSplitView


class DocsView(SpectacularSwaggerSplitView):
    """The schema as a page to read and to try out; its script is an address of its own (CSP)."""

    url_name = "api:schema"
    template_name = "pages/api_docs.html"
