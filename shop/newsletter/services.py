"""Asking for the newsletter, confirming, and leaving it."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from shop.communication.services import queue_message
from shop.newsletter.emails import CONFIRMATION
from shop.newsletter.models import Subscriber

State = Subscriber.State


def sign_up(*, email: str, consent: str, source: str = "") -> Subscriber:
    """Keep the address with the words agreed to, and write to it to be confirmed.

    Whoever is confirmed already stays so and gets no mail; nobody who asks is told which it was.
    However often somebody types an address, it gets one mail an hour. Locks the address's row.
    """
    email = email.strip().lower()
    now = timezone.now()
    with transaction.atomic():
        subscriber = _locked(email)
        if subscriber is None:
            try:
                with transaction.atomic():
                    subscriber = Subscriber.objects.create(
                        email=email, consent=consent, source=source, asked_at=now
                    )
            except IntegrityError:  # the same address, typed at the same moment
                subscriber = Subscriber.objects.select_for_update().get(email=email)
        if subscriber.state == State.CONFIRMED:
            return subscriber
        subscriber.state, subscriber.asked_at, subscriber.left_at = State.WAITING, now, None
        subscriber.consent, subscriber.source = consent, source
        subscriber.save()
        queue_message(
            kind=CONFIRMATION,
            key=f"{CONFIRMATION}:{subscriber.pk}:{now:%Y%m%d%H}",
            recipient=email,
            context={"subscriber_id": subscriber.pk},
        )
    return subscriber


def confirm(*, key: str) -> Subscriber:
    """The address is its owner's; idempotent. Raises Subscriber.DoesNotExist."""
    with transaction.atomic():
        subscriber = Subscriber.objects.select_for_update().get(key=key)
        if subscriber.state != State.CONFIRMED:
            subscriber.state, subscriber.left_at = State.CONFIRMED, None
            subscriber.confirmed_at = timezone.now()
            subscriber.save(update_fields=["state", "confirmed_at", "left_at"])
    return subscriber


def leave(*, key: str) -> Subscriber:
    """Write no more; idempotent. Raises Subscriber.DoesNotExist."""
    with transaction.atomic():
        subscriber = Subscriber.objects.select_for_update().get(key=key)
        if subscriber.state != State.LEFT:
            subscriber.state, subscriber.left_at = State.LEFT, timezone.now()
            subscriber.save(update_fields=["state", "left_at"])
    return subscriber


def _locked(email: str) -> Subscriber | None:
    return Subscriber.objects.select_for_update().filter(email=email).first()
