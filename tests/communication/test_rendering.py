"""What an e-mail carries: headers, styles, both bodies."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from shop.communication.addresses import absolute_url
from shop.communication.kinds import register_kind
from shop.communication.models import OutboundMessage
from shop.communication.rendering import build_email, message_id, render

# The frame carries the shop's name, which its editors choose.
pytestmark = pytest.mark.django_db

ACCOUNT_MAILS = [
    "account/email/account_already_exists",
    "account/email/email_changed",
    "account/email/email_confirm",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/email_deleted",
    "account/email/login_code",
    "account/email/password_changed",
    "account/email/password_reset",
    "account/email/password_reset_code",
    "account/email/password_reset_key",
    "account/email/password_set",
    "account/email/unknown_account",
    "mfa/email/recovery_codes_generated",
    "mfa/email/totp_activated",
    "mfa/email/totp_deactivated",
]


def rendered(**context):
    context = {"subject": "Hello", "body_text": "Words", "body_html": "", **context}
    return OutboundMessage(
        kind="rendered", key="test:1", recipient="rowan@example.com", context=context
    )


def html_of(email):
    return email.alternatives[0].content


def test_headers_tell_machines_what_this_is(settings):
    settings.DEFAULT_FROM_EMAIL = "Tarn & Weald <hello@shop.example>"
    email = build_email(rendered()).message()
    assert email["From"] == "Tarn & Weald <hello@shop.example>"
    assert email["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[0-9a-f]{32}@shop\.example>", email["Message-ID"])


def test_the_message_id_is_the_keys():
    assert message_id("order:1") == message_id("order:1")
    assert message_id("order:1") != message_id("order:2")


def test_a_subject_is_one_line_whatever_is_in_it():
    email = build_email(rendered(subject="Hello\r\nBcc: all@example.com")).message()
    assert email["Subject"] == "Hello Bcc: all@example.com"
    assert email["Bcc"] is None


def test_a_message_may_be_text_alone():
    email = build_email(rendered())
    assert email.alternatives == []
    assert email.message().get_content_type() == "text/plain"


def test_a_fragment_is_set_into_the_shops_frame():
    html = html_of(build_email(rendered(body_html="<h1>Back in stock</h1>")))
    assert html.lower().startswith("<!doctype html>")
    assert "Tarn &amp; Weald" in html
    assert re.search(r"<h1 style=\"[^\"]*font-family: 'Instrument Serif'", html)


def test_styles_are_on_the_elements_and_the_schemes_in_the_head():
    html = html_of(build_email(rendered(body_html='<p class="soft">Words</p>')))
    assert re.search(r'<p class="soft" style="[^"]*color: #625b50', html)
    head = html.partition("</head>")[0]
    assert "prefers-color-scheme: dark" in head
    assert '<meta name="color-scheme" content="light dark">' in head
    assert "max-width: 480px" in head


def test_fonts_come_from_the_shop(settings):
    html = html_of(build_email(rendered(body_html="<p>Words</p>")))
    assert f'url("{settings.SITE_URL}/static/fonts/instrument-serif' in html


def test_a_font_that_was_not_collected_keeps_no_message_back(settings):
    settings.SITE_URL = "https://uncollected.example"  # styles are kept for each address
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": manifest}}
    html = html_of(build_email(rendered(body_html="<p>Words</p>")))
    assert 'url("https://uncollected.example/static/fonts/instrument-serif' in html


def test_nothing_is_fetched_to_style_an_email():
    html = (
        '<html><head><link rel="stylesheet" href="http://127.0.0.1:1/x.css"></head><p>x</p></html>'
    )
    assert "<p" in html_of(build_email(rendered(body_html=html)))


def test_a_shop_of_ones_own_adds_a_kind(settings, tmp_path):
    for ending, text in (
        ("subject.txt", "Hello {{ name }}"),
        ("txt", "Dear {{ name }}"),
        ("html", '{% extends "emails/base.html" %}{% block content %}{{ name }}{% endblock %}'),
    ):
        (tmp_path / "emails").mkdir(exist_ok=True)
        (tmp_path / "emails" / f"greeting.{ending}").write_text(text)
    templates = dict(settings.TEMPLATES[0])
    settings.TEMPLATES = [{**templates, "DIRS": [tmp_path, *templates["DIRS"]]}]
    register_kind("greeting", lambda context: {"name": context["name"].title()})
    message = render(OutboundMessage(kind="greeting", context={"name": "rowan"}))
    assert message.subject == "Hello Rowan"
    assert message.text == "Dear Rowan\n"
    assert "<title>Hello Rowan</title>" in message.html


@pytest.mark.parametrize(
    ("given", "absolute"),
    [
        ("/media/a.jpg", "http://testserver/media/a.jpg"),
        ("https://cdn.example/a.jpg", "https://cdn.example/a.jpg"),
        ("", ""),
    ],
)
def test_addresses_have_a_host(given, absolute):
    assert absolute_url(given) == absolute


@pytest.mark.parametrize("prefix", ACCOUNT_MAILS)
def test_the_accounts_mails_have_a_subject_and_two_bodies_in_the_shops_frame(prefix):
    context = {
        "email": "rowan@example.com",
        "activate_url": "http://testserver/the-link/",
        "password_reset_url": "http://testserver/the-link/",
        "signup_url": "http://testserver/the-link/",
        "code": "482913" if prefix.endswith("_code") else "",
        "ip": "203.0.113.7",
        "user_agent": "A browser",
        "timestamp": timezone.now(),
        "from_email": "a&b@example.com",
        "to_email": "b@example.com",
        "deleted_email": "a&b@example.com",
    }
    message = render(
        rendered(
            subject=render_to_string(f"{prefix}_subject.txt", context),
            body_text=render_to_string(f"{prefix}_message.txt", context),
            body_html=render_to_string(f"{prefix}_message.html", context),
        )
    )
    assert 10 < len(message.subject) < 60
    assert "!" not in message.text
    assert "&amp;" not in message.text
    assert "Tarn &amp; Weald" in message.html
    for part in ("the-link", "482913", "203.0.113.7"):
        assert (part in message.text) == (part in message.html)
    if "code" not in prefix:
        assert 'class="action-cell"' in message.html
