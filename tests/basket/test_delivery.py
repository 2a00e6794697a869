"""What delivery of the basket costs and when it arrives, by country; how far it is to free."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from oscar.core.loading import get_model

from shop.basket.selectors import free_delivery
from tests.basket.asking import IN_DRAWER, ON_PAGE, change, line_of, words
from tests.factories import add_to_basket, countries, make_method, make_offer, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _countries(monkeypatch):
    countries()
    monday = datetime(2026, 5, 11, 8, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: monday)


def test_each_method_has_its_price_and_its_days(client):
    add_to_basket(client, make_product(price="20.00"))
    text = words(client.get("/basket/").text)
    assert "Standard delivery £3.95 Arrives Wed 13 to Thu 14 May" in text
    assert "Express delivery £7.50" in text
    assert "£23.95" in text


def test_another_country_changes_methods_sums_and_stays_chosen(client):
    add_to_basket(client, make_product(price="20.00"))
    page = client.get("/basket/", {"country": "FR"}).text
    text = words(page)
    assert "Standard delivery £12.50 Arrives" in text
    assert "Express" not in text
    assert "£32.50" in text
    assert "£160.00 to free delivery." in text
    assert '<option value="FR" selected>France</option>' in page
    assert "£32.50" in client.get("/basket/").text
    assert "£160.00 to free delivery." in client.get("/basket/drawer/", **IN_DRAWER).text


def test_the_checkout_begins_with_the_country_that_was_chosen(client):
    add_to_basket(client, make_product(price="20.00"))
    client.get("/basket/", {"country": "FR"})
    text = words(client.get("/checkout/").text)
    assert "Country: France." in text
    assert "£32.50" in text


@pytest.mark.parametrize("code", ["XX", "", "fr", "\0", "F" * 5000, "<b>", "GB' OR 1=1"])
def test_a_country_that_is_not_there_changes_nothing(client, code):
    add_to_basket(client, make_product(price="20.00"))
    page = client.get("/basket/", {"country": code})
    assert page.status_code == 200
    assert "£23.95" in page.text
    assert "<b>" not in page.text


def test_where_nothing_goes_is_said(client):
    get_model("shipping", "DeliveryMethod").objects.filter(countries="FR").delete()
    add_to_basket(client, make_product(price="20.00"))
    text = words(client.get("/basket/", {"country": "FR"}).text)
    assert "We cannot deliver this basket to France." in text
    assert "£20.00" in text


def test_a_country_that_is_opened_is_offered_at_once(client):
    add_to_basket(client, make_product())
    assert "Ireland" not in client.get("/basket/").text
    get_model("address", "Country").objects.create(
        iso_3166_1_a2="IE",
        iso_3166_1_a3="IRL",
        printable_name="Ireland",
        name="Ireland",
        is_shipping_country=True,
    )
    assert "Ireland" in client.get("/basket/").text


@pytest.mark.parametrize(
    ("price", "said"),
    [("48.00", "£12.00 to free delivery."), ("60.00", "Delivery is free."), ("59.99", "£0.01 to")],
)
def test_how_far_it_is_to_free_delivery(client, price, said):
    add_to_basket(client, make_product(price=price))
    for path in ("/basket/", "/basket/drawer/"):
        assert said in client.get(path).text


def test_what_counts_is_what_is_paid(client, settings):
    make_offer(percent="10")
    add_to_basket(client, make_product(price="60.00"))
    assert "£6.00 to free delivery." in client.get("/basket/").text
    settings.SHOP_SHOW_PRICES_INCL_VAT = False
    assert "£6.00 (incl. VAT) to free delivery." in client.get("/basket/").text


def test_it_follows_the_basket(client):
    add_to_basket(client, make_product(price="20.00"))
    assert "£20.00 to free delivery." in change(client, line_of(), 2, **ON_PAGE).text
    assert "Delivery is free." in change(client, line_of(), 3, **ON_PAGE).text


def test_nothing_is_promised_where_nothing_becomes_free(client):
    get_model("shipping", "DeliveryMethod").objects.filter(countries="FR").update(free_from=None)
    add_to_basket(client, make_product(price="20.00"))
    page = client.get("/basket/", {"country": "FR"}).text
    assert "to free delivery" not in page
    assert "<progress" not in page


def test_delivery_that_an_offer_pays_for_needs_no_more_goods(client):
    make_offer(delivery_percent="100")
    add_to_basket(client, make_product(price="20.00"))
    page = client.get("/basket/").text
    assert "to free delivery" not in page


def test_a_method_of_somebody_elses_strategy_needs_no_threshold():
    assert free_delivery(None, method=None) is None
    assert free_delivery(None, method=object()) is None


def test_weight_bands_count(client):
    get_model("shipping", "DeliveryMethod").objects.all().delete()
    make_method(bands={"1": "3.00", None: "9.00"})
    add_to_basket(client, make_product(price="20.00"), 3)
    assert "£9.00" in client.get("/basket/").text
    assert Decimal("69.00") == client.get("/basket/").context["contents"].totals.total
