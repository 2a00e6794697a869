"""What a browser of ours never sends: each gets its clear answer, and nothing changes."""

from urllib.parse import urlencode

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from oscar.core.loading import get_model

from shop.checkout.models import DemoCharge, Payment, WebhookEvent
from shop.checkout.webhooks import MOST_BYTES
from shop.communication.models import OutboundMessage
from shop.communication.rendering import render
from tests.factories import (
    GUEST,
    PASSWORD,
    add_to_basket,
    countries,
    make_product,
    make_user,
    pay,
    place_order,
    total_seen,
)
from tests.factories.shopping import CARD

pytestmark = pytest.mark.django_db

Order = get_model("order", "Order")
Basket = get_model("basket", "Basket")

LONG = "x" * 10_000
TYPED = ["email", "full_name", "line1", "line2", "postcode", "town"]
BILLING = {
    "billing-full_name": "Hazel Hale",
    "billing-line1": "2 Mill Lane",
    "billing-postcode": "LA22 9AB",
    "billing-town": "Ambleside",
    "billing-country": "GB",
}


@pytest.fixture(autouse=True)
def _countries():
    countries()


@pytest.fixture
def shopper(client):
    """A guest with a mug at £18.00 in the basket; delivery £3.95."""
    add_to_basket(client, make_product(stock=5))
    return client


@pytest.fixture
def payment_url(shopper):
    """Where the guest's placed order is paid."""
    return place_order(shopper).url


def nothing_happened():
    return not Order.objects.exists() and not DemoCharge.objects.exists()


@pytest.mark.parametrize("value", ["0.01", "", "-21.95", "NaN", "1e400", "٢١٫٩٥", LONG, "\0"])
def test_a_total_that_was_not_shown_is_shown_first(shopper, value):
    answer = place_order(shopper, total_seen=value)
    if value:
        assert answer.status_code == 409
        assert nothing_happened()
    else:  # a page without the field: the price is ours all the same
        assert str(Order.objects.get().total_incl_tax) == "21.95"


def test_prices_and_ids_in_the_form_are_not_read(shopper):
    posted = {
        "price": "0.01",
        "amount": "1",
        "total": "0.01",
        "total_incl_tax": "0.01",
        "shipping_charge": "0",
        "basket": "1",
        "basket_id": "1",
        "user": "1",
        "status": "Paid",
        "currency": "JPY",
    }
    pay(shopper, place_order(shopper, **posted).url, **posted)
    order = Order.objects.get()
    assert (order.currency, str(order.total_incl_tax), order.user) == ("GBP", "21.95", None)
    assert Payment.objects.get().amount == DemoCharge.objects.get().amount == 2195


@pytest.mark.parametrize("value", [LONG, "a\0b"], ids=["long", "nul"])
def test_what_no_address_holds_is_refused_next_to_its_field(shopper, value):
    for field in TYPED:
        answer = place_order(shopper, **{field: value})
        assert answer.status_code == 422
        assert f'id="id_{field}_error"' in answer.text
    for field in BILLING:
        answer = place_order(shopper, **{**BILLING, field: value})
        assert answer.status_code == 422
        assert f'id="id_{field}_error"' in answer.text
    assert nothing_happened()


def test_bytes_that_are_no_text_are_no_error_of_ours(shopper):
    body = urlencode(GUEST).replace("Rowan", "%ED%A0%80%FF%C0")
    answer = shopper.post("/checkout/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 302
    assert Order.objects.get().shipping_address.last_name.endswith("Hale")


@pytest.mark.parametrize("field", ["method_code", "country"])
def test_a_choice_that_was_not_offered_is_none(shopper, field):
    for value in ("", "none", LONG, "a\0b", "💥", "' OR 1=1 --", "../../etc"):
        assert shopper.get("/checkout/", {field: value}).status_code == 200
        assert place_order(shopper, **{field: value}).status_code == 422
    assert nothing_happened()


@pytest.mark.parametrize(
    ("country", "postcode"),
    [
        ("GB", "LA22"),
        ("GB", "12345"),
        ("GB", "LA22 9A8"),
        ("GB", "ＬＡ２２ ９ＡＢ"),
        ("GB", "<b>"),
        ("FR", "LA22 9AB"),
        ("FR", "7501"),
        ("FR", "7501٣"),
    ],
)
def test_a_postcode_of_the_wrong_form_is_refused_next_to_it(shopper, country, postcode):
    code = {"GB": "standard", "FR": "standard"}[country]
    answer = place_order(shopper, country=country, postcode=postcode, method_code=code)
    assert answer.status_code == 422
    assert 'id="id_postcode_error"' in answer.text
    assert nothing_happened()


@pytest.mark.parametrize(
    "name",
    [
        "Ærøskøbing Ødegård",
        "Νίκος Παπαδόπουλος",
        "Екатерина Ивановна",
        "محمد عبد الله",
        "שָׁלוֹם",
        "山田 太郎",
        "김민준",
        "नरेन्द्र",
        "🦊 Fox",
        "O’Brien-Smith, Jr.",
        "<script>alert(1)</script>",
        "{{ 7|add:7 }} %s %(x)s",
        "N" * 255,
    ],
)
def test_a_name_in_any_script_is_kept_as_it_was_typed(shopper, name):
    pay(shopper, place_order(shopper, full_name=name, town=name, line1=name).url)
    order = Order.objects.get()
    assert order.shipping_address.last_name == name
    page = shopper.get("/checkout/thank-you/").text
    assert "<script>alert(1)" not in page
    assert order.number in page
    message = OutboundMessage.objects.get(kind="order_confirmation")
    rendered = render(message)
    assert "<script>alert(1)" not in rendered.html
    assert order.number in rendered.text


@pytest.mark.parametrize("field", list(CARD))
def test_a_card_that_cannot_be_charges_nothing(shopper, payment_url, field):
    for value in (LONG, "a\0b", "٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢", "²"):
        answer = pay(shopper, payment_url, **{field: value})
        assert answer.status_code == 422
        assert f'id="id_{field}_error"' in answer.text
    assert DemoCharge.objects.get().state == "requires_action"


def test_an_answer_to_a_bank_that_asked_nothing_pays_nothing(shopper, payment_url):
    for value in ("", "approve", "yes", LONG, "a\0b"):
        assert shopper.post(payment_url, {"bank_answer": value}).status_code in (200, 422)
    assert Order.objects.get().status == "Awaiting payment"


@pytest.mark.parametrize("room", ["pay", "change"])
def test_one_orders_key_opens_no_other_order(shopper, payment_url, room):
    stranger = Client()
    add_to_basket(stranger, make_product("Vase"))
    mine = place_order(stranger).url
    _, number, key, _ = payment_url.replace("/checkout/pay", "").split("/")
    for tried in (
        mine.replace(mine.split("/")[3], number),
        f"/checkout/pay/{number}/{LONG}/",
        f"/checkout/pay/{number}/{key[:-1]}/",
        f"/checkout/pay/{number}/é{key}/",
        f"/checkout/pay/{LONG}/{key}/",
        f"/checkout/pay/{number}/a%00b/",
    ):
        address = tried.replace("/pay/", f"/{room}/")
        assert stranger.post(address, CARD).status_code == 404, address
    assert set(Order.objects.values_list("status", flat=True)) == {"Awaiting payment"}
    assert not DemoCharge.objects.exists()


def test_looking_changes_nothing(shopper, payment_url):
    assert shopper.get(payment_url.replace("/pay/", "/change/")).status_code == 405
    assert shopper.head(payment_url).status_code == 200
    assert Order.objects.get().status == "Awaiting payment"


def test_a_guests_session_that_ran_out_in_mid_checkout_loses_nothing(shopper):
    """The basket hangs on its own signed cookie; the form brings all the rest."""
    seen = total_seen(shopper)
    Session.objects.all().delete()
    placed = place_order(shopper, total_seen=seen)
    assert placed.url.startswith("/checkout/pay/")
    Session.objects.all().delete()
    order = Order.objects.get()
    assert pay(shopper, placed.url).url == order.get_absolute_url()
    assert Order.objects.get().status == "Paid"
    assert shopper.get("/checkout/thank-you/").status_code == 404


def test_an_accounts_session_that_ran_out_orders_nothing_in_its_name(client):
    client.login(email=make_user("rowan@example.com").email, password=PASSWORD)
    add_to_basket(client, make_product())
    total_seen(client)
    Session.objects.all().delete()
    assert place_order(client).url == "/basket/"
    assert nothing_happened()
    assert Basket.open.get().lines.count() == 1


def test_a_forged_basket_cookie_is_nobodys_basket(shopper):
    for cookie in ("1", "1:forged", "0:x:y", LONG, "é", "-1", "9" * 40, "a\0b", '"', "1;2"):
        stranger = Client()
        stranger.cookies["oscar_open_basket"] = cookie
        assert stranger.get("/basket/").status_code == 200
        assert place_order(stranger).url == "/basket/"
    assert nothing_happened()


def test_a_forged_session_cookie_is_nobodys_session(shopper, payment_url):
    for cookie in ("forged", LONG, "é", "../../etc/passwd", "a" * 32):
        stranger = Client()
        stranger.cookies["sessionid"] = cookie
        assert stranger.get("/checkout/thank-you/").status_code == 404
        assert stranger.get("/checkout/").headers["Location"] == "/basket/"


def test_a_form_without_its_token_places_and_pays_nothing(shopper):
    careful = Client(enforce_csrf_checks=True)
    careful.cookies.update(shopper.cookies)
    assert place_order(careful).status_code == 403
    assert nothing_happened()
    url = place_order(shopper).url
    assert pay(careful, url).status_code == 403
    assert careful.post(url.replace("/pay/", "/change/")).status_code == 403
    assert Order.objects.get().status == "Awaiting payment"


@pytest.mark.parametrize("provider", ["demo", "stripe"])
def test_a_forged_webhook_is_refused(settings, provider):
    if provider == "stripe":
        settings.STRIPE_SECRET_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_test_x", "whsec_x"
    signatures = [
        f"t=9999999999,v1={'0' * 64}",
        f"t={'9' * 30},v1=0",
        f"t={'9' * 5000},v1=0",
        "t=-1,v1=0",
        "t=nan,v1=0",
        "t=1,v1=é",
        "t=١,v1=0",
        "v1=,t=",
        "=,=,=",
        "," * 500,
        LONG,
    ]
    for signature in signatures:
        for body in (b"{}", b"\xff\xfe", b"\0", b"[" * 5000):
            answer = Client().post(
                "/stripe/webhook/",
                body,
                content_type="application/json",
                headers={"Stripe-Signature": signature},
            )
            assert answer.status_code == 400, (signature[:40], body[:5])
    assert not WebhookEvent.objects.exists()


def test_a_webhook_that_is_no_event_in_size_is_refused_unread():
    answer = Client().post(
        "/stripe/webhook/", b"x" * (MOST_BYTES + 1), content_type="application/json"
    )
    assert answer.status_code == 413
    assert not WebhookEvent.objects.exists()
