"""The arithmetic below all sums, on its own."""

from decimal import ROUND_DOWN, Decimal

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from shop.basket.selectors import discounts_shown
from shop.core.currency import (
    even_split,
    from_minor_units,
    round_money,
    round_share,
    smallest_amount,
    to_minor_units,
)
from shop.partner.tax import vat_in

CURRENCIES = ("GBP", "JPY", "KWD")
RATES = ("0", "0.05", "0.055", "0.081", "0.19", "0.20", "0.23", "0.255", "0.27")

currencies = st.sampled_from(CURRENCIES)
rates = st.sampled_from(RATES).map(Decimal)


@st.composite
def amounts(draw, currency: str) -> Decimal:
    return draw(st.integers(0, 2_000_000)) * smallest_amount(currency)


@pytest.mark.parametrize(("currency", "step"), [("GBP", "0.01"), ("JPY", "1"), ("KWD", "0.01")])
def test_the_step_of_a_currency(currency, step):
    assert smallest_amount(currency) == Decimal(step)


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("0.005", "GBP", "0.01"),
        ("0.0049", "GBP", "0.00"),
        ("0.5", "JPY", "1"),
        ("1.005", "KWD", "1.01"),
    ],
)
def test_half_a_step_goes_up(amount, currency, rounded):
    assert round_money(Decimal(amount), currency) == Decimal(rounded)


@pytest.mark.parametrize(
    ("gross", "rate", "currency", "vat"),
    [
        ("18.00", "0.20", "GBP", "3.00"),
        ("9.99", "0.20", "GBP", "1.67"),  # 1.665, half up
        ("29.97", "0.20", "GBP", "5.00"),  # 4.995: of the line, not three times 1.67
        ("10.00", "0", "GBP", "0.00"),
        ("1050", "0.05", "JPY", "50"),
        ("100", "0.19", "JPY", "16"),
        ("5.12", "0.05", "KWD", "0.24"),
    ],
)
def test_vat_by_hand(gross, rate, currency, vat):
    assert vat_in(Decimal(gross), rate=Decimal(rate), currency=currency) == Decimal(vat)


@given(st.data(), currencies, rates)
def test_vat_is_within_half_a_step_of_the_exact_one(data, currency, rate):
    gross = data.draw(amounts(currency))
    vat, step = vat_in(gross, rate=rate, currency=currency), smallest_amount(currency)
    assert abs(vat - gross * rate / (1 + rate)) <= step / 2
    assert 0 <= vat <= gross
    assert vat % step == 0


@given(st.data(), currencies, st.integers(1, 10_000))
def test_a_split_is_even_and_exact(data, currency, parts):
    amount = data.draw(amounts(currency))
    split = even_split(amount, parts, currency)
    assert sum(part * times for part, times in split) == amount
    assert sum(times for _part, times in split) == parts
    assert len(split) <= 2
    assert max(split)[0] - min(split)[0] <= smallest_amount(currency)


@given(st.data(), currencies)
def test_minor_units_and_back(data, currency):
    amount = data.draw(amounts(currency))
    assert from_minor_units(to_minor_units(amount, currency), currency) == amount


def test_three_decimals_are_charged_in_tens_of_the_smallest_unit():
    assert to_minor_units(round_money(Decimal("5.124"), "KWD"), "KWD") == 5120


@given(st.data(), currencies)
def test_a_share_never_exceeds_what_is_shared(data, currency):
    share = data.draw(st.decimals(0, 10_000, places=6))
    rounded = round_share(share, currency)
    assert rounded == share.quantize(smallest_amount(currency), ROUND_DOWN)
    assert rounded <= share


@given(st.data(), currencies, rates)
def test_discounts_without_vat_sum_up_to_what_they_took_off(data, currency, rate):
    taken = data.draw(st.lists(amounts(currency), min_size=1, max_size=4))
    gross = sum(taken) + data.draw(amounts(currency))
    before = gross - vat_in(gross, rate=rate, currency=currency)
    after_gross = gross - sum(taken)
    after = after_gross - vat_in(after_gross, rate=rate, currency=currency)
    with override_settings(SHOP_SHOW_PRICES_INCL_VAT=False):
        shown = discounts_shown(amounts=taken, net=before - after, currency=currency)
    assert before - sum(shown) == after
    assert len(shown) == len(taken)
