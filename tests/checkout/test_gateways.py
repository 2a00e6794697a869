"""The seam to payment providers and the arithmetic below it."""

from decimal import Decimal

import pytest
from django.core.checks import run_checks

from shop.checkout.gateways.demo import DECLINES, PAYS, DemoGateway
from shop.checkout.models import DemoCharge
from shop.core.currency import from_minor_units, to_minor_units
from tests.factories import add_to_basket, countries, make_product, place_order


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("18.00", "GBP", 1800), ("500", "JPY", 500), ("1.234", "KWD", 1234), ("0.00", "EUR", 0)],
)
def test_amounts_follow_their_currency(amount, currency, minor):
    assert to_minor_units(Decimal(amount), currency) == minor
    assert from_minor_units(minor, currency) == Decimal(amount)


@pytest.mark.parametrize(("amount", "currency"), [("1.005", "GBP"), ("1.5", "JPY")])
def test_a_fraction_of_a_minor_unit_is_refused(amount, currency):
    with pytest.raises(ValueError, match="fraction"):
        to_minor_units(Decimal(amount), currency)


@pytest.mark.django_db
def test_the_demo_provider_gives_one_payment_a_key():
    first = DemoGateway().create(amount=100, currency="GBP", idempotency_key="k")
    again = DemoGateway().create(amount=100, currency="GBP", idempotency_key="k")
    assert first == again
    assert DemoCharge.objects.count() == 1


@pytest.mark.django_db
def test_a_cancelled_payment_takes_no_card_and_a_paid_one_is_not_cancelled():
    provider = DemoGateway()
    one = provider.create(amount=100, currency="GBP", idempotency_key="1").reference
    provider.cancel(reference=one)
    assert provider.pay(reference=one, card_number=PAYS).state == "cancelled"
    two = provider.create(amount=100, currency="GBP", idempotency_key="2").reference
    assert provider.pay(reference=two, card_number=DECLINES).state == "declined"
    assert provider.pay(reference=two, card_number=PAYS).state == "succeeded"
    assert provider.cancel(reference=two).state == "succeeded"


def test_the_demo_provider_is_refused_where_it_was_not_asked_for(settings):
    settings.PAYMENTS_ALLOW_DEMO = False
    assert "checkout.E001" in {message.id for message in run_checks()}
    settings.PAYMENTS_ALLOW_DEMO = True
    assert "checkout.E001" not in {message.id for message in run_checks()}


@pytest.mark.django_db
def test_a_provider_that_is_away_charges_nothing_and_says_so(client, settings):
    countries()
    add_to_basket(client, make_product())
    url = place_order(client).url
    settings.PAYMENTS_ALLOW_DEMO = False
    response = client.get(url)
    assert response.status_code == 503
    assert "have not been charged" in response.content.decode()
