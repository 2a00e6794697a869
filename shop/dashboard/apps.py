"""The order dashboard: Oscar's, with its ways in led through allauth."""

from oscar.apps.dashboard import apps


class DashboardConfig(apps.DashboardConfig):
    """Oscar's app under our roof; the label stays Oscar's, so its loader finds our classes."""

    name = "shop.dashboard"
