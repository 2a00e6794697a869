"""The core room: what every room may use and that knows none of them."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The queue's door, template filters and commands."""

    name = "shop.core"
    label = "core"
