"""A message is written once and sent by one worker, however many try."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.db import transaction

from shop.communication.models import OutboundMessage
from shop.communication.services import queue_message, send_due_messages, send_message

pytestmark = [pytest.mark.postgres]


def queue(key: str = "order:1", recipient: str = "rowan@example.com") -> OutboundMessage:
    return queue_message(
        kind="rendered",
        key=key,
        recipient=recipient,
        context={"subject": "Hello", "body_text": "Words", "body_html": ""},
    )


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[int]]:
    """Messages whose publish was lost."""

    def call(count: int) -> list[int]:
        monkeypatch.setattr("shop.core.jobs.enqueue", lambda *args, **kwargs: None)
        return [queue(f"order:{number}").pk for number in range(count)]

    return call


def test_eight_workers_send_a_message_once(at_once, waiting):
    """The conditional UPDATE is the claim; a read before a write would let several through."""
    (message_id,) = waiting(1)
    results = at_once([lambda: send_message(message_id=message_id)] * 8)
    assert sorted(results) == [False] * 7 + [True]
    assert len(mail.outbox) == 1
    assert OutboundMessage.objects.get().attempts == 1


def test_two_sweeps_share_the_work(at_once, waiting):
    waiting(20)
    assert sum(at_once([send_due_messages] * 3)) == 20
    assert len(mail.outbox) == 20


def test_one_cause_told_by_two_transactions_is_one_message(at_once):
    """The loser waits for the winner's commit, and its own transaction lives on."""

    def tell_and_go_on() -> int:
        with transaction.atomic():
            message = queue()
            queue("afterwards", recipient="")  # the transaction is usable
            return message.pk

    results = at_once([tell_and_go_on] * 6)
    assert len(set(results)) == 1
    assert OutboundMessage.objects.filter(key="order:1").count() == 1
    assert len(mail.outbox) == 1
