"""Celery's entry points; each takes ids and calls one service."""

import pkgutil
from importlib import import_module

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Only task functions live here."""

    name = "shop.tasks"
    label = "tasks"

    def ready(self) -> None:
        """Register every task in every process: a name nobody registered is sent and never runs."""
        from shop import tasks

        for module in pkgutil.iter_modules(tasks.__path__, f"{tasks.__name__}."):
            import_module(module.name)
