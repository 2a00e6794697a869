"""What the shop writes about an order, read as the shopper gets it."""

import re

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from oscar.core.loading import get_model

from shop.communication.models import OutboundMessage
from shop.communication.services import send_due_messages
from shop.orders.services import ship_lines, ship_order
from tests.factories import add_to_basket, countries, make_product, make_variants, pay, place_order
from tests.factories.pictures import add_picture

pytestmark = pytest.mark.django_db

Order = get_model("order", "Order")


@pytest.fixture
def order(client, settings):
    """Two white mugs and a <Vase>, paid by a guest."""
    settings.SITE_URL = "https://shop.example"
    countries()
    mug = make_product("Mug & Saucer", price="18.00", stock=5)
    add_picture(mug)
    add_to_basket(client, mug, 2)
    add_to_basket(client, make_product("Vase <tall>", price="30.00", stock=5), 1)
    pay(client, place_order(client).url)
    return Order.objects.get()


def sent():
    """The one e-mail that is due now: its text and its HTML."""
    mail.outbox.clear()
    assert send_due_messages() == 1
    (email,) = mail.outbox
    assert isinstance(email, EmailMultiAlternatives)
    (html,) = email.alternatives
    return email, email.body, html[0]


def test_the_confirmation_says_what_was_bought_and_what_it_cost(order):
    email, text, html = sent()
    assert email.subject == f"Order {order.number} is confirmed"
    assert email.to == ["rowan@example.com"]
    for words in ("2 x Mug & Saucer  £36.00", "1 x Vase <tall>  £30.00", "Items: £66.00"):
        assert words in text
    for words in ("Mug &amp; Saucer", "Vase &lt;tall&gt;", "£36.00", "£30.00", "£66.00"):
        assert words in html
    assert f"https://shop.example{order.get_absolute_url()}" in text
    assert f'href="https://shop.example{order.get_absolute_url()}"' in html
    assert "Rowan Hale\n14 Mill Lane\nAmbleside LA22 9AB\nUnited Kingdom" in text
    assert "<Vase" not in html


def test_every_address_and_picture_is_absolute_and_named(order):
    _email, _text, html = sent()
    addresses = re.findall(r"(?:src|href)=\"([^\"]*)\"", html)
    assert addresses
    assert [address for address in addresses if not address.startswith("https://")] == []
    pictures = re.findall(r"<img [^>]*>", html)
    assert len(pictures) == 1
    assert 'alt="Mug &amp; Saucer"' in pictures[0]


def test_a_variant_is_named(client, settings):
    countries()
    parent = make_variants("Bud Vase")
    child = parent.children.first()
    add_to_basket(client, child, 1)
    pay(client, place_order(client).url)
    _email, text, _html = sent()
    assert re.search(r"1 x Bud Vase, \w+", text)


def test_rendering_costs_the_same_whatever_the_number_of_lines(
    client, django_assert_max_num_queries
):
    countries()
    for number in range(8):
        add_to_basket(client, make_product(f"Thing {number}", stock=5), 1)
    pay(client, place_order(client).url)
    with django_assert_max_num_queries(30):
        sent()


def test_shipping_names_the_parcel(order):
    sent()
    ship_order(order=order, tracking="JD 0002 4417")
    email, text, html = sent()
    assert email.subject == f"Order {order.number} is on its way"
    assert "Tracking number: JD 0002 4417" in text
    assert "JD 0002 4417" in html
    assert "2 x Mug & Saucer" in text
    assert "follows" not in text


def test_a_part_says_that_the_rest_follows_and_the_last_part_does_not(order):
    sent()
    mug, _vase = order.lines.order_by("pk")
    ship_lines(order=order, quantities={mug.pk: 1})
    email, text, _html = sent()
    assert email.subject == f"Part of order {order.number} is on its way"
    assert "1 x Mug & Saucer" in text
    assert "Vase" not in text
    assert "The rest follows" in text
    ship_order(order=order)
    email, text, _html = sent()
    assert email.subject == f"Order {order.number} is on its way"
    assert "1 x Vase <tall>" in text
    assert "follows" not in text


def test_the_broker_is_down_and_the_order_stands_all_the_same(order):
    """Nothing was published (a test's transaction never commits), and the sweep still writes."""
    assert order.status == "Paid"
    assert OutboundMessage.objects.get().state == OutboundMessage.State.PENDING
    sent()
    assert OutboundMessage.objects.get().state == OutboundMessage.State.SENT
