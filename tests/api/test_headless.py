"""Sign-up, address confirmation, log-out and passwords for programs, at /_allauth/."""

import re

from django.core import mail

from tests.api.programs import Program
from tests.factories import PASSWORD, make_user

APP = "/_allauth/app/v1/"


def test_an_account_is_made_and_its_address_confirmed(django_capture_on_commit_callbacks):
    program = Program()
    who = {"email": "new@example.com", "password": PASSWORD}
    with django_capture_on_commit_callbacks(execute=True):
        answer = program.post(f"{APP}auth/signup", who)
    program.headers["X-Session-Token"] = answer.json()["meta"]["session_token"]
    assert not answer.cookies
    assert program.get("me/").json()["email_confirmed"] is False
    key = re.search(r"/accounts/confirm-email/([^/\s]+)/", str(mail.outbox[-1].body))
    assert key
    assert program.post(f"{APP}auth/email/verify", {"key": key[1]}).status_code == 200
    assert program.get("me/").json()["email_confirmed"] is True


def test_a_log_out_ends_the_token():
    program = Program()
    program.log_in(make_user())
    assert program.get("me/").status_code == 200
    program.ask("delete", f"{APP}auth/session")
    assert program.get("me/").status_code == 401


def test_a_forgotten_password_is_set_anew(django_capture_on_commit_callbacks):
    program, user = Program(), make_user()
    with django_capture_on_commit_callbacks(execute=True):
        program.post(f"{APP}auth/password/request", {"email": user.email})
    key = re.search(r"/accounts/password/reset/key/([^/\s]+)/", str(mail.outbox[-1].body))
    assert key
    new = {"key": key[1], "password": "another-long-word"}
    assert program.post(f"{APP}auth/password/reset", new).status_code in (200, 401)
    answer = program.post(f"{APP}auth/login", {"email": user.email, "password": new["password"]})
    assert answer.status_code == 200


def test_a_wrong_password_opens_nothing():
    answer = Program().post(
        f"{APP}auth/login", {"email": make_user().email, "password": "not the word"}
    )
    assert answer.status_code == 400
    assert "session_token" not in answer.text
