"""The communication room: the outbox, message kinds and the rendering of e-mails."""

from oscar.apps.communication import apps


class CommunicationConfig(apps.CommunicationConfig):
    """Oscar's app under our roof; the label stays Oscar's, so its loader finds our classes."""

    name = "shop.communication"
