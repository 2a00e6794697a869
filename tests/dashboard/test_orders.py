"""An order admin's day: find an order, ship it, and let nobody be forgotten."""

import pytest
from django.contrib.auth.models import Permission
from oscar.core.loading import get_model

from shop.communication.models import OutboundMessage
from tests.factories import PASSWORD, add_to_basket, make_product, make_user, pay, place_order

pytestmark = pytest.mark.django_db

Order = get_model("order", "Order")


@pytest.fixture
def mug():
    return make_product("Stoneware Mug", stock=10)


@pytest.fixture
def order(client, mug):
    """Two mugs, ordered and paid by a guest."""
    add_to_basket(client, mug, 2)
    pay(client, place_order(client).url)
    client.cookies.clear()
    return Order.objects.get()


@pytest.fixture
def unpaid(client, mug):
    add_to_basket(client, mug, 1)
    place_order(client)
    client.cookies.clear()
    return Order.objects.get()


def page(order) -> str:
    return f"/dashboard/orders/{order.number}/"


def stock(product):
    record = product.stockrecords.get()
    return record.num_in_stock, record.num_allocated or 0


def told() -> list[str]:
    messages = OutboundMessage.objects.filter(kind="order_shipped")
    return list(messages.values_list("recipient", flat=True))


def found(client, words: str) -> str:
    return client.get("/dashboard/orders/", {"order_number": words}).content.decode()


def test_from_log_in_to_a_shipped_order(client, order, order_admin, mug):
    asked = client.get("/dashboard/orders/", follow=True)
    assert asked.redirect_chain[-1][0] == "/accounts/login/?next=/dashboard/orders/"
    answer = client.post(
        "/accounts/login/",
        {"login": order_admin.email, "password": PASSWORD, "next": "/dashboard/orders/"},
    )
    assert answer.url == "/dashboard/orders/"
    assert order.number in client.get(answer.url).content.decode()
    assert "Mark as shipped" in client.get(page(order)).content.decode()

    client.post(page(order), {"order_action": "ship", "tracking": "RM123456789GB"})
    order.refresh_from_db()
    assert order.status == "Shipped"
    assert {line.status for line in order.lines.all()} == {"Shipped"}
    assert stock(mug) == (8, 0)
    assert told() == ["rowan@example.com"]
    after = client.get(page(order)).content.decode()
    assert "RM123456789GB" in after
    assert "Mark as shipped" not in after
    assert order.notes.get().user == order_admin


@pytest.mark.parametrize(
    "words", ["rowan@example.com", "ROWAN@EXAMPLE", "Hale", "rowan hale", "Rowan Hale"]
)
def test_an_order_is_found_by_name_and_address(client, order, order_admin, words):
    client.force_login(order_admin)
    page = found(client, words)
    assert order.number in page
    assert words in page


@pytest.mark.parametrize("words", ["ada@example.com", "Rowan Ward", "0000"])
def test_what_matches_nothing_finds_nothing(client, order, order_admin, words):
    client.force_login(order_admin)
    assert order.number not in found(client, words)


def test_the_number_leads_straight_to_the_order(client, order, order_admin):
    client.force_login(order_admin)
    assert client.get("/dashboard/orders/", {"order_number": order.number}).url == page(order)
    assert order.number in found(client, order.number[:4].lower())


def test_an_account_holders_order_is_found_by_their_name(client, order, order_admin):
    order.user = make_user("ada@example.com", first_name="Ada", last_name="Ward")
    order.guest_email = ""
    order.save()
    client.force_login(order_admin)
    for words in ("ada@example.com", "Ada Ward", "ward"):
        assert order.number in found(client, words)


def test_shipping_twice_tells_once(client, order, order_admin, mug):
    client.force_login(order_admin)
    for _ in range(2):
        answer = client.post(page(order), {"order_action": "ship"}, follow=True)
    assert "cannot be shipped" in answer.content.decode()
    assert told() == ["rowan@example.com"]
    assert stock(mug) == (8, 0)


def test_lines_are_shipped_in_parts(client, order, order_admin, mug):
    client.force_login(order_admin)
    line = order.lines.get()
    part = {"line_action": "create_shipping_event", "selected_line": line.pk, "tracking": "RM1"}
    client.post(page(order), {**part, f"selected_line_qty_{line.pk}": 1})
    order.refresh_from_db()
    assert (order.status, stock(mug)) == ("Paid", (9, 1))
    too_many = client.post(page(order), {**part, f"selected_line_qty_{line.pk}": 2}, follow=True)
    assert "left to ship" in too_many.content.decode()
    client.post(page(order), {**part, f"selected_line_qty_{line.pk}": 1})
    order.refresh_from_db()
    assert (order.status, stock(mug)) == ("Shipped", (8, 0))
    assert len(told()) == 2


def test_an_unpaid_order_is_cancelled_not_shipped(client, unpaid, order_admin, mug):
    client.force_login(order_admin)
    assert "Mark as shipped" not in client.get(page(unpaid)).content.decode()
    client.post(page(unpaid), {"order_action": "ship"})
    unpaid.refresh_from_db()
    assert (unpaid.status, stock(mug)) == ("Awaiting payment", (10, 1))
    client.post(page(unpaid), {"order_action": "cancel"})
    unpaid.refresh_from_db()
    assert (unpaid.status, stock(mug)) == ("Cancelled", (10, 0))


@pytest.mark.parametrize(
    "data",
    [
        {"order_action": "change_order_status", "new_status": "Shipped"},
        {"order_action": "create_order_payment_event", "amount": "10", "payment_event_type": "x"},
        {"line_action": "change_line_statuses", "new_status": "Shipped"},
        {"line_action": "create_payment_event"},
        {"order_action": "cancel"},
    ],
)
def test_no_status_and_no_payment_is_set_by_hand(client, order, order_admin, data):
    client.force_login(order_admin)
    line, events = order.lines.get(), order.payment_events.count()
    client.post(page(order), {**data, "selected_line": line.pk, f"selected_line_qty_{line.pk}": 2})
    order.refresh_from_db()
    assert order.status == "Paid"
    assert order.lines.get().status == "Pending"
    assert order.payment_events.count() == events


def test_who_may_only_look_changes_nothing(client, order, order_admin):
    looker = make_user(is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_order"))
    client.force_login(looker)
    shown = client.get(page(order))
    assert shown.status_code == 200
    assert "Mark as shipped" not in shown.content.decode()
    assert client.post(page(order), {"order_action": "ship"}).status_code == 403
    bulk = {"action": "change_order_statuses", "new_status": "Shipped", "selected_order": order.pk}
    assert client.post("/dashboard/orders/", bulk).status_code == 403
    order.refresh_from_db()
    assert order.status == "Paid"


def test_several_orders_are_shipped_at_once(client, order, order_admin, mug):
    client.force_login(order_admin)
    bulk = {"action": "change_order_statuses", "new_status": "Shipped", "selected_order": order.pk}
    client.post("/dashboard/orders/", bulk)
    order.refresh_from_db()
    assert (order.status, stock(mug)) == ("Shipped", (8, 0))
    again = client.post("/dashboard/orders/", bulk, follow=True).content.decode()
    assert "cannot be shipped" in again
    assert told() == ["rowan@example.com"]


def test_a_note_is_written_and_an_address_corrected(client, order, order_admin):
    client.force_login(order_admin)
    client.post(page(order), {"order_action": "save_note", "message": "Call before ten"})
    assert order.notes.get().message == "Call before ten"
    form = client.get(f"{page(order)}shipping-address/").context["form"]
    assert next(iter(form.fields)) == "last_name"
    data = {name: form[name].value() or "" for name in form.fields}
    client.post(f"{page(order)}shipping-address/", {**data, "line1": "15 Mill Lane"})
    order.refresh_from_db()
    assert order.shipping_address.line1 == "15 Mill Lane"


def test_orders_are_downloaded(client, order, order_admin):
    client.force_login(order_admin)
    csv = client.get("/dashboard/orders/", {"order_number": "", "response_format": "csv"})
    assert order.number in csv.content.decode()


def test_a_customer_is_sent_allauths_link_for_a_new_password(client, admin):
    shopper = make_user("rowan@example.com")
    client.force_login(admin)
    client.post(f"/dashboard/users/{shopper.pk}/password-reset/")
    message = OutboundMessage.objects.get()
    assert message.recipient == "rowan@example.com"
    assert "/accounts/password/reset/key/" in message.context["body_text"]
