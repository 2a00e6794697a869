"""What follows from an order: shipping, cancelling, numbers."""

import pytest
from oscar.apps.order.exceptions import InvalidOrderStatus, InvalidShippingEvent
from oscar.core.loading import get_class, get_model

from shop.communication.models import OutboundMessage
from shop.orders.services import cancel_order, ship_lines, ship_order
from tests.factories import add_to_basket, countries, make_product, make_user, pay, place_order

pytestmark = pytest.mark.django_db

Order = get_model("order", "Order")


@pytest.fixture
def paid_order(client):
    countries()
    add_to_basket(client, make_product("Mug", stock=5), 2)
    add_to_basket(client, make_product("Vase", stock=5), 1)
    pay(client, place_order(client).url)
    return Order.objects.get()


def stocks(order):
    return [
        (line.stockrecord.num_in_stock, line.stockrecord.num_allocated)
        for line in order.lines.select_related("stockrecord").order_by("pk")
    ]


def test_shipping_consumes_the_stock_and_writes_to_the_shopper(paid_order):
    ship_order(order=paid_order, user=make_user(is_staff=True), tracking="RM123")
    assert paid_order.status == "Shipped"
    assert set(paid_order.lines.values_list("status", flat=True)) == {"Shipped"}
    assert stocks(paid_order) == [(3, 0), (4, 0)]
    message = OutboundMessage.objects.get(kind="order_shipped")
    assert message.recipient == "rowan@example.com"
    assert message.context["tracking"] == "RM123"


def test_an_order_ships_once(paid_order):
    ship_order(order=paid_order)
    with pytest.raises(InvalidOrderStatus):
        ship_order(order=paid_order)
    assert OutboundMessage.objects.filter(kind="order_shipped").count() == 1


def test_an_order_ships_in_parts(paid_order):
    mug, _vase = paid_order.lines.order_by("pk")
    ship_lines(order=paid_order, quantities={mug.pk: 1})
    assert paid_order.status == "Paid"
    ship_order(order=paid_order)
    assert paid_order.status == "Shipped"
    assert stocks(paid_order) == [(3, 0), (4, 0)]


def test_more_than_is_left_cannot_be_shipped(paid_order):
    mug = paid_order.lines.order_by("pk").first()
    with pytest.raises(InvalidShippingEvent):
        ship_lines(order=paid_order, quantities={mug.pk: 3})
    assert not paid_order.shipping_events.exists()
    assert stocks(paid_order) == [(5, 2), (5, 1)]


def test_an_unpaid_order_cannot_be_shipped(client):
    countries()
    add_to_basket(client, make_product())
    place_order(client)
    with pytest.raises(InvalidOrderStatus):
        ship_order(order=Order.objects.get())


def test_a_paid_order_cannot_simply_be_cancelled(paid_order):
    with pytest.raises(InvalidOrderStatus):
        cancel_order(order=paid_order)
    assert stocks(paid_order) == [(5, 2), (5, 1)]


def test_cancelling_twice_frees_the_stock_once(client):
    countries()
    product = make_product(stock=5)
    add_to_basket(client, product, 2)
    place_order(client)
    order = Order.objects.get()
    product.stockrecords.get().allocate(1)
    cancel_order(order=order)
    cancel_order(order=order)
    assert product.stockrecords.get().num_allocated == 1


def test_oscars_event_handler_takes_the_same_way(paid_order):
    handler = get_class("order.processing", "EventHandler")(make_user(is_staff=True))
    handler.handle_order_status_change(paid_order, "Shipped", note_msg="Sent with the post")
    assert paid_order.status == "Shipped"
    assert stocks(paid_order) == [(3, 0), (4, 0)]
    assert paid_order.notes.filter(message="Sent with the post").exists()


def test_order_numbers_tell_nothing_of_their_neighbours():
    generator = get_class("order.utils", "OrderNumberGenerator")()
    numbers = {generator.order_number(None) for _ in range(500)}
    assert len(numbers) == 500
    assert all(len(number) == 9 and number[4] == "-" for number in numbers)
