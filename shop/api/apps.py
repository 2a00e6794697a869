"""The API's room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Nothing of its own but answers."""

    name = "shop.api"
    label = "api"

    def ready(self) -> None:
        """Tell the schema how one logs in."""
        from shop.api import schema  # noqa: F401
