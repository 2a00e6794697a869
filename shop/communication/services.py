"""The outbox's services."""

from typing import Any

from django.utils import timezone

from shop.communication.models import OutboundMessage
from shop.core import jobs


def queue_message(
    *, kind: str, key: str, recipient: str, context: dict[str, Any]
) -> OutboundMessage:
    """Write a message into the outbox, in the caller's transaction; once per key."""
    message, created = OutboundMessage.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "recipient": recipient,
            "context": context,
            "due_at": timezone.now(),
        },
    )
    if created:
        jobs.enqueue("shop.tasks.email.send_message", message.pk)
    return message
