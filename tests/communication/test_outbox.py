"""A message is written with its cause, sent once, tried again, and given up with a reason."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import ClassVar

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.utils import timezone

from shop.communication.kinds import UnknownKind
from shop.communication.models import OutboundMessage
from shop.communication.services import (
    BACKOFF,
    LEASE,
    MAX_ATTEMPTS,
    forget_old_messages,
    send_due_messages,
    send_message,
)

pytestmark = pytest.mark.django_db

State = OutboundMessage.State
HERE = "tests.communication.test_outbox"


class DeafServer(EmailBackend):
    """A mail server that nobody reaches."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("nobody listens")


class StrictServer(EmailBackend):
    """A mail server that answers every address with `code`."""

    code: ClassVar[int] = 550

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({messages[0].to[0]: (self.code, b"no")})


class BusyServer(StrictServer):
    """A mail server that says: later."""

    code = 451


class CountedServer(EmailBackend):
    """A mail server that counts its connections, as Django's opens and closes them."""

    opened: ClassVar[int] = 0
    is_open = False

    def open(self):
        if self.is_open:
            return False
        type(self).opened += 1
        self.is_open = True
        return True

    def close(self):
        self.is_open = False

    def send_messages(self, messages):
        new = self.open()
        if "break" in messages[0].subject:
            raise SMTPServerDisconnected("Connection unexpectedly closed")
        sent = super().send_messages(messages)
        if new:
            self.close()
        return sent


class AwayServer(EmailBackend):
    """A mail server that cannot be connected to."""

    def open(self):
        raise ConnectionRefusedError("nobody listens")


def make_due(message):
    OutboundMessage.objects.filter(pk=message.pk).update(
        due_at=timezone.now() - timedelta(seconds=1)
    )


def test_a_message_is_sent_after_the_commit(queue, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = queue()
        assert mail.outbox == []
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 1)
    assert [email.subject for email in mail.outbox] == ["Hello"]


def test_a_cause_that_is_rolled_back_tells_nobody(queue, django_capture_on_commit_callbacks):
    def fail_after_queueing():
        with transaction.atomic():
            queue()
            raise RuntimeError("the payment was refused")

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        fail_after_queueing()
    assert not OutboundMessage.objects.exists()
    assert mail.outbox == []


def test_the_same_key_is_one_message(queue, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        first, second = queue("order:1"), queue("order:1", recipient="other@example.com")
    assert first.pk == second.pk
    assert len(callbacks) == 1
    assert [email.to for email in mail.outbox] == [["rowan@example.com"]]


def test_the_same_key_does_not_spoil_the_callers_transaction(queue):
    queue("order:1")
    with transaction.atomic():
        queue("order:1")
        queue("order:2")  # would raise TransactionManagementError after an unguarded IntegrityError
    assert OutboundMessage.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboundMessage.objects.create(key="order:1", kind="rendered", due_at=timezone.now())


def test_a_misspelt_kind_fails_where_it_is_written(queue):
    with pytest.raises(UnknownKind, match="order_conformation"):
        queue(kind="order_conformation")


def test_somebody_without_an_address_does_not_stop_the_cause(queue, caplog):
    message = queue(recipient="")
    assert message.state == State.FAILED
    assert "no address" in message.last_error
    assert send_message(message_id=message.pk) is False
    assert "has no recipient" in caplog.text


def test_sent_is_sent_once(queue):
    message = queue()
    assert send_message(message_id=message.pk) is True
    assert send_message(message_id=message.pk) is False
    assert send_due_messages() == 0
    assert len(mail.outbox) == 1


def test_a_message_that_is_gone_is_nothing(db):
    assert send_message(message_id=404) is False


def test_a_failure_waits_longer_each_time_and_is_given_up_with_its_reason(queue, settings, caplog):
    settings.EMAIL_BACKEND = f"{HERE}.DeafServer"
    message = queue()
    for attempt, wait in enumerate(BACKOFF, start=1):
        before = timezone.now()
        assert send_message(message_id=message.pk) is False
        message.refresh_from_db()
        assert (message.state, message.attempts) == (State.PENDING, attempt)
        assert before + wait <= message.due_at <= timezone.now() + wait
        assert send_message(message_id=message.pk) is False, "not before it is due"
        make_due(message)
    assert send_message(message_id=message.pk) is False
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.FAILED, MAX_ATTEMPTS)
    assert message.last_error == "ConnectionRefusedError: nobody listens"
    assert "is given up: ConnectionRefusedError" in caplog.records[-1].getMessage()
    assert caplog.records[-1].levelname == "ERROR"


def test_a_server_that_comes_back_gets_the_message(queue, settings):
    message = queue()
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{HERE}.DeafServer"
    send_message(message_id=message.pk)
    settings.EMAIL_BACKEND = working
    make_due(message)
    assert send_due_messages() == 1
    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == (State.SENT, 2, "")


@pytest.mark.parametrize(
    ("server", "state"), [("StrictServer", State.FAILED), ("BusyServer", State.PENDING)]
)
def test_an_address_that_is_refused_for_good_is_not_asked_again(queue, settings, server, state):
    settings.EMAIL_BACKEND = f"{HERE}.{server}"
    message = queue()
    send_message(message_id=message.pk)
    message.refresh_from_db()
    assert message.state == state


def test_a_message_that_cannot_be_rendered_is_kept_for_the_next_release(queue):
    message = queue(kind="order_confirmation", context={"order_id": 404})
    assert send_message(message_id=message.pk) is False
    message.refresh_from_db()
    assert message.state == State.PENDING
    assert message.last_error.startswith("DoesNotExist")


def test_the_sweep_sends_what_was_published_to_nobody_oldest_first(queue):
    for number in range(3):
        queue(f"test:{number}", context={"subject": f"Number {number}", "body_text": "x"})
    assert send_due_messages(limit=2) == 2
    assert [email.subject for email in mail.outbox] == ["Number 0", "Number 1"]
    assert send_due_messages() == 1


def test_the_sweep_ends_in_time(queue):
    queue()
    assert send_due_messages(seconds=-1) == 0


def test_the_sweep_shares_one_connection(queue, settings):
    settings.EMAIL_BACKEND = f"{HERE}.CountedServer"
    CountedServer.opened = 0
    for number in range(3):
        queue(f"test:{number}")
    assert send_due_messages() == 3
    assert CountedServer.opened == 1


def test_a_connection_that_breaks_costs_one_message_its_attempt(queue, settings):
    settings.EMAIL_BACKEND = f"{HERE}.CountedServer"
    CountedServer.opened = 0
    for number, subject in enumerate(["one", "break", "two"]):
        queue(f"test:{number}", context={"subject": subject, "body_text": "x"})
    assert send_due_messages() == 2
    assert CountedServer.opened == 2
    assert OutboundMessage.objects.get(state=State.PENDING).attempts == 1


def test_a_mail_server_that_is_away_costs_no_message_an_attempt(queue, settings, caplog):
    settings.EMAIL_BACKEND = f"{HERE}.AwayServer"
    queue("test:1")
    queue("test:2")
    assert send_due_messages() == 0
    assert set(OutboundMessage.objects.values_list("state", "attempts")) == {(State.PENDING, 0)}
    assert "2 messages wait for the mail server: nobody listens" in caplog.text


def test_a_message_of_a_dead_worker_is_sent_after_its_lease(queue):
    message = queue()
    claimed = OutboundMessage.objects.filter(pk=message.pk)
    claimed.update(state=State.SENDING, attempts=1, due_at=timezone.now() + LEASE)
    assert send_due_messages() == 0
    make_due(message)
    assert send_due_messages() == 1
    message.refresh_from_db()
    assert (message.state, message.attempts) == (State.SENT, 2)


def test_a_message_that_kills_its_workers_is_given_up(queue):
    message = queue()
    OutboundMessage.objects.filter(pk=message.pk).update(
        state=State.SENDING, attempts=MAX_ATTEMPTS, due_at=timezone.now()
    )
    assert send_due_messages() == 0
    message.refresh_from_db()
    assert message.state == State.FAILED
    assert mail.outbox == []


def test_links_do_not_stay_behind(queue):
    message = queue()
    assert "secret" in str(message.context)
    send_message(message_id=message.pk)
    message.refresh_from_db()
    assert message.context == {"subject": "Hello"}


def test_old_messages_are_forgotten_and_waiting_ones_kept(queue, settings):
    settings.SHOP_MESSAGE_RETENTION_DAYS = 30
    for key in ("sent", "failed", "pending", "fresh"):
        queue(key)
    rows = OutboundMessage.objects
    rows.filter(key="sent").update(state=State.SENT)
    rows.filter(key="failed").update(state=State.FAILED)
    rows.exclude(key="fresh").update(created_at=timezone.now() - timedelta(days=31))
    assert forget_old_messages() == 2
    assert set(rows.values_list("key", flat=True)) == {"pending", "fresh"}


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_inside_a_transaction(queue):
    message = queue("held back", recipient="")
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        send_message(message_id=message.pk)
