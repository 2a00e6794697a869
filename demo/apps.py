"""The demo shop: a catalogue, its pictures and the command that loads them."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """Holds management commands and data only; it has no models."""

    name = "demo"
    label = "demo"
    verbose_name = _("Demo shop")
