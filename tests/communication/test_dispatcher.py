"""Oscar's own e-mails take the outbox, and its admin shows what was written."""

import pytest
from django.core import mail
from oscar.core.loading import get_class, get_model

from shop.communication.models import OutboundMessage
from shop.communication.services import send_due_messages
from tests.factories import make_user

pytestmark = pytest.mark.django_db

Dispatcher = get_class("communication.utils", "Dispatcher")
MESSAGES = {"subject": "Hello\n", "body": "Words", "html": "<p>Words</p>", "sms": ""}


def test_oscars_messages_are_queued_not_sent():
    email = Dispatcher().dispatch_direct_messages("rowan@example.com", MESSAGES)
    assert (email.subject, email.body) == ("Hello", "Words")
    assert mail.outbox == []
    message = OutboundMessage.objects.get()
    assert (message.kind, message.recipient) == ("rendered", "rowan@example.com")
    assert send_due_messages() == 1
    assert mail.outbox[0].subject == "Hello"


def test_oscar_keeps_its_record_for_the_customer():
    user = make_user("rowan@example.com")
    Dispatcher().dispatch_user_messages(user, MESSAGES)
    record = get_model("communication", "Email").objects.get(user=user)
    assert (record.subject, record.body_text) == ("Hello", "Words")


def test_each_call_is_a_message_of_its_own():
    for _ in range(2):
        Dispatcher().dispatch_direct_messages("rowan@example.com", MESSAGES)
    assert OutboundMessage.objects.count() == 2


def test_an_attachment_is_refused_before_anything_is_written():
    with pytest.raises(NotImplementedError):
        Dispatcher().send_email_messages("rowan@example.com", MESSAGES, attachments=["/etc/hosts"])
    assert not OutboundMessage.objects.exists()


def test_the_admin_shows_the_outbox_and_changes_nothing(admin_client, queue):
    message = queue()
    assert (
        "test:1"
        in admin_client.get("/django-admin/communication/outboundmessage/").content.decode()
    )
    page = admin_client.get(f"/django-admin/communication/outboundmessage/{message.pk}/change/")
    assert page.status_code == 200
    assert "secret" not in page.content.decode(), "a body may hold a link to set a password"
    assert admin_client.get("/django-admin/communication/outboundmessage/add/").status_code == 403
