"""Celery's entry points; each takes ids and calls one service."""

import pkgutil
from importlib import import_module

from django.apps import AppConfig

import shop.tasks


class TasksConfig(AppConfig):
    """Only task functions live here."""

    name = "shop.tasks"
    label = "tasks"

    def ready(self) -> None:
        """Register every task: the worker runs them, and eager mode needs them in any process."""
        for module in pkgutil.iter_modules(shop.tasks.__path__):
            import_module(f"{shop.tasks.__name__}.{module.name}")
