"""Stripe's elements on the one page, with both sides of Stripe played by the test."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import stripe
from django.test import override_settings
from oscar.core.loading import get_model
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.visitor import PHONE, WIDE, Visitor
from tests.stripe_side import STRIPE_JS, StripeSide

pytestmark = pytest.mark.browser

Order = get_model("order", "Order")
Visit = Callable[..., Visitor]
STRIPE = "https://js.stripe.com/"


@pytest.fixture
def side(monkeypatch: pytest.MonkeyPatch) -> Iterator[StripeSide]:
    """Stripe's HTTP interface, and keys that make the shop use it."""
    side = StripeSide()
    monkeypatch.setattr(stripe, "RequestsClient", lambda **kwargs: side)
    with override_settings(STRIPE_SECRET_KEY="sk_test_x", STRIPE_PUBLISHABLE_KEY="pk_test_x"):
        yield side


class Script:
    """Stripe's script in one browser: what the page asked of it, and what it is told."""

    def __init__(self, visitor: Visitor, side: StripeSide) -> None:
        self.calls: list[tuple[str, list[Any]]] = []
        self.confirmed: list[dict[str, Any]] = []
        self._side = side
        visitor.may_reach = (STRIPE,)
        page = visitor.page
        page.route(f"{STRIPE}**", lambda route: route.fulfill(body=STRIPE_JS))
        page.expose_function("stripeSays", lambda call, rest: self.calls.append((call, rest)))
        page.expose_function("stripeConfirms", self._confirm)

    def said(self, call: str) -> list[list[Any]]:
        return [rest for name, rest in self.calls if name == call]

    def _confirm(self, card: str, options: dict[str, Any]) -> str:
        self.confirmed.append(options)
        return self._side.confirm(options["clientSecret"], card)


@pytest.fixture
def shopper(visit: Visit, side: StripeSide) -> tuple[Page, Script]:
    """A guest with a mug on the checkout."""
    visitor = visit(width=WIDE)
    script = Script(visitor, side)
    steps.add_mug(visitor.page)
    visitor.go("/checkout/")
    return visitor.page, script


def stripes_card(page: Page) -> Any:
    return page.locator("stripe-payment").get_by_label("Card number")


def test_a_guest_pays_by_card_without_leaving_the_page(shopper: tuple[Page, Script]) -> None:
    page, script = shopper
    steps.fill_address(page)
    stripes_card(page).fill("4242 4242 4242 4242")
    steps.send_checkout(page)
    number = steps.order_number(page)
    order = Order.objects.get(number=number)
    assert order.status == "Paid"
    assert script.said("elements")[-1][0]["amount"] == 2195
    (confirmed,) = script.confirmed
    details = confirmed["confirmParams"]["payment_method_data"]["billing_details"]
    assert details["address"]["postal_code"] == "LA22 9AB"
    assert details["address"]["country"] == "GB"


def test_a_refused_form_keeps_the_card_that_was_typed(shopper: tuple[Page, Script]) -> None:
    page, script = shopper
    steps.fill_address(page, Postcode="LA22")
    stripes_card(page).fill("4242 4242 4242 4242")
    steps.send_checkout(page)
    expect(page.locator("#checkout-problems [role=alert]")).to_be_focused()
    expect(page.get_by_text("A postcode has two parts").first).to_be_visible()
    expect(stripes_card(page)).to_have_value("4242 4242 4242 4242")
    expect(page.get_by_label("Full name", exact=True)).to_have_value("Rowan Hale")
    assert not script.confirmed
    page.get_by_label("Postcode", exact=True).fill("LA22 9AB")
    steps.send_checkout(page)
    steps.order_number(page)


def test_empty_fields_and_an_empty_card_are_all_said_at_once(shopper: tuple[Page, Script]) -> None:
    page, _script = shopper
    steps.send_checkout(page)
    expect(page.get_by_text("Full name is still empty.")).to_be_visible()
    expect(page.get_by_text("Your card number is incomplete.")).to_be_visible()
    assert not Order.objects.filter(status="Awaiting payment").exists()


def test_a_declined_card_is_mended_on_the_orders_page(shopper: tuple[Page, Script]) -> None:
    page, _script = shopper
    steps.fill_address(page)
    stripes_card(page).fill(steps.DECLINED)
    steps.send_checkout(page)
    expect(page).to_have_url(re.compile("/checkout/pay/"))
    expect(page.get_by_text("Your card was declined.")).to_be_visible()
    stripes_card(page).fill("4242 4242 4242 4242")
    steps.send_checkout(page)
    steps.order_number(page)


def test_another_delivery_method_changes_what_stripe_shows(shopper: tuple[Page, Script]) -> None:
    page, _script = shopper
    page.locator("#method-express").check()
    expect(page.get_by_role("button", name="Pay £25.50")).to_be_visible()
    expect(stripes_card(page)).to_have_attribute("placeholder", "2550")


WALLETS_ADDRESS = {
    "line1": "14 Mill Lane",
    "line2": "",
    "city": "Ambleside",
    "state": "",
    "postal_code": "LA22 9AB",
    "country": "GB",
}


def open_wallet(page: Page, **address: str) -> None:
    """Press the wallet's button; its sheet holds WALLETS_ADDRESS with these changes."""
    wallet = {
        "billingDetails": {"email": "rowan@example.com", "name": "Rowan Hale"},
        "shippingAddress": {"name": "Rowan Hale", "address": WALLETS_ADDRESS | address},
    }
    page.evaluate("wallet => { window.wallet = wallet }", wallet)
    page.get_by_role("button", name="Apple Pay").click()


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_a_wallet_buys_with_what_it_knows(visit: Visit, side: StripeSide, width: int) -> None:
    visitor = visit(width=width)
    script = Script(visitor, side)
    page = visitor.page
    steps.add_mug(page)
    page.goto("/checkout/")
    open_wallet(page)
    order = Order.objects.get(number=steps.order_number(page))
    # The sheet showed both methods with their days, and the last was chosen in it.
    sheet, chosen = (each[0] for each in script.said("sheet"))
    assert [rate["id"] for rate in sheet["shippingRates"]] == ["standard", "express"]
    assert sheet["shippingRates"][0]["deliveryEstimate"].startswith("Arrives ")
    assert sum(line["amount"] for line in chosen["lineItems"]) == 2550
    assert (order.status, str(order.total_incl_tax)) == ("Paid", "25.50")
    assert order.guest_email == "rowan@example.com"
    assert order.shipping_address.line1 == "14 Mill Lane"
    assert order.shipping_code == "express"


def test_a_wallets_address_that_we_refuse_is_shown_in_the_form(
    shopper: tuple[Page, Script],
) -> None:
    page, _script = shopper
    open_wallet(page, postal_code="LA22")
    expect(page.get_by_text("A postcode has two parts").first).to_be_visible()
    expect(page.get_by_label("Address", exact=True)).to_have_value("14 Mill Lane")
    expect(page.get_by_role("button", name="Apple Pay: invalid_shipping_address")).to_be_visible()


def test_a_wallet_cannot_deliver_where_we_do_not(shopper: tuple[Page, Script]) -> None:
    page, _script = shopper
    open_wallet(page, country="NZ")
    expect(page.get_by_role("button", name="shippingaddresschange refused")).to_be_visible()


def test_without_stripes_script_the_order_waits_on_its_payment_page(
    visit: Visit, side: StripeSide
) -> None:
    visitor = visit(width=WIDE)
    visitor.may_reach = (STRIPE,)
    page = visitor.page
    page.route(f"{STRIPE}**", lambda route: route.abort())
    steps.add_mug(page)
    page.goto("/checkout/")
    steps.fill_address(page)
    steps.send_checkout(page)
    expect(page).to_have_url(re.compile("/checkout/pay/"))
    expect(page.get_by_text("Check your connection").first).to_be_visible()
    assert Order.objects.filter(status="Awaiting payment").count() == 1
