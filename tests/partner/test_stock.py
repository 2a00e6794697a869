"""Stock is given out only while there is some."""

from decimal import Decimal

import pytest
from oscar.core.loading import get_class

from shop.partner.exceptions import InsufficientStock
from shop.partner.strategy import Selector
from shop.partner.tax import vat_in
from tests.factories import make_product, make_variants

pytestmark = pytest.mark.django_db


def test_allocating_more_than_is_left_is_refused_and_changes_nothing():
    record = make_product(stock=3).stockrecords.get()
    record.allocate(2)
    with pytest.raises(InsufficientStock) as refusal:
        record.allocate(2)
    assert refusal.value.left == 1
    record.refresh_from_db()
    assert (record.num_in_stock, record.num_allocated) == (3, 2)


def test_the_last_unit_can_be_allocated():
    record = make_product(stock=1).stockrecords.get()
    record.allocate(1)
    assert record.net_stock_level == 0


def test_prices_contain_their_vat():
    info = Selector().strategy().fetch_for_product(make_product(price="18.00"))
    assert (info.price.incl_tax, info.price.tax) == (Decimal("18.00"), Decimal("3.00"))
    assert info.price.effective_price == Decimal("18.00")


@pytest.mark.parametrize(
    ("gross", "vat"), [("57.95", "9.66"), ("0.01", "0.00"), ("0.03", "0.01"), ("0.00", "0.00")]
)
def test_vat_is_a_sixth_of_the_gross_amount_rounded_half_up(gross, vat):
    assert vat_in(Decimal(gross), rate=Decimal("0.20")) == Decimal(vat)


def test_a_parent_costs_what_its_cheapest_available_child_costs():
    parent = make_variants(colours={"Oat": 5, "Ink": 5, "Moss": 0})
    for child, price in zip(
        parent.children.order_by("pk"), ("20.00", "16.00", "9.00"), strict=True
    ):
        child.stockrecords.update(price=Decimal(price))
    price = Selector().strategy().fetch_for_parent(parent).price
    assert price.incl_tax == Decimal("16.00")
    assert price.varies


def test_a_product_that_is_not_public_cannot_be_bought():
    product = make_product(is_public=False)
    assert not Selector().strategy().fetch_for_product(product).availability.is_available_to_buy


def test_low_stock_is_said(settings):
    settings.SHOP_LOW_STOCK_LEVEL = 5
    availability = get_class("partner.availability", "StockRequired")
    assert availability(6).message == "In stock"
    assert availability(5).message == "Only 5 left"
    assert availability(0).message == "Sold out"
