"""What the shop writes about the newsletter."""

from typing import Any

from django.urls import reverse

from shop.communication.addresses import absolute_url
from shop.communication.kinds import register_kind
from shop.newsletter.models import Subscriber

CONFIRMATION = "newsletter_confirmation"


def register_kinds() -> None:
    """Make the messages of this room known to the outbox."""
    register_kind(CONFIRMATION, confirmation)


def confirmation(context: dict[str, Any]) -> dict[str, Any]:
    """Is it your address? `context`: subscriber_id. Raises Subscriber.DoesNotExist."""
    subscriber = Subscriber.objects.get(pk=context["subscriber_id"])
    return {
        "consent": subscriber.consent,
        "confirm_url": absolute_url(reverse("newsletter:confirm", args=[subscriber.key])),
        "leave_url": absolute_url(reverse("newsletter:leave", args=[subscriber.key])),
    }
