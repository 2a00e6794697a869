"""What every page shows whoever asks: brand, menus, footer."""

from django.http import HttpRequest


def store(request: HttpRequest) -> dict:
    """Nothing yet but the names."""
    return {}
