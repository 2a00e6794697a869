"""Stripe on the checkout's one page: what its elements get, what their script is answered."""

import pytest
import stripe
from oscar.core.loading import get_model

from shop.checkout.models import Payment
from tests.factories import (
    add_to_basket,
    countries,
    make_method,
    make_product,
    make_voucher,
    place_order,
    total_seen,
)
from tests.stripe_side import StripeSide

pytestmark = pytest.mark.django_db

Order = get_model("order", "Order")
SCRIPT = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def stripe_side(settings, monkeypatch):
    settings.STRIPE_SECRET_KEY = "sk_test_x"
    settings.STRIPE_PUBLISHABLE_KEY = "pk_test_x"
    side = StripeSide()
    monkeypatch.setattr(stripe, "RequestsClient", lambda **kwargs: side)
    countries()
    return side


@pytest.fixture
def shopper(client):
    add_to_basket(client, make_product(price="18.00"))
    return client


def send(client, **changes):
    """The checkout's form, as the page's script sends it."""
    client.defaults["HTTP_HX_REQUEST"] = "true"
    try:
        return place_order(client, **changes)
    finally:
        del client.defaults["HTTP_HX_REQUEST"]


def test_the_page_holds_stripes_elements_with_what_is_to_be_paid(shopper):
    page = shopper.get("/checkout/").text
    assert "<stripe-payment" in page
    assert "<stripe-wallets" in page
    assert 'data-key="pk_test_x"' in page
    assert 'data-amount="2195"' in page
    assert 'data-currency="gbp"' in page
    assert "Pay £21.95" in page
    assert "sk_test_x" not in page


def test_the_script_places_the_order_and_gets_the_secret_of_its_payment(shopper, stripe_side):
    answer = send(shopper)
    order = Order.objects.get()
    (intent,) = stripe_side.intents.values()
    assert answer.json() == {
        "client_secret": intent["client_secret"],
        "payment_url": f"http://testserver/checkout/pay/{order.number}/{order.key}/",
    }
    assert intent["amount"] == 2195
    assert order.status == "Awaiting payment"
    assert "no-store" in answer["Cache-Control"]


def test_coming_back_after_the_confirmation_is_the_thank_you_page(shopper, stripe_side):
    answer = send(shopper).json()
    stripe_side.confirm(answer["client_secret"])
    assert shopper.get(answer["payment_url"]).url == "/checkout/thank-you/"
    assert Order.objects.get().status == "Paid"


def test_a_second_submit_is_led_to_the_one_order(shopper, stripe_side):
    send(shopper)
    again = send(shopper)
    order = Order.objects.get()
    assert again["HX-Redirect"] == f"/checkout/pay/{order.number}/{order.key}/"
    assert len(stripe_side.intents) == 1


def test_what_is_wrong_comes_back_as_the_page_with_nothing_placed(shopper):
    answer = send(shopper, postcode="LA22")
    assert answer.status_code == 422
    assert 'id="checkout-delivery"' in answer.text
    assert "A postcode has two parts" in answer.text
    assert not Order.objects.exists()


def test_an_amount_from_the_browser_is_never_charged(shopper, stripe_side):
    answer = send(shopper, total_seen="0.01", amount="1")
    assert answer.status_code == 409
    assert not stripe_side.intents
    send(shopper, amount="1")
    assert [intent["amount"] for intent in stripe_side.intents.values()] == [2195]


def test_a_provider_that_does_not_answer_leaves_an_order_to_pay(shopper, stripe_side, monkeypatch):
    def no_route(*args, **kwargs):
        raise stripe.APIConnectionError("no route")

    monkeypatch.setattr(stripe_side, "request", no_route)
    monkeypatch.setattr(StripeSide, "_sleep_time_seconds", lambda *args, **kwargs: 0)
    answer = send(shopper)
    order = Order.objects.get()
    assert answer["HX-Redirect"] == f"/checkout/pay/{order.number}/{order.key}/"
    assert Payment.objects.get().reference == ""


@pytest.fixture
def free(shopper):
    """A basket that a voucher and a free delivery leave at nothing."""
    make_method(code="pickup", charge="0.00")
    make_voucher("ALL", percent="100")
    shopper.post("/basket/vouchers/add/", {"code": "ALL"})
    return shopper


def test_an_order_of_nothing_asks_for_no_card(free):
    page = free.get("/checkout/?method_code=pickup").text
    assert "<stripe-payment" not in page
    answer = send(free, method_code="pickup", total_seen="0.00")
    assert answer["HX-Redirect"] == "/checkout/thank-you/"
    assert Order.objects.get().status == "Paid"


def test_a_demo_card_that_a_voucher_made_needless_is_not_asked_for(free, settings):
    settings.STRIPE_SECRET_KEY = ""
    placed = place_order(free, method_code="pickup", total_seen="0.00", card_number="")
    assert free.get(placed.url).url == "/checkout/thank-you/"
    assert Order.objects.get().status == "Paid"


def test_saying_that_it_costs_nothing_does_not_make_it_so(shopper, settings):
    settings.STRIPE_SECRET_KEY = ""
    assert place_order(shopper, total_seen="0.00", card_number="").status_code == 409
    assert not Order.objects.exists()


class TestWalletQuote:
    def quote(self, client, **chosen):
        return client.get("/checkout/wallet/", chosen, headers=SCRIPT).json()

    def test_methods_dates_and_total_are_those_of_the_page(self, shopper):
        quote = self.quote(shopper)
        assert quote["country"] == "GB"
        assert (quote["amount"], quote["currency"]) == (2195, "gbp")
        assert quote["total_seen"] == total_seen(shopper)
        assert sum(line["amount"] for line in quote["lines"]) == 2195
        rate = quote["rates"][0]
        assert (rate["id"], rate["amount"]) == ("standard", 395)
        assert rate["deliveryEstimate"].startswith("Arrives ")

    def test_another_country_and_method_are_priced(self, shopper):
        quote = self.quote(shopper, country="GB", method_code="express")
        assert quote["amount"] == 2550
        assert [rate["id"] for rate in quote["rates"]] == ["standard", "express"]

    def test_nothing_is_delivered_to_a_country_that_is_not_served(self, shopper):
        for country in ("NZ", "ZZ", "\0", "x" * 10_000):
            assert self.quote(shopper, country=country)["rates"] == []

    def test_an_empty_basket_leads_away(self, client):
        answer = client.get("/checkout/wallet/", headers=SCRIPT)
        assert answer["HX-Redirect"] == "/basket/"

    def test_the_order_that_a_wallet_fills_in_costs_what_it_showed(self, shopper, stripe_side):
        quote = self.quote(shopper, country="GB")
        send(shopper, total_seen=quote["total_seen"], method_code=quote["rates"][0]["id"])
        assert [intent["amount"] for intent in stripe_side.intents.values()] == [quote["amount"]]
