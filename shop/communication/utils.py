"""Oscar's own e-mails (product alerts and the like) take the outbox as well."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.core.mail import EmailMultiAlternatives
from oscar.apps.communication.utils import *  # noqa: F403
from oscar.apps.communication.utils import Dispatcher as OscarDispatcher

from shop.communication.kinds import RENDERED
from shop.communication.services import queue_message


class Dispatcher(OscarDispatcher):
    """Oscar's dispatcher, whose e-mails are queued instead of sent in the request."""

    def send_email_messages(
        self,
        recipient_email: str,
        messages: Mapping[str, Any],
        from_email: str | None = None,
        attachments: Sequence[Any] | None = None,
    ) -> EmailMultiAlternatives:
        """Queue rendered messages for the worker; returns the e-mail, for Oscar's records, unsent.

        Each call is a message of its own, as in Oscar. The sender is the shop's. Attachments raise
        NotImplementedError: Oscar's own e-mails have none, and the outbox keeps plain data.
        """
        if attachments:
            raise NotImplementedError("The outbox carries no attachments.")
        subject = " ".join(str(messages["subject"]).split())
        body, html = str(messages["body"] or ""), str(messages["html"] or "")
        queue_message(
            kind=RENDERED,
            key=f"oscar:{uuid4()}",
            recipient=recipient_email,
            context={"subject": subject, "body_text": body, "body_html": html},
        )
        email = EmailMultiAlternatives(subject, body, from_email=from_email, to=[recipient_email])
        if html:
            email.attach_alternative(html, "text/html")
        return email
