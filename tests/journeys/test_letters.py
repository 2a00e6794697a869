"""What the shop writes leads back into the shop: the links in its e-mails, followed."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.test import Client
from oscar.core.loading import get_model

from shop.orders.services import ship_order
from tests.factories import (
    GUEST,
    PASSWORD,
    add_to_basket,
    countries,
    make_product,
    make_user,
    pay,
    place_order,
)

pytestmark = pytest.mark.django_db

Order = get_model("order", "Order")


@pytest.fixture(autouse=True)
def sent_at_once(django_capture_on_commit_callbacks: Any) -> Any:
    """What is handed to the worker on commit is done when a step is over."""
    return django_capture_on_commit_callbacks


def letter(recipient: str) -> Any:
    """The newest e-mail, which must be to this person and say the same in both of its forms."""
    message = mail.outbox[-1]
    assert message.to == [recipient]
    return message


def path_in(message: Any, pattern: str) -> str:
    """The path of the link in an e-mail; it stands in the text and in the HTML."""
    html = next(str(content) for content, kind in message.alternatives if kind == "text/html")
    link = re.search(rf"{re.escape(settings.SITE_URL)}({pattern})", message.body)
    assert link, message.body
    assert link.group() in html
    return urlsplit(link.group()).path


def test_the_letters_of_an_order_lead_to_it(sent_at_once: Any) -> None:
    countries()
    client = Client()
    add_to_basket(client, make_product("Iron Trivet"))
    with sent_at_once(execute=True):
        pay(client, place_order(client).url)
    order = Order.objects.get()

    confirmation = letter(GUEST["email"])
    assert order.number in confirmation.subject + confirmation.body
    page = Client().get(path_in(confirmation, r"/orders/[\w-]+/[\w-]+/"))
    assert page.status_code == 200
    assert "Iron Trivet" in page.content.decode()
    assert len(mail.outbox) == 1

    with sent_at_once(execute=True):
        ship_order(order=order, user=make_user(is_staff=True), tracking="RM123456785GB")

    shipped = letter(GUEST["email"])
    assert "RM123456785GB" in shipped.body
    page = Client().get(path_in(shipped, r"/orders/[\w-]+/[\w-]+/"))
    assert "On its way" in page.content.decode()
    assert len(mail.outbox) == 2


def test_a_forgotten_password_is_set_again_by_letter(sent_at_once: Any) -> None:
    user = make_user("rowan@example.com")
    client = Client()
    with sent_at_once(execute=True):
        client.post("/accounts/password/reset/", {"email": user.email})

    path = path_in(letter(user.email), r"/accounts/password/reset/key/[\w-]+/")
    form = client.get(path, follow=True)
    assert form.status_code == 200
    address = form.redirect_chain[-1][0] if form.redirect_chain else path
    new = {"password1": f"{PASSWORD}-anew", "password2": f"{PASSWORD}-anew"}
    assert client.post(address, new).status_code == 302

    old = client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert old.status_code == 200
    answer = client.post("/accounts/login/", {"login": user.email, "password": new["password1"]})
    assert answer["Location"] == "/account/"
    # A link is good for one time.
    again = Client().get(path, follow=True)
    assert 'type="password"' not in again.content.decode()


def test_a_new_address_is_confirmed_by_letter(sent_at_once: Any) -> None:
    client = Client()
    with sent_at_once(execute=True):
        client.post("/accounts/signup/", {"email": "hazel@example.com", "password1": PASSWORD})

    path = path_in(letter("hazel@example.com"), r"/accounts/confirm-email/[^/\s]+/")
    page = client.get(path)
    assert page.status_code == 200
    # Mail programs look at links before people do: looking confirms nothing.
    assert not EmailAddress.objects.get().verified
    client.post(path)
    assert EmailAddress.objects.get().verified
