"""An order admin finds a paid order and marks it as shipped; the shopper is told."""

from collections.abc import Callable

import pytest
from oscar.core.loading import get_model
from playwright.sync_api import expect

from shop.communication.models import OutboundMessage
from tests.browser import steps
from tests.browser.visitor import Visitor
from tests.factories import GUEST

pytestmark = pytest.mark.browser

Order = get_model("order", "Order")


def test_an_order_admin_ships_an_order(visit: Callable[..., Visitor]) -> None:
    shopper = visit().page
    number = steps.buy_mug(shopper)
    admin = visit().go("/dashboard/")
    assert "/accounts/login/" in admin.url
    steps.log_in(admin, "orders@example.com")
    admin.get_by_role("link", name="Orders", exact=True).click()
    admin.get_by_role("textbox", name="Number, name or e-mail address").fill(number)
    admin.get_by_role("button", name="Search").click()

    expect(admin.get_by_role("heading", level=1)).to_contain_text(number)
    admin.get_by_role("textbox", name="Tracking number").first.fill("RM123456785GB")
    admin.get_by_role("button", name="Mark as shipped").click()
    expect(admin.get_by_role("table", name="Order information")).to_contain_text("Shipped")

    order = Order.objects.get(number=number)
    assert order.status == "Shipped"
    (message,) = OutboundMessage.objects.filter(kind="order_shipped")
    assert message.recipient == GUEST["email"]
    assert message.sent_at is None
    shopper.goto(order.get_absolute_url())
    expect(shopper.locator(".flag")).to_have_text("On its way")
    expect(shopper.get_by_role("main")).to_contain_text("RM123456785GB")
