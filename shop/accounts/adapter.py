"""allauth's adapter."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.sites.shortcuts import get_current_site
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext_lazy as _

from shop.communication.services import queue_message
from shop.core.brand import brand_name


class AccountAdapter(DefaultAccountAdapter):
    """The shop's ways with accounts: e-mails take the outbox, addresses are lower case."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("That e-mail address and password do not belong together."),
        "email_taken": _("There is an account with this address already. Log in instead."),
        "too_many_login_attempts": _("Too many attempts. Please wait a few minutes."),
    }

    def clean_email(self, email: str) -> str:
        """In lower case, as the user model stores it."""
        return super().clean_email(email).lower()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render now, with the request at hand, and let the worker send.

        The key is new each time: who asks twice for a link gets two.
        """
        request = allauth_context.request
        message = self.render_mail(
            template_prefix,
            email,
            {
                "request": request,
                "email": email,
                "current_site": get_current_site(request),
                **context,
            },
        )
        html = ""
        text = str(message.body)
        if isinstance(message, EmailMultiAlternatives):
            html = next((str(part[0]) for part in message.alternatives), "")
        elif message.content_subtype == "html":
            html, text = text, ""
        queue_message(
            kind="rendered",
            key=f"{template_prefix}:{uuid4()}",
            recipient=email,
            context={"subject": message.subject, "body_text": text, "body_html": html},
        )


class MFAAdapter(DefaultMFAAdapter):
    """Codes of a second step, under the name that the merchant gave the shop."""

    def get_totp_issuer(self) -> str:
        """What an authenticator app calls the account."""
        return brand_name()
