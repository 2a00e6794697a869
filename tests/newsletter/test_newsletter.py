"""Signing up for the newsletter: with and without script, confirmed by mail, and out again."""

import re
from typing import Any

import pytest
from django.test import Client

from shop.communication.models import OutboundMessage
from shop.communication.rendering import build_email
from shop.newsletter.models import Subscriber
from tests.cms_pages.editing import editor, home_page

pytestmark = pytest.mark.django_db

CONSENT = "Write to me about new things."


def sign_up(client: Client | None = None, *, script: bool = False, **changes: Any) -> Any:
    data = {"email": "Ada@Example.com", "agreed": "on", "consent": CONSENT} | changes
    headers = {"Sec-Fetch-Site": "same-origin"} | ({"HX-Request": "true"} if script else {})
    return (client or Client()).post("/newsletter/", data, headers=headers)


def links() -> tuple[str, str]:
    """The two links of the last mail: confirm, and leave."""
    body = str(build_email(OutboundMessage.objects.latest("pk")).body)
    confirm, leave = re.findall(r"https?://[^/]+(/newsletter/\S+)", body)
    return confirm, leave


def test_the_form_stands_on_a_page_that_is_the_same_for_all() -> None:
    home = home_page()
    home.body = [("newsletter", {"heading": "One letter", "consent": CONSENT})]
    home.save()

    response = Client().get("/")

    page = response.content.decode()
    assert 'action="/newsletter/"' in page
    assert CONSENT in page
    assert "csrf" not in page
    assert not response.cookies


def test_an_address_is_kept_with_its_consent_and_confirmed_by_mail() -> None:
    response = sign_up()
    assert response.status_code == 302
    assert "Nearly there" in Client().get(response["Location"]).content.decode()
    subscriber = Subscriber.objects.get()
    assert (subscriber.email, subscriber.state) == ("ada@example.com", "waiting")
    assert subscriber.consent == CONSENT

    confirm, leave = links()
    client = Client()
    assert client.get(confirm).status_code == 200
    subscriber.refresh_from_db()
    assert subscriber.state == "waiting"  # programs follow links; people press buttons
    client.post(confirm)
    subscriber.refresh_from_db()
    assert subscriber.state == "confirmed"
    assert subscriber.confirmed_at

    client.post(leave)
    subscriber.refresh_from_db()
    assert subscriber.state == "left"


def test_the_same_address_again_gets_no_second_mail_and_tells_nothing() -> None:
    first, again = sign_up(), sign_up()
    assert OutboundMessage.objects.count() == 1
    Client().post(links()[0])

    third = sign_up()

    assert OutboundMessage.objects.count() == 1
    assert Subscriber.objects.get().state == "confirmed"
    assert first["Location"] == again["Location"] == third["Location"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "ada"}, "This is no e-mail address yet."),
        ({"email": ""}, "Please write your e-mail address."),
        ({"agreed": ""}, "Tick the box, so that we may write to you."),
    ],
)
@pytest.mark.parametrize("script", [True, False])
def test_what_is_missing_is_said_at_its_field(changes: dict, said: str, script: bool) -> None:
    response = sign_up(script=script, **changes)

    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert CONSENT in page
    assert ("<html" in page) is not script
    assert not Subscriber.objects.exists()


def test_with_script_a_piece_takes_the_forms_place() -> None:
    page = sign_up(script=True).content.decode()

    assert "Nearly there" in page
    assert "<html" not in page


def test_programs_and_other_sites_leave_no_address() -> None:
    sign_up(website="https://spam.example/")
    assert Client().post("/newsletter/", {"email": "a@example.com"}).status_code == 403
    assert Client().get("/newsletter/confirm/nobody/").status_code == 404
    assert Client().post("/newsletter/leave/nobody/").status_code in (403, 404)
    assert not Subscriber.objects.exists()


def test_a_merchant_takes_the_addresses_away_and_changes_none() -> None:
    sign_up()
    client, subscriber = editor(), Subscriber.objects.get()

    assert "ada@example.com" in client.get("/cms/newsletter/").content.decode()
    export = client.get("/cms/newsletter/?export=csv").getvalue().decode()
    assert "ada@example.com" in export
    assert CONSENT in export
    for action in ("new/", f"edit/{subscriber.pk}/", f"delete/{subscriber.pk}/"):
        assert client.get(f"/cms/newsletter/{action}").status_code in (302, 403, 404)
