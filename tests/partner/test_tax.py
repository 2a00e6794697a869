"""Which VAT rate a price contains."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from shop.partner.models import TaxRate
from shop.partner.strategy import Default
from shop.partner.tax import percent_text, rate_for
from tests.factories import make_product, make_variants

pytestmark = pytest.mark.django_db


def unit_price(product, country=""):
    return Default(country=country).fetch_for_product(product).price


@pytest.mark.parametrize(
    ("tax_class", "rate"), [("standard", "0.2"), ("reduced", "0.05"), ("zero", "0")]
)
def test_home_has_its_three_rates(tax_class, rate):
    assert rate_for(country="GB", tax_class=tax_class) == Decimal(rate)


def test_a_class_without_a_rate_pays_the_countrys_standard():
    TaxRate.objects.create(country="DE", rate=Decimal("19"))
    assert rate_for(country="DE", tax_class="reduced") == Decimal("0.19")


def test_a_country_without_a_rate_is_an_export():
    assert rate_for(country="CH") == 0


def test_home_without_any_rate_has_the_setting(settings):
    TaxRate.objects.all().delete()
    settings.SHOP_VAT_RATE = "0.175"
    assert rate_for(country="GB") == Decimal("0.175")
    assert rate_for(country="GB", tax_class="zero") == Decimal("0.175")


def test_a_changed_rate_is_the_next_ones_rate(django_assert_num_queries):
    rate_for(country="GB")
    with django_assert_num_queries(0):
        assert rate_for(country="GB") == Decimal("0.2")
    rate = TaxRate.objects.get(country="GB", tax_class="standard")
    rate.rate = Decimal("17.5")
    rate.save()
    assert rate_for(country="GB") == Decimal("0.175")
    rate.delete()
    assert rate_for(country="GB") == Decimal("0.2")  # the setting's


@pytest.mark.parametrize("wrong", [{"country": "gb"}, {"country": "GBR"}, {"rate": Decimal("101")}])
def test_a_rate_that_makes_no_sense_is_refused(wrong):
    rate = TaxRate(**{"country": "DE", "rate": Decimal("19"), **wrong})
    with pytest.raises(ValidationError):
        rate.full_clean()


def test_one_rate_a_country_and_class():
    with pytest.raises(IntegrityError), transaction.atomic():
        TaxRate.objects.create(country="GB", rate=Decimal("21"))


def test_a_price_stays_and_its_vat_follows_country_and_class():
    TaxRate.objects.create(country="FI", rate=Decimal("25.5"))
    mug, honey = make_product(price="18.00"), make_product(price="18.00", tax_class="reduced")
    for product, country, net in (
        (mug, "", "15.00"),
        (mug, "FI", "14.34"),
        (mug, "CH", "18.00"),
        (honey, "", "17.14"),
    ):
        price = unit_price(product, country)
        assert (price.incl_tax, price.excl_tax) == (Decimal("18.00"), Decimal(net))


def test_variants_have_their_products_class():
    parent = make_variants(price="18.00")
    parent.tax_class = "zero"
    parent.save()
    child = parent.children.first()
    price = unit_price(child)
    assert (price.tax_code, price.tax) == ("zero", Decimal("0.00"))


def test_a_zero_decimal_price_has_no_fraction():
    bowl = make_product(price="1500.50")
    bowl.stockrecords.update(price_currency="JPY")
    price = unit_price(type(bowl).objects.get(pk=bowl.pk))
    assert (price.incl_tax, price.tax) == (Decimal("1501"), Decimal("250"))


def test_where_no_standard_rate_is_entered_the_highest_one_counts():
    TaxRate.objects.create(country="FR", tax_class="zero", rate=Decimal(0))
    TaxRate.objects.create(country="FR", tax_class="reduced", rate=Decimal("5.5"))
    assert rate_for(country="FR") == Decimal("0.055")
    assert rate_for(country="FR", tax_class="zero") == 0
    assert rate_for(country="FR", tax_class="reduced", but="reduced") == 0
    assert percent_text(rate_for(country="FR")) == "5.5%"
