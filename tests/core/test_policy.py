"""The content security policy: what pages may load, and what the checkout lets in for Stripe.

That no page needs more is shown by the browser journeys: Chromium complains, and they fail.
"""

import pytest

from tests.factories import add_to_basket, countries, make_product, place_order

pytestmark = pytest.mark.django_db


def policy(client, path):
    header = client.get(path)["Content-Security-Policy"]
    return {
        name: sources.split()
        for name, _, sources in (d.strip().partition(" ") for d in header.split(";"))
    }


@pytest.fixture
def shopper(client):
    countries()
    add_to_basket(client, make_product())
    return client


@pytest.mark.parametrize("path", ["/", "/shop/", "/basket/", "/accounts/login/", "/checkout/"])
def test_pages_load_scripts_from_the_shop_alone(shopper, path):
    found = policy(shopper, path)
    assert found["script-src"] == ["'self'"]
    assert found["default-src"] == ["'none'"]
    assert found["frame-ancestors"] == ["'self'"]


@pytest.mark.parametrize("path", ["/cms/login/", "/dashboard/"])
def test_back_offices_keep_their_own_ways(client, path):
    assert "Content-Security-Policy" not in client.get(path)


class TestStripe:
    @pytest.fixture(autouse=True)
    def _keys(self, settings):
        settings.STRIPE_SECRET_KEY = "sk_test_x"

    def test_the_checkout_lets_stripe_in(self, shopper):
        found = policy(shopper, "/checkout/")
        assert found["script-src"] == ["'self'", "https://js.stripe.com", "https://*.js.stripe.com"]
        assert "https://hooks.stripe.com" in found["frame-src"]
        assert found["connect-src"] == ["'self'", "https://api.stripe.com"]

    def test_no_other_page_does(self, shopper):
        assert "stripe" not in str(policy(shopper, "/basket/"))


def test_the_payment_page_of_an_order_lets_stripe_in(shopper, settings):
    url = place_order(shopper).url
    assert "stripe" not in str(policy(shopper, url))
