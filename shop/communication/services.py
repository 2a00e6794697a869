"""Writing to people: a row with the fact it tells of, sent by the worker until it is sent.

    queue_message (in the caller's transaction) -> on commit -> worker: send_message
                                        beat every 30 s -> worker: send_due_messages

A message is sent at least once. Two workers never send it at the same time: one of them claims
the row by a conditional UPDATE and holds it for LEASE. A worker that dies in between leaves the row
claimed until then; the next one sends it with the same Message-ID.
"""

import logging
from contextlib import closing
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from shop.communication.kinds import RENDERED, context_builder
from shop.communication.models import OutboundMessage
from shop.communication.rendering import build_email
from shop.core import jobs

logger = logging.getLogger(__name__)

TASK_SEND_MESSAGE = "shop.tasks.email.send_message"

# How long a claim holds. Longer than any sending takes (EMAIL_TIMEOUT per step of the dialogue).
LEASE = timedelta(minutes=5)

# The waits after the first, second ... failed attempt. After the last attempt it is given up.
BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
)
MAX_ATTEMPTS = len(BACKOFF) + 1

State = OutboundMessage.State


def queue_message(
    *, kind: str, key: str, recipient: str, context: dict[str, Any]
) -> OutboundMessage:
    """Write a message to the outbox, in the caller's transaction; it is sent after the commit.

    `key` names cause and kind, at most 200 characters: a second call with the same key sends
    nothing and returns the first row, also when the two run at the same time. `context` is plain
    JSON (ids rather than contents). A recipient without an address leaves a row that says so: the
    cause stands all the same. Raises UnknownKind. Four queries at most; talks to the broker after
    the commit.
    """
    context_builder(kind)  # a misspelt kind fails here, where its author sees it
    message, created = OutboundMessage.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "recipient": recipient,
            "context": context,
            "due_at": timezone.now(),
            "state": State.PENDING if recipient else State.FAILED,
            "last_error": "" if recipient else "There is no address to write to.",
        },
    )
    if created and recipient:
        jobs.enqueue(TASK_SEND_MESSAGE, message.pk)
    elif created:
        logger.error("message %s (%s) has no recipient", message.pk, key)
    return message


def send_message(*, message_id: int, connection: BaseEmailBackend | None = None) -> bool:
    """Send a message if it is due and nobody else is sending it; returns whether it was sent.

    Must be called outside a transaction (RuntimeError otherwise): the claim is committed before
    anything is sent. A failure is stored and logged, not raised; BACKOFF says when it is due again.
    `connection` is an open mail connection to share. Talks to the mail server.
    """
    message = _claim(message_id)
    if message is None:
        return False
    try:
        email = build_email(message)
        email.connection = connection
        email.send()
    except Exception as error:  # whatever it is, it must not lose the row
        _note_failure(message, error)
        return False
    _note_success(message)
    return True


def send_due_messages(*, limit: int = 100, seconds: float = 25) -> int:
    """Send what is due and was not sent: lost publishes, failures, claims of dead workers.

    Oldest first, `limit` rows at most, and none begun after `seconds`, so that one sweep ends
    before the next begins. Returns how many were sent. One mail connection for all; a server that
    cannot be reached ends the sweep and costs no message an attempt. Talks to the mail server.
    """
    began = monotonic()
    due = list(_due().order_by("due_at").values_list("pk", flat=True)[:limit])
    sent = 0
    with closing(get_connection()) as connection:
        for message_id in due:
            if monotonic() - began > seconds:
                break
            try:
                connection.open()  # nothing, where it is open
            except OSError as error:
                logger.warning("%s messages wait for the mail server: %s", len(due) - sent, error)
                break
            if send_message(message_id=message_id, connection=connection):
                sent += 1
            else:
                connection.close()  # it may be what failed
    return sent


def forget_old_messages(*, days: int | None = None) -> int:
    """Delete what was sent or given up and is older than `days`; returns how many.

    Without `days`: SHOP_MESSAGE_RETENTION_DAYS.
    Messages hold people's addresses; they are kept as long as somebody may ask about them.
    """
    kept = timedelta(days=settings.SHOP_MESSAGE_RETENTION_DAYS if days is None else days)
    old = OutboundMessage.objects.filter(
        state__in=[State.SENT, State.FAILED], created_at__lt=timezone.now() - kept
    )
    deleted, _by_model = old.delete()
    return deleted


def _due() -> QuerySet[OutboundMessage]:
    """Rows to be sent now. A claimed row is due again when its lease has run out."""
    return OutboundMessage.objects.filter(
        Q(state__in=[State.PENDING, State.SENDING]), due_at__lte=timezone.now()
    )


def _claim(message_id: int) -> OutboundMessage | None:
    """Take the row for LEASE, counting the attempt; nothing when it is not due or somebody has it.

    The attempt is counted before it is made: a message that kills its worker is given up as well.
    """
    with transaction.atomic(durable=True):
        claimed = (
            _due()
            .filter(pk=message_id)
            .update(
                state=State.SENDING,
                attempts=F("attempts") + 1,
                due_at=timezone.now() + LEASE,
            )
        )
    if not claimed:
        return None
    message = OutboundMessage.objects.get(pk=message_id)
    if message.attempts > MAX_ATTEMPTS:
        _give_up(message, "Every attempt ended with its worker.")
        return None
    return message


def _note_success(message: OutboundMessage) -> None:
    # Links to set a password lie in ready-made bodies; nobody needs them once they are sent.
    context = message.context
    if message.kind == RENDERED:
        context = {"subject": context.get("subject", "")}
    OutboundMessage.objects.filter(pk=message.pk).update(
        state=State.SENT, sent_at=timezone.now(), last_error="", context=context
    )


def _note_failure(message: OutboundMessage, error: Exception) -> None:
    reason = f"{type(error).__name__}: {error}"[:2000]
    if message.attempts >= MAX_ATTEMPTS or _is_final(error):
        _give_up(message, reason)
        return
    wait = BACKOFF[message.attempts - 1]
    logger.warning(
        "message %s (%s) failed, attempt %s of %s, next in %s: %s",
        message.pk,
        message.kind,
        message.attempts,
        MAX_ATTEMPTS,
        wait,
        reason,
    )
    _mine(message).update(state=State.PENDING, due_at=timezone.now() + wait, last_error=reason)


def _give_up(message: OutboundMessage, reason: str) -> None:
    logger.error("message %s (%s) is given up: %s", message.pk, message.key, reason)
    _mine(message).update(state=State.FAILED, last_error=reason)


def _mine(message: OutboundMessage) -> QuerySet[OutboundMessage]:
    """The row while this claim holds it: a later one has counted one attempt more."""
    return OutboundMessage.objects.filter(
        pk=message.pk, state=State.SENDING, attempts=message.attempts
    )


def _is_final(error: Exception) -> bool:
    """Whether the mail server refused the address for good (5xx), so that asking again is rude."""
    return isinstance(error, SMTPRecipientsRefused) and all(
        500 <= code < 600 for code, _reply in error.recipients.values()
    )
