"""From an outbox row to an e-mail: words, styles and headers."""

import hashlib
import re
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template, render_to_string
from django.templatetags.static import static
from django.utils import translation

from shop.communication.kinds import RENDERED, context_builder
from shop.communication.models import OutboundMessage
from shop.core.brand import brand_name

STYLES = "emails/email.css"


@dataclass(frozen=True)
class RenderedMessage:
    """Subject and bodies, ready to send. `html` is empty for a message of text alone."""

    subject: str
    text: str
    html: str


def build_email(message: OutboundMessage) -> EmailMultiAlternatives:
    """The e-mail of an outbox row. Queries what its kind queries; no network.

    Raises UnknownKind, TemplateDoesNotExist, or whatever the kind raises.
    """
    rendered = render(message)
    email = EmailMultiAlternatives(
        rendered.subject,
        rendered.text,
        from_email=sender(),
        to=[message.recipient],
        headers={
            "Message-ID": message_id(message.key),
            # Holiday notices and other machines shall not answer.
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    if rendered.html:
        email.attach_alternative(rendered.html, "text/html")
    return email


def sender() -> str:
    """The address that DEFAULT_FROM_EMAIL has, under the name that the merchant gave the shop."""
    return formataddr((brand_name(), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def render(message: OutboundMessage) -> RenderedMessage:
    """Subject, text and styled HTML in the shop's language. Raises as `build_email`."""
    with translation.override(settings.LANGUAGE_CODE):
        context = context_builder(message.kind)(message.context)
        if message.kind == RENDERED:
            subject, text = context["subject"], context.get("body_text", "")
            html = _document(subject, context.get("body_html", ""))
        else:
            subject = render_to_string(f"emails/{message.kind}.subject.txt", context)
            context["subject"] = subject = _one_line(subject)
            text = render_to_string(f"emails/{message.kind}.txt", context)
            html = render_to_string(f"emails/{message.kind}.html", context)
    return RenderedMessage(_one_line(subject), _tidy(text), with_styles(html) if html else "")


def message_id(key: str) -> str:
    """The Message-ID of the message with this key: the same each time.

    A worker that dies between sending and noting it leads to a second sending; mail programs
    and servers recognise the two as one.
    """
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return f"<{digest}@{domain or urlsplit(settings.SITE_URL).hostname}>"


def with_styles(html: str) -> str:
    """`html` with the shop's styles on its elements, and in its head what cannot be inlined.

    Many mail programs read style attributes only; dark mode, hovering and narrow windows need
    the media queries, which stay in a style element.
    """
    return _inliner(settings.SITE_URL).inline(html)


@cache
def _inliner(site_url: str) -> css_inline.CSSInliner:
    """The inliner, made once a process; `site_url` is where the styles' fonts come from."""
    # Nothing is fetched: an e-mail's HTML must not make the worker talk to the world.
    return css_inline.CSSInliner(
        keep_style_tags=False,
        keep_at_rules=True,
        load_remote_stylesheets=False,
        apply_width_attributes=True,
        extra_css=_styles(site_url),
    )


def _styles(site_url: str) -> str:
    # Read, not rendered: CSS is no template, and its braces are its own.
    template: Any = get_template(STYLES)
    css = Path(template.origin.name).read_text(encoding="utf-8")
    return re.sub(
        r"url\(\"([\w.-]+\.woff2)\"\)",
        lambda match: f'url("{urljoin(f"{site_url}/", _font(match[1]))}")',
        css,
    )


def _font(name: str) -> str:
    try:
        return static(f"fonts/{name}")
    except ValueError:
        # Not collected where this process runs: a font must not keep a message back.
        return f"{settings.STATIC_URL}fonts/{name}"


def _document(subject: str, html: str) -> str:
    """A whole page: a fragment (say, one that an admin typed) is set into the shop's layout."""
    if not html or "<html" in html[:1000].lower():
        return html
    return render_to_string("emails/rendered.html", {"subject": subject, "body_html": html})


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _tidy(text: str) -> str:
    """Without the holes that template tags leave: one empty line at most, none at the ends."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"
