"""From the home page to a paid order, as people with different means do it."""

import re
from collections.abc import Callable

import pytest
from oscar.core.loading import get_model
from playwright.sync_api import Page, expect

from shop.communication.models import OutboundMessage
from tests.browser import steps
from tests.browser.visitor import PHONE, WIDE, Visitor
from tests.factories import GUEST

pytestmark = pytest.mark.browser

Order = get_model("order", "Order")
Visit = Callable[..., Visitor]


def walk_to_the_mug(page: Page, width: int) -> None:
    """Home, category, product."""
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if width == PHONE:
        page.get_by_role("button", name="Menu", exact=True).click()
        menu = page.get_by_role("dialog", name="Menu")
        menu.get_by_text("Tableware", exact=True).click()
        menu.get_by_role("link", name="All of Tableware").click()
    else:
        menu = page.get_by_role("navigation", name="Main")
        menu.get_by_text("Tableware", exact=True).click()
        menu.get_by_role("link", name="All of Tableware").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tableware")
    page.get_by_role("main").get_by_role("link", name="Stoneware Mug").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stoneware Mug")


def expect_a_paid_order(number: str, *, total: str) -> None:
    """The order stands, and its confirmation waits for the worker, unsent."""
    order = Order.objects.get(number=number)
    assert order.status == "Paid"
    assert str(order.total_incl_tax) == total
    assert order.guest_email == GUEST["email"]
    (message,) = OutboundMessage.objects.filter(kind="order_confirmation")
    assert message.recipient == GUEST["email"]
    assert message.sent_at is None


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_a_guest_buys_a_variant(visit: Visit, width: int) -> None:
    page = visit(width=width).page
    walk_to_the_mug(page, width)

    # Another variant: what depends on it changes, the page stays.
    page.evaluate("window.stayed = true")
    picture = page.locator(".gallery img").first
    oat = picture.get_attribute("src")
    page.get_by_role("link", name="Ink", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?variant=\d+$"))
    expect(page.locator("#option-1")).to_have_text("Colour: Ink")
    expect(picture).not_to_have_attribute("src", oat or "")
    assert page.evaluate("window.stayed"), "the page was loaded anew"
    page.go_back()
    expect(page.locator("#option-1")).to_have_text("Colour: Oat")
    expect(page.locator(".gallery img").first).to_have_attribute("src", oat or "")
    page.go_forward()
    expect(page.locator("#option-1")).to_have_text("Colour: Ink")

    page.get_by_role("button", name="Add to basket").click()
    dialog = page.get_by_role("dialog", name="Added to your basket")
    steps.expect_added(page)
    expect(dialog).to_contain_text("Ink")
    expect(page.locator("#header-basket")).to_contain_text("1 item")
    dialog.get_by_role("link", name="Go to basket").click()

    quantity = page.get_by_role("spinbutton", name="Quantity of Stoneware Mug")
    page.get_by_role("button", name="One more").click()
    expect(page.get_by_text("Basket updated.")).to_be_visible()
    expect(quantity).to_have_value("2")
    expect(page.locator(".totals-sum dd")).to_have_text("£39.95")
    expect(page.locator("#header-basket")).to_contain_text("2 items")
    page.get_by_role("link", name="Check out as guest").click()

    # The sum follows the delivery method.
    express = page.get_by_role("radio", name=re.compile("Express delivery"))
    sums = page.locator("#order-summary .totals-sum dd, #order-summary .summary-total")
    expect(sums.first).to_have_text("£39.95")
    express.check()
    expect(sums.first).to_have_text("£43.50")

    # What is wrong is said next to the field, and nothing that was typed is lost.
    steps.fill_address(page, Postcode="LA22", **{"Full name": ""})
    steps.fill_card(page, steps.DECLINED)
    steps.send_checkout(page)
    expect(page.locator("#id_full_name_error")).to_have_text("Please give the name for the parcel.")
    expect(page.locator("#id_postcode_error")).to_contain_text("A postcode has two parts")
    expect(page.get_by_label("E-mail", exact=True)).to_have_value(GUEST["email"])
    expect(page.get_by_label("Postcode", exact=True)).to_have_value("LA22")
    expect(page.get_by_label("Town or city", exact=True)).to_have_value(GUEST["town"])
    expect(express).to_be_checked()
    page.get_by_label("Full name", exact=True).fill(GUEST["full_name"])
    page.get_by_label("Postcode", exact=True).fill(GUEST["postcode"])

    # A declined card takes nothing, and another one may be tried.
    page.get_by_role("button", name="Pay £43.50").click()
    expect(page.get_by_text("The bank declined this card.")).to_be_visible()
    assert not OutboundMessage.objects.filter(kind="order_confirmation").exists()
    number = steps.pay(page)

    expect(page.get_by_role("main")).to_contain_text(GUEST["email"])
    expect(page.locator("#header-basket")).not_to_contain_text("item")
    expect_a_paid_order(number, total="43.50")


def test_a_variant_brings_its_own_price_stock_and_picture(visit: Visit) -> None:
    page = visit(width=PHONE).go("/products/dinner-plate/")
    price = page.locator(".buy .price")
    expect(price).to_contain_text("£22.00")

    page.locator(".options").get_by_role("link", name="Charcoal").click()

    expect(price).to_contain_text("£24.00")
    expect(page.locator(".options").get_by_role("link", name="Charcoal")).to_be_focused()
    page.goto(steps.SOLD_OUT)
    sold_out = page.locator(".options").get_by_role("link", name="Ochre")
    expect(sold_out).to_contain_text("sold out")
    sold_out.click()
    expect(page.get_by_role("button", name="Sold out")).to_be_disabled()
    page.locator(".options").get_by_role("link", name="Mist").click()
    expect(page.get_by_role("button", name="Add to basket")).to_be_enabled()


def test_more_than_there_is_is_refused_next_to_the_field(visit: Visit) -> None:
    page = visit(width=PHONE).go(steps.MUG)

    for quantity, words in (("999", "Only"), ("0", ""), ("", "")):
        page.get_by_label("Quantity").fill(quantity)
        page.get_by_role("button", name="Add to basket").click()
        expect(page.locator("#buy-errors").get_by_role("alert")).to_contain_text(words)
        expect(page.get_by_label("Quantity")).to_be_focused()

    expect(page.get_by_role("dialog", name="Added to your basket")).to_have_count(0)
    expect(page.locator("#header-basket")).not_to_contain_text("item")


def test_a_guest_buys_without_javascript(visit: Visit) -> None:
    page = visit(width=PHONE, javascript=False).page
    walk_to_the_mug(page, PHONE)

    page.get_by_role("link", name="Moss", exact=True).click()
    expect(page.locator("#option-1")).to_have_text("Colour: Moss")
    page.get_by_label("Quantity").fill("999")
    page.get_by_label("Quantity").evaluate("field => { field.removeAttribute('max') }")
    page.get_by_role("button", name="Add to basket").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Quantity").fill("1")
    page.get_by_role("button", name="Add to basket").click()
    expect(page.get_by_text("Stoneware Mug is in your basket.")).to_be_visible()
    page.get_by_label("Quantity of Stoneware Mug").fill("2")
    page.get_by_role("button", name="Update").click()
    expect(page.locator(".totals-sum dd")).to_have_text("£39.95")
    page.get_by_role("link", name="Check out as guest").click()

    page.get_by_role("radio", name=re.compile("Express delivery")).check()
    steps.fill_address(page, Postcode="")
    steps.fill_card(page)
    steps.send_checkout(page)
    expect(page.locator("#id_postcode_error")).to_have_text("Please give the postcode.")
    expect(page.get_by_role("radio", name=re.compile("Express delivery"))).to_be_checked()
    expect(page.get_by_label("Full name", exact=True)).to_have_value(GUEST["full_name"])
    page.get_by_label("Postcode", exact=True).fill(GUEST["postcode"])
    steps.send_checkout(page)

    expect_a_paid_order(steps.order_number(page), total="43.50")


def test_a_guest_buys_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit(width=WIDE).page
    page.goto(steps.MUG)

    keyboard = Keyboard(page)
    keyboard.to("Ink")
    page.keyboard.press("Enter")
    expect(page.locator("#option-1")).to_have_text("Colour: Ink")
    assert "Ink" in steps.focused(page)["text"], "the choice keeps the focus"
    keyboard.to("Add to basket")
    page.keyboard.press("Space")
    steps.expect_added(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Add to basket")).to_be_focused()
    page.keyboard.press("Enter")
    steps.expect_added(page)
    keyboard.to("Check out")
    page.keyboard.press("Enter")

    expect(page.get_by_label("E-mail", exact=True)).to_be_visible()
    for field, text in {
        "email": GUEST["email"],
        "full_name": GUEST["full_name"],
        "line1": GUEST["line1"],
        "postcode": GUEST["postcode"],
        "town": GUEST["town"],
    }.items():
        keyboard.to_id(f"id_{field}")
        page.keyboard.type(text)
    keyboard.to_id("method-standard")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#method-express")).to_be_checked()
    expect(page.locator("#order-summary .totals-sum dd")).to_have_text("£43.50")
    for field, text in {
        "card_number": "4242424242424242",
        "expiry": "11/39",
        "security_code": "123",
    }.items():
        keyboard.to_id(f"id_{field}")
        page.keyboard.type(text)
    page.keyboard.press("Enter")

    expect_a_paid_order(steps.order_number(page), total="43.50")


class Keyboard:
    """Tabs on and looks at every stop: the focus must be visible and in sight."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, text: str) -> None:
        """Tab on until something with exactly this text has the focus."""
        self._tab(lambda stop: stop["text"].split("\n")[0].strip() == text, text)

    def to_id(self, name: str) -> None:
        """Tab on until the element with this id has the focus."""
        self._tab(lambda stop: stop["id"] == name, name)

    def _tab(self, found: Callable[[dict], bool], wanted: str) -> None:
        stops = []
        for _press in range(80):
            self.page.keyboard.press("Tab")
            stop = steps.focused(self.page)
            stops.append(stop["text"] or stop["id"] or stop["tag"])
            if stop["tag"] == "body":
                continue
            assert stop["ringed"], f"one cannot see the focus on {stop}"
            assert stop["inSight"], f"the focus is out of sight on {stop}"
            if found(stop):
                return
        pytest.fail(f"Tab never reached {wanted}; it stopped at {stops}")
