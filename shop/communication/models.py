"""The outbox: what is to be written to people, stored with the fact it tells of."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboundMessage(models.Model):
    """One e-mail to one person, written in the transaction of its cause and sent by the worker.

    `key` names cause and kind ("order_confirmation:W7K3-9Q2M"), so a cause is told once.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Given up")

    key = models.CharField(_("Key"), max_length=200, unique=True)
    kind = models.CharField(_("Kind"), max_length=64, db_index=True)
    recipient = models.EmailField(_("Recipient"))
    context = models.JSONField(_("Context"), default=dict)
    state = models.CharField(
        _("State"), max_length=10, choices=State.choices, default=State.PENDING
    )
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0)
    due_at = models.DateTimeField(_("Due at"))
    created_at = models.DateTimeField(_("Created at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("Sent at"), null=True, blank=True)
    last_error = models.TextField(_("Last error"), blank=True)

    class Meta:
        app_label = "communication"
        ordering = ["-created_at"]
        verbose_name = _("Outbound message")
        verbose_name_plural = _("Outbound messages")
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state__in=["pending", "sending"]),
                name="message_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.recipient}"


from oscar.apps.communication.models import *  # noqa: E402, F403
