"""Celery's entry points; each takes ids and calls one service."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Only task functions live here."""

    name = "shop.tasks"
    label = "tasks"
