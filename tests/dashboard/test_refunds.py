"""Refunds in the dashboard, and the list of what needs attention."""

import pytest
from django.test import Client
from django.utils import timezone
from oscar.core.loading import get_model

from shop.checkout.models import Payment, Refund
from shop.checkout.refunds import send_refund
from shop.orders.services import ship_order
from tests.factories import add_to_basket, countries, make_product, make_user, pay, place_order

pytestmark = pytest.mark.django_db

Order = get_model("order", "Order")

# The list's five kinds, and what every page of the dashboard asks.
LIST_QUERIES = 14


@pytest.fixture
def order():
    """A paid order: two mugs at £10.00 and delivery, £23.95."""
    countries()
    shopper = Client()
    add_to_basket(shopper, make_product("Mug", price="10.00", stock=5), 2)
    pay(shopper, place_order(shopper).url)
    return Order.objects.get()


@pytest.fixture
def admin(client):
    """An order admin's browser."""
    from django.contrib.auth.models import Group

    user = make_user("orders@example.com", is_staff=True)
    user.groups.add(Group.objects.get(name="Order admins"))
    client.force_login(user)
    return client


def refund_url(order):
    return f"/dashboard/orders/{order.number}/refund/"


def test_units_go_back_through_the_page(admin, order):
    line = order.lines.get()
    page = admin.get(refund_url(order)).content.decode()
    assert "£23.95" in page
    response = admin.post(
        refund_url(order),
        {
            "what": "lines",
            f"units_{line.pk}": "1",
            "restock": "on",
            "reason": "Chipped",
            "key": "k",
        },
    )
    assert response.url == f"/dashboard/orders/{order.number}/"
    refund = Refund.objects.get()
    assert refund.requested_by is not None
    assert (refund.amount, refund.reason, refund.requested_by.email) == (
        1000,
        "Chipped",
        "orders@example.com",
    )
    send_refund(refund_id=refund.pk)
    assert line.stockrecord.net_stock_level == 4
    assert "Chipped" in admin.get(refund_url(order)).content.decode()


def test_the_same_form_twice_is_one_refund(admin, order):
    data = {"what": "amount", "amount": "5.00", "key": "k"}
    admin.post(refund_url(order), data)
    admin.post(refund_url(order), data)
    assert Refund.objects.get().amount == 500


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"what": "amount", "amount": "23.96"}, "id_amount_error"),
        ({"what": "amount", "amount": "-1"}, "id_amount_error"),
        ({"what": "amount", "amount": ""}, "id_amount_error"),
        ({"what": "amount", "amount": "1.001"}, "id_amount_error"),
        ({"what": "lines"}, "id_what_error"),
        ({"what": "nothing"}, "id_what_error"),
        ({}, "id_what_error"),
    ],
)
def test_what_cannot_go_back_is_said_where_it_was_typed(admin, order, data, field):
    response = admin.post(refund_url(order), {**data, "key": "k"})
    assert response.status_code == 200
    assert field in response.content.decode()
    assert not Refund.objects.exists()


def test_more_units_than_are_left_are_refused(admin, order):
    line = order.lines.get()
    admin.post(refund_url(order), {"what": "lines", f"units_{line.pk}": "3", "key": "k"})
    assert not Refund.objects.exists()


def test_the_order_page_leads_to_the_refund_and_an_unpaid_one_does_not(admin, order):
    assert refund_url(order) in admin.get(f"/dashboard/orders/{order.number}/").content.decode()
    shopper = Client()
    add_to_basket(shopper, make_product("Vase"))
    place_order(shopper)
    unpaid = Order.objects.get(status="Awaiting payment")
    page = admin.get(f"/dashboard/orders/{unpaid.number}/").content.decode()
    assert refund_url(unpaid) not in page


def test_cancelling_in_the_dashboard_cancels_the_payment_at_the_provider(admin):
    countries()
    shopper = Client()
    add_to_basket(shopper, make_product())
    url = place_order(shopper).url
    shopper.get(url)
    order = Order.objects.get()
    admin.post(f"/dashboard/orders/{order.number}/", {"order_action": "cancel"})
    order.refresh_from_db()
    assert (order.status, Payment.objects.get().state) == ("Cancelled", "cancelled")


def test_cancelling_a_paid_order_asks_for_its_refund_and_the_whole_refund_cancels_it(admin, order):
    page = f"/dashboard/orders/{order.number}/"
    assert "Cancel the order" in admin.get(page).content.decode()
    asked = admin.post(page, {"order_action": "cancel"})
    assert asked.url == refund_url(order)
    assert "It is paid" in admin.get(asked.url).content.decode()
    order.refresh_from_db()
    assert (order.status, Refund.objects.count()) == ("Paid", 0)
    admin.post(asked.url, {"what": "all", "restock": "on", "key": "k"})
    send_refund(refund_id=Refund.objects.get().pk)
    order.refresh_from_db()
    assert order.status == "Cancelled"
    assert order.lines.get().stockrecord.net_stock_level == 5


def test_a_sent_order_is_not_cancelled(admin, order):
    ship_order(order=order)
    page = f"/dashboard/orders/{order.number}/"
    assert "Cancel the order" not in admin.get(page).content.decode()
    admin.post(page, {"order_action": "cancel"})
    order.refresh_from_db()
    assert order.status == "Shipped"


def test_who_may_only_look_may_not_refund(client, order):
    from django.contrib.auth.models import Permission

    looker = make_user(is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_order"))
    client.force_login(looker)
    assert client.get(refund_url(order)).status_code == 403
    assert client.post(refund_url(order), {"what": "all", "key": "k"}).status_code == 403
    client.force_login(make_user())
    assert client.get(refund_url(order)).status_code in (302, 403)
    assert client.get("/dashboard/orders/attention/").status_code in (302, 403)


def test_a_healthy_day_needs_no_attention(admin, order):
    assert "A healthy day" in admin.get("/dashboard/orders/attention/").content.decode()


def test_reviews_and_failed_refunds_are_listed(admin, order):
    Payment.objects.update(state=Payment.State.REVIEW, last_error="2394 GBP arrived")
    Refund.objects.create(
        payment=Payment.objects.get(), amount=500, key="k", state=Refund.State.FAILED
    )
    Payment.objects.update(disputed_at=timezone.now())
    order.lines.get().stockrecord.__class__.objects.update(num_in_stock=1)
    page = admin.get("/dashboard/orders/attention/").content.decode()
    assert "Payment disputed" in page
    assert "less stock than was sold" in page
    assert "2394 GBP arrived" in page
    assert "Refund failed" in page
    assert order.number in page
    assert "Needs attention" in admin.get("/dashboard/").content.decode()


@pytest.fixture
def elsewhere(order):
    """£5.00 of it went back at the provider."""
    return Refund.objects.create(
        payment=Payment.objects.get(),
        amount=500,
        key="k",
        reference="re_9",
        state=Refund.State.SUCCEEDED,
        made_at_provider=True,
    )


def test_a_refund_from_elsewhere_stands_in_both_lists_until_somebody_has_dealt_with_it(
    admin, order, elsewhere
):
    page = admin.get("/dashboard/orders/attention/").content.decode()
    assert "Refunded at the provider" in page
    assert "£5.00, not from here" in page
    assert "Somebody at the provider" in admin.get(refund_url(order)).content.decode()
    for _ in range(2):
        admin.post("/dashboard/orders/attention/", {"refund": elsewhere.pk})
    assert "A healthy day" in admin.get("/dashboard/orders/attention/").content.decode()
    note = order.notes.get(message__startswith="Dealt with")
    assert (note.user.email, note.message) == (
        "orders@example.com",
        "Dealt with: a refund of 5.00 GBP, refunded.",
    )


def test_a_failed_refund_and_a_dispute_leave_the_list_when_dealt_with(admin, order, elsewhere):
    Refund.objects.update(state=Refund.State.FAILED, made_at_provider=False)
    Payment.objects.update(disputed_at=timezone.now())
    admin.post("/dashboard/orders/attention/", {"refund": elsewhere.pk})
    page = admin.get("/dashboard/orders/attention/").content.decode()
    assert "Refund failed" not in page
    assert "Payment disputed" in page
    admin.post("/dashboard/orders/attention/", {"dispute": Payment.objects.get().pk})
    assert "A healthy day" in admin.get("/dashboard/orders/attention/").content.decode()


@pytest.mark.parametrize("data", [{}, {"refund": "0"}, {"refund": "x"}, {"dispute": "1" * 40}])
def test_nothing_that_is_not_there_is_dealt_with(admin, order, elsewhere, data):
    assert admin.post("/dashboard/orders/attention/", data).status_code == 400
    both = {"refund": elsewhere.pk, "dispute": Payment.objects.get().pk}
    assert admin.post("/dashboard/orders/attention/", both).status_code == 400


def test_who_may_only_look_deals_with_nothing(client, order, elsewhere):
    from django.contrib.auth.models import Permission

    looker = make_user(is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename="view_order"))
    client.force_login(looker)
    assert "Dealt with</button>" not in client.get("/dashboard/orders/attention/").content.decode()
    answer = client.post("/dashboard/orders/attention/", {"refund": elsewhere.pk})
    assert answer.status_code == 403


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_costs_the_same_for_many(admin, order, django_assert_max_num_queries, count):
    Payment.objects.update(disputed_at=timezone.now())
    Refund.objects.bulk_create(
        Refund(
            payment=Payment.objects.get(),
            amount=1,
            key=str(number),
            state=Refund.State.FAILED if number % 2 else Refund.State.SUCCEEDED,
            made_at_provider=True,
        )
        for number in range(count)
    )
    admin.get("/dashboard/orders/attention/")
    with django_assert_max_num_queries(LIST_QUERIES):
        admin.get("/dashboard/orders/attention/")
