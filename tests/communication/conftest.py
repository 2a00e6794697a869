"""What the outbox's tests share."""

from collections.abc import Callable
from typing import Any

import pytest

from shop.communication.models import OutboundMessage
from shop.communication.services import queue_message


@pytest.fixture
def queue(db: None) -> Callable[..., OutboundMessage]:
    """Queue a ready-made message; no test commits, so nothing is sent by itself."""

    def call(key: str = "test:1", **changes: Any) -> OutboundMessage:
        arguments = {
            "kind": "rendered",
            "key": key,
            "recipient": "rowan@example.com",
            "context": {
                "subject": "Hello",
                "body_text": "Words",
                "body_html": '<p>Words with <a href="http://x.test/secret/">a link</a></p>',
            },
            **changes,
        }
        return queue_message(**arguments)

    return call
