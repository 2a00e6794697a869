"""The catalogue room: products, categories and what pages show of them."""

from oscar.apps.catalogue import apps


class CatalogueConfig(apps.CatalogueConfig):
    """Oscar's app under our roof; its pages are served by `shop.cms_pages`."""

    name = "shop.catalogue"

    def ready(self) -> None:
        super().ready()
        from shop.catalogue import picture_references, signal_handlers

        signal_handlers.connect(self)
        picture_references.register()

    def get_urls(self) -> list:
        """Oscar's catalogue views are replaced, so it adds no address of its own."""
        return []
