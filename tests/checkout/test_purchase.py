"""From basket to confirmation over HTTP, and what stands in the way."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone
from oscar.core.loading import get_class, get_model

from shop.accounts.services import delete_account
from shop.checkout.exceptions import BasketChanged
from shop.checkout.models import Payment
from shop.checkout.payments import cancel_expired_orders
from shop.checkout.services import place_order as place
from shop.communication.models import OutboundMessage
from shop.orders.services import cancel_order
from shop.partner.strategy import Default
from tests.factories import (
    add_to_basket,
    countries,
    make_product,
    make_user,
    make_variants,
    pay,
    place_order,
    total_seen,
)
from tests.factories.offers import make_voucher

pytestmark = pytest.mark.django_db

Order = get_model("order", "Order")
Basket = get_model("basket", "Basket")
NoShippingRequired = get_class("shipping.methods", "NoShippingRequired")


@pytest.fixture(autouse=True)
def _countries():
    countries()


def stock(product):
    record = product.stockrecords.get()
    return record.num_in_stock, record.num_allocated or 0


def test_a_guest_buys_a_variant(client, django_capture_on_commit_callbacks):
    child = make_variants(price="18.00").children.get(title__endswith="Ink")
    add_to_basket(client, child, 2)
    placed = place_order(client)
    order = Order.objects.get()
    assert placed.url == f"/checkout/pay/{order.number}/{order.key}/"
    assert order.status == "Awaiting payment"
    assert order.total_incl_tax == Decimal("39.95")
    assert order.total_incl_tax - order.total_excl_tax == Decimal("6.66")
    assert stock(child) == (10, 2)
    assert not OutboundMessage.objects.exists()

    paid = pay(client, placed.url)
    assert paid.url == "/checkout/thank-you/"
    order.refresh_from_db()
    assert (order.status, order.guest_email) == ("Paid", "rowan@example.com")
    assert order.basket.status == Basket.SUBMITTED
    assert order.sources.get().amount_debited == Decimal("39.95")
    page = client.get("/checkout/thank-you/").content.decode()
    assert order.number in page
    assert "rowan@example.com" in page
    message = OutboundMessage.objects.get()
    assert (message.kind, message.recipient) == ("order_confirmation", "rowan@example.com")


def test_the_promised_days_stay_with_the_order(client):
    add_to_basket(client, make_product())
    promised = re.search(r"Arrives [^<]+", client.get("/checkout/").content.decode())
    pay(client, place_order(client).url)
    assert promised is not None
    assert promised[0].strip() in client.get("/checkout/thank-you/").content.decode()
    order = Order.objects.get()
    assert promised[0].strip() in client.get(order.get_absolute_url()).content.decode()


def test_what_was_shown_is_what_is_charged(client):
    add_to_basket(client, make_product(price="26.00", stock=5), 2)
    page = client.get("/checkout/?method_code=express").content.decode()
    (shown,) = re.findall(r'name="total_seen" value="([\d.]+)"', page)
    response = place_order(client, method_code="express", total_seen=shown)
    client.get(response.url)
    payment = Payment.objects.get()
    assert shown == "59.50"
    assert payment.amount == 5950
    assert Order.objects.get().total_incl_tax == Decimal(shown)


def test_delivery_is_free_from_sixty_pounds(client):
    add_to_basket(client, make_product(price="30.00"), 2)
    place_order(client)
    assert Order.objects.get().shipping_incl_tax == Decimal("0.00")


def test_a_country_abroad_has_its_own_method_and_price(client):
    add_to_basket(client, make_product(price="30.00"))
    page = client.get("/checkout/?country=FR").content.decode()
    assert "£12.50" in page
    assert "Express" not in page
    refused = place_order(client, country="FR", postcode="75011", method_code="express")
    assert refused.status_code == 422
    assert "choose a delivery method" in refused.content.decode()
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "", "confirmation goes there"),
        ("email", "rowan", "does not look like an e-mail"),
        ("full_name", "", "name for the parcel"),
        ("line1", "", "house number"),
        ("postcode", "LA22", "two parts"),
        ("town", "", "town"),
        ("country", "US", "do not deliver there"),
    ],
)
def test_what_is_missing_is_said_next_to_its_field_and_nothing_is_lost(client, field, value, words):
    add_to_basket(client, make_product())
    response = place_order(client, **{field: value})
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert f'id="id_{field}_error"' in page
    kept = "14 Mill Lane" if field != "line1" else "Rowan Hale"
    assert kept in page
    assert not Order.objects.exists()


def test_a_price_that_changed_is_shown_before_anything_is_placed(client):
    product = make_product(price="20.00")
    add_to_basket(client, product)
    product.stockrecords.update(price=Decimal("25.00"))
    response = place_order(client, total_seen="23.95")
    assert response.status_code == 409
    assert "has changed" in response.content.decode()
    assert "£28.95" in response.content.decode()
    assert not Order.objects.exists()


def test_a_basket_edited_in_a_second_tab_is_shown_before_anything_is_placed(client):
    product = make_product(price="20.00")
    add_to_basket(client, product)
    seen = total_seen(client)
    add_to_basket(client, product)
    response = place_order(client, total_seen=seen)
    assert response.status_code == 409
    assert "has changed" in response.content.decode()
    assert not Order.objects.exists()
    assert place_order(client, total_seen=total_seen(client)).status_code == 302
    assert Order.objects.get().num_items == 2


def test_the_total_is_compared_once_more_under_the_baskets_lock():
    """Between the page's own sum and the order the price may have changed again."""
    basket = Basket.objects.create()
    basket.strategy = Default()
    basket.add_product(make_product(price="20.00"))
    with pytest.raises(BasketChanged):
        place(
            basket=basket,
            user=AnonymousUser(),
            shipping_address=None,
            shipping_method=NoShippingRequired(),
            guest_email="rowan@example.com",
            expected_total=Decimal("19.99"),
        )
    assert not Order.objects.exists()
    assert Basket.objects.get().status == Basket.OPEN


class MailServerAway(EmailBackend):
    """Takes no e-mail."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_a_mail_server_that_is_away_spoils_no_purchase(
    client, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = f"{__name__}.MailServerAway"
    with django_capture_on_commit_callbacks(execute=True):
        add_to_basket(client, make_product())
        paid = pay(client, place_order(client).url)
    assert paid.url == "/checkout/thank-you/"
    assert client.get(paid.url).status_code == 200
    assert Order.objects.get().status == "Paid"
    assert OutboundMessage.objects.get().state == OutboundMessage.State.PENDING
    add_to_basket(client, make_product("Vase"))  # the next basket is a good one
    assert place_order(client).url.startswith("/checkout/pay/")


def test_the_second_of_two_submits_lands_on_the_one_order(client):
    add_to_basket(client, make_product())
    cookies = client.cookies.copy()
    first = place_order(client)
    again = Client()
    again.cookies.update(cookies)
    second = place_order(again)
    assert Order.objects.count() == 1
    assert second.url == first.url


def test_a_declined_card_leaves_the_order_payable_with_the_same_payment(client):
    add_to_basket(client, make_product())
    url = place_order(client).url
    declined = pay(client, url, card_number="4000 0000 0000 0002")
    assert declined.status_code == 422
    assert "declined" in declined.content.decode()
    assert Order.objects.get().status == "Awaiting payment"
    assert pay(client, url).url == "/checkout/thank-you/"
    assert Payment.objects.count() == 1
    assert Order.objects.get().status == "Paid"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("card_number", "4242 4242 4242 4241"),
        ("card_number", ""),
        ("expiry", "01/20"),
        ("expiry", "13/39"),
        ("security_code", "1"),
    ],
)
def test_a_card_with_a_slip_is_not_charged(client, field, value):
    add_to_basket(client, make_product())
    url = place_order(client).url
    response = pay(client, url, **{field: value})
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.content.decode()
    assert Payment.objects.get().state == Payment.State.REQUIRES_ACTION


def test_paying_twice_charges_and_writes_once(client):
    add_to_basket(client, make_product())
    url = place_order(client).url
    pay(client, url)
    assert pay(client, url).url == "/checkout/thank-you/"
    assert Order.objects.get().sources.count() == 1
    assert OutboundMessage.objects.count() == 1


def test_the_way_back_fills_the_basket_again_and_frees_the_stock(client):
    product = make_product(stock=2)
    add_to_basket(client, product, 2)
    url = place_order(client).url
    response = client.post(url.replace("/pay/", "/change/"))
    assert response.url == "/basket/"
    assert Order.objects.get().status == "Cancelled"
    assert stock(product) == (2, 0)
    assert Payment.objects.count() == 0 or Payment.objects.get().state == "cancelled"
    assert Basket.open.get(lines__product=product).lines.get().quantity == 2
    assert place_order(client).status_code == 302


def test_an_order_that_is_not_paid_in_time_gives_its_stock_back(client):
    product = make_product(stock=2)
    add_to_basket(client, product, 2)
    url = place_order(client).url
    client.get(url)
    assert cancel_expired_orders() == 0
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert cancel_expired_orders() == 1
    order = Order.objects.get()
    assert (order.status, order.payments.get().state) == ("Cancelled", "cancelled")
    assert stock(product) == (2, 0)
    assert pay(client, url).url == order.get_absolute_url()
    assert Order.objects.get().status == "Cancelled"


def test_money_that_was_faster_than_the_expiry_wins(client):
    from shop.checkout.gateways.demo import DemoGateway

    add_to_basket(client, make_product())
    url = place_order(client).url
    client.get(url)
    DemoGateway().pay(reference=Payment.objects.get().reference, card_number="4242424242424242")
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert cancel_expired_orders() == 0
    assert Order.objects.get().status == "Paid"


def test_an_amount_that_differs_goes_to_review_and_confirms_nothing(client):
    from shop.checkout.gateways import PaymentSnapshot
    from shop.checkout.payments import apply_snapshot

    add_to_basket(client, make_product())
    client.get(place_order(client).url)
    payment = Payment.objects.get()
    apply_snapshot(
        payment_id=payment.pk,
        snapshot=PaymentSnapshot(payment.reference, "succeeded", payment.amount - 1, "GBP"),
    )
    payment.refresh_from_db()
    assert payment.state == Payment.State.REVIEW
    order = Order.objects.get()
    assert order.status == "Awaiting payment"
    assert not OutboundMessage.objects.exists()

    # Nobody is asked for a second payment, and the goods are not sold to somebody else.
    assert pay(client, f"/checkout/pay/{order.number}/{order.key}/").url == order.get_absolute_url()
    client.post(f"/checkout/change/{order.number}/{order.key}/")
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert cancel_expired_orders() == 0
    assert Payment.objects.count() == 1
    assert Order.objects.get().status == "Awaiting payment"


def test_one_order_that_fails_does_not_keep_the_others_from_expiring(client, monkeypatch):
    product = make_product(stock=9)
    for browser in (client, Client()):
        add_to_basket(browser, product)
        place_order(browser)
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    first, second = Order.objects.order_by("pk")

    def fails_once(*, order):
        if order.pk == first.pk:
            raise LookupError("broken")
        cancel_order(order=order)

    monkeypatch.setattr("shop.checkout.payments.cancel_order", fails_once)
    assert cancel_expired_orders() == 1
    second.refresh_from_db()
    assert second.status == "Cancelled"


def test_the_way_back_without_its_account_gives_the_order_up(client):
    user = make_user("gone@example.com")
    client.force_login(user)
    add_to_basket(client, make_product())
    url = place_order(client).url
    delete_account(user=user)
    response = Client().post(url.replace("/pay/", "/change/"))
    assert response.headers["Location"] == "/basket/"
    assert Order.objects.get().status == "Cancelled"


@pytest.mark.parametrize("country", ["\0", "G\0B", "x" * 3000, "²"])
def test_an_odd_country_is_none_that_we_deliver_to(client, country):
    add_to_basket(client, make_product())
    assert client.get("/checkout/", {"country": country}).status_code == 200
    assert place_order(client, country=country).status_code == 422


def test_an_order_of_a_product_that_is_gone_expires_as_well(client):
    product = make_product()
    add_to_basket(client, product)
    place_order(client)
    product.delete()
    Order.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert cancel_expired_orders() == 1


def test_the_order_page_needs_the_whole_key(client):
    add_to_basket(client, make_product())
    place_order(client)
    order = Order.objects.get()
    stranger = Client()
    assert stranger.get(order.get_absolute_url()).status_code == 200
    assert stranger.get(f"/orders/{order.number}/{order.key[:-1]}x/").status_code == 404
    assert stranger.get(f"/orders/{order.number}/é/").status_code == 404
    assert stranger.get("/orders/W7K3-9Q2M/nothing/").status_code == 404


def test_the_confirmation_is_for_the_browser_that_ordered(client):
    assert client.get("/checkout/thank-you/").status_code == 404


def test_an_empty_basket_leads_back(client):
    assert client.get("/checkout/").url == "/basket/"


def test_a_signed_in_shopper_types_no_address_twice(client):
    client.force_login(make_user("ann@example.com"))
    product = make_product(stock=9)
    add_to_basket(client, product)
    pay(client, place_order(client).url)
    add_to_basket(client, product)
    page = client.get("/checkout/").content.decode()
    assert "14 Mill Lane" in page
    assert 'name="email"' not in page
    order = Order.objects.get()
    assert order.user.email == order.contact_email == "ann@example.com"
    assert order.user.addresses.count() == 1


def test_too_little_stock_at_the_last_moment_places_nothing(client):
    product = make_product(stock=2)
    add_to_basket(client, product, 2)
    other = Client()
    add_to_basket(other, product, 1)
    assert place_order(client).url.startswith("/checkout/pay/")
    assert place_order(other).url == "/basket/"
    assert Order.objects.count() == 1
    assert stock(product) == (2, 2)


@pytest.mark.parametrize("count", [3, 30])
def test_queries_do_not_grow_with_the_basket(client, django_assert_max_num_queries, count):
    for number in range(count):
        add_to_basket(client, make_product(f"Mug {number}"))
    client.get("/basket/")  # menus and settings are cached from here on
    with django_assert_max_num_queries(18):
        client.get("/checkout/")
    url = place_order(client).url
    with django_assert_max_num_queries(40):
        client.get(url)
    pay(client, url)
    with django_assert_max_num_queries(20):
        client.get("/checkout/thank-you/")
    with django_assert_max_num_queries(18):
        client.get(Order.objects.get().get_absolute_url())


def test_a_voucher_is_applied_and_refused_on_the_checkout_page(client):
    add_to_basket(client, make_product(price="40.00"))
    make_voucher("SPRING10")
    page = client.get("/checkout/").content.decode()
    assert 'id="voucher-code"' in page
    client.post("/basket/vouchers/add/", {"code": "spring10", "next": "/checkout/"})
    assert "Voucher SPRING10" in client.get("/checkout/").content.decode()
