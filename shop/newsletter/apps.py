"""The newsletter's room. Sending one is another program's work; this keeps the addresses true."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    """Who wants to hear from the shop."""

    name = "shop.newsletter"
    label = "newsletter"
    verbose_name = _("Newsletter")

    def ready(self) -> None:
        """Tell the outbox what this room writes."""
        from shop.newsletter import emails

        emails.register_kinds()
