"""VAT rates in the dashboard: seen, entered, changed, refused, deleted, and who may."""

from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group

from shop.core.oscar import Country
from shop.dashboard.tax.forms import NewRateForm
from shop.orders.models import Order
from shop.partner.models import TaxRate
from shop.partner.tax import rate_for
from tests.factories import add_to_basket, make_product, make_user, place_order

pytestmark = pytest.mark.django_db

LIST = "/dashboard/vat/"
CREATE = "/dashboard/vat/create/"
FRANCE = {"country": "FR", "tax_class": "standard", "rate": "20"}


@pytest.fixture
def page(client, catalogue_admin):
    """The client, logged in as one who looks after the catalogue."""
    client.force_login(catalogue_admin)
    return client


def edit(rate):
    return f"/dashboard/vat/{rate.pk}/"


def rows(client):
    """The table: what each class bears, by country."""
    soup = BeautifulSoup(client.get(LIST).content, "html.parser")
    words = lambda tag: " ".join(tag.get_text(" ").split())  # noqa: E731
    return {
        words(row.th): [words(cell) for cell in row.select("td")] for row in soup.select("tbody tr")
    }


def test_the_table_says_what_every_country_and_class_bears(page):
    TaxRate.objects.create(country="FR", tax_class="reduced", rate=Decimal("5.5"))
    Country.objects.create(
        iso_3166_1_a2="IT",
        iso_3166_1_a3="ITA",
        name="Italy",
        printable_name="Italy",
        is_shipping_country=True,
    )
    table = rows(page)
    assert list(table) == ["United Kingdom Home", "France"]
    assert [cell.split()[0] for cell in table["United Kingdom Home"]] == ["20%", "5%", "0%"]
    # Where no standard rate is entered, the highest one counts, and the table says so.
    standard, reduced, zero = table["France"]
    assert standard.startswith("5.5%, not entered")
    assert reduced.startswith("5.5% Edit")
    assert zero.startswith("5.5%, not entered")
    text = page.get(LIST).text
    assert "bear no VAT: they are exports" in text
    assert "Enter Italy" in text
    assert f'"{LIST}"' in page.get("/dashboard/").text


def test_a_country_that_nobody_knows_shows_its_code(page):
    TaxRate.objects.create(country="ZZ", rate=Decimal(7))
    assert rows(page)["ZZ"][0].startswith("7%")
    assert page.get(edit(TaxRate.objects.get(country="ZZ"))).status_code == 200


def test_many_rates_cost_what_few_do(page, django_assert_max_num_queries):
    page.get(LIST)
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        TaxRate.objects.create(country=f"Q{letter}", rate=Decimal(7))
    with django_assert_max_num_queries(12):
        page.get(LIST)


def test_a_new_rate_is_in_the_next_order(page):
    add_to_basket(page, make_product(price="12.00"))
    assert rate_for(country="FR") == 0
    form = page.get(f"{CREATE}?country=FR&tax_class=standard")
    assert '<option value="FR" selected>' in form.text
    saved = page.post(CREATE, FRANCE, follow=True)
    assert "France, standard rate: 20%. It counts for orders from now on." in saved.text
    assert rate_for(country="FR") == Decimal("0.2")
    place_order(page, country="FR", postcode="75001")
    line = Order.objects.get().lines.get()
    assert line.line_price_incl_tax - line.line_price_excl_tax == Decimal("2.00")


def test_a_changed_rate_leaves_orders_alone(page):
    rate = TaxRate.objects.create(country="FR", rate=Decimal(20))
    add_to_basket(page, make_product(price="12.00"))
    place_order(page, country="FR", postcode="75001")
    before = Order.objects.values_list("total_excl_tax", "shipping_excl_tax").get()
    asked = page.get(edit(rate))
    assert "France, standard rate" in asked.text
    assert 'name="country"' not in asked.text
    # Where and for what is settled: what is sent for it is not read.
    assert page.post(edit(rate), {"rate": "8.1", "country": "GB"}).url == LIST
    rate.refresh_from_db()
    assert (rate.country, rate.tax_class, rate.rate) == ("FR", "standard", Decimal("8.1"))
    assert rate_for(country="FR") == Decimal("0.081")
    assert Order.objects.values_list("total_excl_tax", "shipping_excl_tax").get() == before


def test_zero_and_a_hundred_percent_are_rates(page):
    for tax_class, percent in (("zero", "0"), ("standard", "100"), ("reduced", "2.125")):
        data = {"country": "FR", "tax_class": tax_class, "rate": percent}
        assert page.post(CREATE, data).status_code == 302
        assert rate_for(country="FR", tax_class=tax_class) == Decimal(percent) / 100


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"rate": ""}, "rate", "Enter the rate"),
        ({"rate": "twenty"}, "rate", "Enter a number"),
        ({"rate": "NaN"}, "rate", "Enter a number"),
        ({"rate": "Infinity"}, "rate", "Enter a number"),
        ({"rate": "-1"}, "rate", "between 0 and 100"),
        ({"rate": "100.001"}, "rate", "between 0 and 100"),
        ({"rate": "9" * 10_000}, "rate", "between 0 and 100"),
        ({"rate": "1e3"}, "rate", "between 0 and 100"),
        ({"rate": "5.1234"}, "rate", "three decimals"),
        ({"rate": "0.2"}, "rate", "Enter 20 for 20%"),
        ({"country": ""}, "country", "Choose a country"),
        ({"country": "XX"}, "country", "one of the countries"),
        ({"country": "F\0"}, "country", "one of the countries"),
        ({"country": "F" * 10_000}, "country", "one of the countries"),
        ({"tax_class": "luxury"}, "tax_class", "one of the tax classes"),
        ({"country": "GB", "rate": "19"}, "tax_class", "entered already (20%)"),
    ],
)
def test_what_cannot_be_is_said_next_to_its_field_and_nothing_is_lost(page, changes, field, words):
    before = set(TaxRate.objects.values_list("country", "tax_class", "rate"))
    refused = page.post(CREATE, FRANCE | changes)
    assert refused.status_code == 422
    errors = refused.context["form"].errors
    assert list(errors) == [field]
    assert any(words in error for error in errors[field])
    soup = BeautifulSoup(refused.content, "html.parser")
    assert soup.select_one(f"#id_{field}_error")
    if field != "rate":
        typed = changes.get("rate", "20")
        assert soup.select_one(f'#id_rate[value="{typed}"]')
    assert set(TaxRate.objects.values_list("country", "tax_class", "rate")) == before


def test_a_changed_rate_is_checked_too(page):
    rate = TaxRate.objects.get(country="GB", tax_class="standard")
    for wrong in ("", "-1", "101", "0.2", "x"):
        assert page.post(edit(rate), {"rate": wrong}).status_code == 422
    rate.refresh_from_db()
    assert rate.rate == 20


def test_two_who_enter_the_same_rate_at_once_are_told(page, monkeypatch):
    """The second form was valid when it was looked at; the constraint decides."""
    TaxRate.objects.create(country="FR", rate=Decimal(19))
    monkeypatch.setattr(NewRateForm, "clean", lambda form: form.cleaned_data)
    monkeypatch.setattr(TaxRate, "validate_constraints", lambda *args, **kwargs: None)
    refused = page.post(CREATE, FRANCE)
    assert refused.status_code == 422
    assert "entered already (19%)" in refused.text
    assert TaxRate.objects.get(country="FR").rate == 19


def test_deleting_asks_first_and_says_what_is_charged_then(page):
    TaxRate.objects.create(country="FR", rate=Decimal(20))
    reduced = TaxRate.objects.create(country="FR", tax_class="reduced", rate=Decimal("5.5"))
    asked = page.get(f"{edit(reduced)}delete/").text
    assert "It is 5.5% now. Without it, these products bear 20% VAT" in asked
    assert rate_for(country="FR", tax_class="reduced") == Decimal("0.055")
    assert page.post(f"{edit(reduced)}delete/").url == LIST
    assert rate_for(country="FR", tax_class="reduced") == Decimal("0.2")
    last = TaxRate.objects.get(country="FR")
    assert "these products bear 0% VAT" in page.get(f"{edit(last)}delete/").text
    page.post(f"{edit(last)}delete/")
    assert rate_for(country="FR") == 0
    assert "Enter France" in page.get(LIST).text
    assert page.get(edit(last)).status_code == 404
    assert page.post(f"{edit(last)}delete/").status_code == 404


def test_at_home_the_setting_stands_in(page, settings):
    settings.SHOP_VAT_RATE = "0.17"
    home = TaxRate.objects.get(country="GB", tax_class="standard")
    assert "these products bear 17% VAT" in page.get(f"{edit(home)}delete/").text
    TaxRate.objects.all().delete()
    assert [cell.split(",")[0] for cell in rows(page)["United Kingdom Home"]] == ["17%"] * 3


def test_order_admins_look_and_change_nothing(client, order_admin):
    client.force_login(order_admin)
    rate = TaxRate.objects.get(country="GB", tax_class="standard")
    listed = client.get(LIST)
    assert listed.status_code == 200
    for address in (edit(rate), CREATE):
        assert address not in listed.text
    for url in (CREATE, edit(rate), f"{edit(rate)}delete/"):
        assert client.get(url).status_code == 403
        assert client.post(url, FRANCE).status_code == 403
    rate.refresh_from_db()
    assert rate.rate == 20
    assert not TaxRate.objects.filter(country="FR").exists()


def test_rights_without_being_staff_open_nothing(client):
    shopper = make_user()
    shopper.groups.add(Group.objects.get(name="Catalogue admins"))
    client.force_login(shopper)
    assert client.get(LIST).status_code == 403
    assert client.post(CREATE, FRANCE).status_code == 403
    client.logout()
    assert client.get(LIST).status_code == 302
    assert client.post(CREATE, FRANCE).status_code == 302
    assert not TaxRate.objects.filter(country="FR").exists()
