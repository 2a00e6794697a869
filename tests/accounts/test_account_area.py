"""The account area: one's own orders, addresses, lists, alerts and profile, and nobody else's."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from oscar.core.loading import get_model

from shop.accounts.services import forget_expired_sessions
from shop.accounts.stock_alerts import send_stock_alerts
from shop.communication.models import OutboundMessage
from shop.orders import services as orders
from shop.orders.models import new_key
from tests.factories import (
    PASSWORD,
    SAME_ORIGIN,
    add_to_basket,
    countries,
    make_product,
    make_user,
    make_variants,
    pay,
    place_order,
)

ProductAlert = get_model("customer", "ProductAlert")

pytestmark = pytest.mark.django_db

User = get_user_model()
Order = get_model("order", "Order")
UserAddress = get_model("address", "UserAddress")
WishList = get_model("wishlists", "WishList")

ADDRESS = {
    "last_name": "Rowan Hale",
    "line1": "14 Mill Lane",
    "line2": "",
    "line4": "Ambleside",
    "postcode": "LA22 9AB",
    "country": "GB",
    "phone_number": "",
}


@pytest.fixture(autouse=True)
def _countries():
    countries()


@pytest.fixture
def rowan(client):
    user = make_user("rowan@example.com")
    client.force_login(user)
    return user


def make_address(user, **changes):
    fields = {**ADDRESS, **changes}
    fields["country_id"] = fields.pop("country")
    return UserAddress.objects.create(user=user, **fields)


def buy(client, product, quantity=1):
    add_to_basket(client, product, quantity)
    pay(client, place_order(client).url)
    return Order.objects.latest("pk")


def copies(order, count):
    """More orders like this one, without placing each."""
    lines = list(order.lines.all())
    for _ in range(count):
        order.pk, order.number, order.key = None, new_key()[:12], new_key()
        order.basket = None
        order.save()
        for line in lines:
            line.pk, line.order = None, order
            line.save()


# Orders


def test_an_order_stands_in_the_history_with_its_picture_and_state(client, rowan):
    order = buy(client, make_variants().children.get(title__endswith="Oat"), 2)
    page = client.get("/account/orders/").content.decode()
    assert order.number in page
    assert "£39.95" in page
    assert "Paid, being packed" in page
    orders.ship_order(order=order, tracking="RM123")
    page = client.get(f"/account/orders/{order.number}/").content.decode()
    assert "On its way" in page
    assert "RM123" in page
    assert "14 Mill Lane" in page
    assert "Stoneware Mug" in page
    assert "Oat" in page


def test_an_empty_history_shows_a_way_on(client, rowan):
    page = client.get("/account/orders/").content.decode()
    assert "Nothing ordered yet" in page
    assert 'href="/shop/"' in page


def test_somebody_elses_order_is_not_there(client, rowan):
    order = buy(client, make_product())
    client.force_login(make_user())
    assert client.get(f"/account/orders/{order.number}/").status_code == 404
    assert client.post(f"/account/orders/{order.number}/again/").status_code == 404
    assert order.number not in client.get("/account/orders/").content.decode()


def test_the_history_asks_as_much_for_thirty_orders_as_for_three(client, rowan):
    order = buy(client, make_product())
    copies(order, 2)
    client.get("/account/orders/")
    with CaptureQueriesContext(connection) as three:
        assert client.get("/account/orders/").status_code == 200
    copies(order, 27)
    with CaptureQueriesContext(connection) as thirty:
        assert client.get("/account/orders/").status_code == 200
    assert len(thirty) == len(three)
    assert len(three) <= 20


def test_an_order_is_put_into_the_basket_again(client, rowan):
    mug = make_product(stock=10)
    order = buy(client, mug, 2)
    assert client.get(f"/account/orders/{order.number}/again/").status_code == 405
    assert client.post(f"/account/orders/{order.number}/again/").url == "/basket/"
    assert "Stoneware Mug" in client.get("/basket/").content.decode()


def test_what_is_sold_out_is_not_ordered_again(client, rowan):
    mug = make_product(stock=2)
    order = buy(client, mug, 2)
    answer = client.post(f"/account/orders/{order.number}/again/")
    assert answer.url == f"/account/orders/{order.number}/"


# Addresses


def test_an_address_is_added_changed_and_deleted(client, rowan):
    assert client.post("/account/addresses/add/", ADDRESS).url == "/account/addresses/"
    address = rowan.addresses.get()
    assert (address.first_name, address.last_name) == ("", "Rowan Hale")
    client.post(f"/account/addresses/{address.pk}/", {**ADDRESS, "line1": "15 Mill Lane"})
    assert rowan.addresses.get().line1 == "15 Mill Lane"
    page = client.get(f"/account/addresses/{address.pk}/delete/").content.decode()
    assert "15 Mill Lane" in page
    assert rowan.addresses.exists()
    client.post(f"/account/addresses/{address.pk}/delete/")
    assert not rowan.addresses.exists()


def test_what_is_missing_is_said_next_to_its_field_and_nothing_is_lost(client, rowan):
    answer = client.post("/account/addresses/add/", {**ADDRESS, "line1": "", "postcode": "12"})
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"line1", "postcode"}
    assert 'value="Ambleside"' in answer.content.decode()
    assert not UserAddress.objects.exists()


def test_the_address_form_helps_the_browser_fill_it_in(client, rowan):
    page = client.get("/account/addresses/add/").content.decode()
    for token in (
        "name",
        "address-line1",
        "address-line2",
        "address-level2",
        "postal-code",
        "country",
        "tel",
    ):
        assert f'autocomplete="{token}"' in page


def test_the_same_address_twice_is_refused(client, rowan):
    client.post("/account/addresses/add/", ADDRESS)
    answer = client.post("/account/addresses/add/", ADDRESS)
    assert "already" in answer.content.decode()
    assert rowan.addresses.count() == 1


@pytest.mark.parametrize("purpose", ["shipping", "billing"])
def test_a_default_is_chosen_by_post_alone(client, rowan, purpose):
    first, second = make_address(rowan), make_address(rowan, line1="2 Quay Street")
    field = f"is_default_for_{purpose}"
    for address in (first, second):
        client.post(f"/account/addresses/{address.pk}/default_for_{purpose}/")
    url = f"/account/addresses/{first.pk}/default_for_{purpose}/"
    assert client.get(url).status_code == 405
    assert list(rowan.addresses.filter(**{field: True})) == [second]


def test_somebody_elses_address_is_not_there(client, rowan):
    address = make_address(make_user())
    for path in ("", "delete/", "default_for_shipping/"):
        url = f"/account/addresses/{address.pk}/{path}"
        assert client.post(url, ADDRESS).status_code == 404
    assert client.get(f"/account/addresses/{address.pk}/").status_code == 404
    address.refresh_from_db()
    assert address.line1 == "14 Mill Lane"
    assert not address.is_default_for_shipping


# Profile


def test_the_name_is_one_field(client, rowan):
    rowan.first_name, rowan.last_name = "Rowan", "Hale"
    rowan.save()
    assert 'value="Rowan Hale"' in client.get("/account/profile/").content.decode()
    client.post("/account/profile/", {"full_name": "Rowan Hale-Ward"})
    rowan.refresh_from_db()
    assert rowan.get_full_name() == "Rowan Hale-Ward"


def test_an_account_is_deleted_with_the_password_and_orders_stay(client, rowan):
    order = buy(client, make_product())
    assert client.post("/account/profile/delete/", {"password": "wrong"}).status_code == 200
    assert User.objects.filter(pk=rowan.pk).exists()
    client.post("/account/profile/delete/", {"password": PASSWORD})
    assert not User.objects.filter(pk=rowan.pk).exists()
    assert "_auth_user_id" not in client.session
    order.refresh_from_db()
    assert (order.user, order.contact_email) == (None, "rowan@example.com")
    orders.ship_order(order=order)
    assert OutboundMessage.objects.get(kind="order_shipped").recipient == "rowan@example.com"


# Wish lists


def test_a_list_is_started_filled_renamed_and_deleted(client, rowan):
    mug = make_variants()
    client.post(f"/account/wishlists/add/{mug.pk}/", **SAME_ORIGIN)
    client.post(f"/account/wishlists/add/{mug.pk}/", **SAME_ORIGIN)
    wishlist = WishList.objects.get(owner=rowan)
    assert wishlist.lines.count() == 1
    page = client.get(f"/account/wishlists/{wishlist.key}/").content.decode()
    assert "Stoneware Mug" in page
    assert "£18.00" in page
    client.post(f"/account/wishlists/{wishlist.key}/update/", {"name": "The new kitchen"})
    assert "The new kitchen" in client.get("/account/wishlists/").content.decode()
    line = wishlist.lines.get()
    remove = f"/account/wishlists/{wishlist.key}/lines/{line.pk}/delete/"
    assert client.get(remove).status_code == 405
    client.post(remove)
    assert not wishlist.lines.exists()
    client.post(f"/account/wishlists/{wishlist.key}/delete/")
    assert not WishList.objects.exists()


def test_a_withdrawn_product_stays_on_the_list_as_its_name(client, rowan):
    mug = make_product()
    client.post(f"/account/wishlists/add/{mug.pk}/", **SAME_ORIGIN)
    mug.is_public = False
    mug.save()
    page = client.get(WishList.objects.get().get_absolute_url()).content.decode()
    assert "Stoneware Mug" in page
    assert "no longer sell" in page


def test_a_list_is_filled_from_our_own_pages_only(client, rowan):
    mug = make_product()
    url = f"/account/wishlists/add/{mug.pk}/"
    assert client.post(url, HTTP_SEC_FETCH_SITE="cross-site").status_code == 403
    assert client.get(url).url == mug.get_absolute_url()
    assert not WishList.objects.exists()


def test_a_list_asks_for_a_log_in_and_comes_back_to_the_product(client):
    mug = make_product()
    answer = client.post(f"/account/wishlists/add/{mug.pk}/", **SAME_ORIGIN)
    assert answer.url == f"/accounts/login/?next={mug.get_absolute_url()}"


def test_somebody_elses_list_is_not_there(client, rowan):
    other = make_user()
    wishlist = WishList.objects.create(owner=other, name="Secret", visibility=WishList.PUBLIC)
    mug = make_product()
    wishlist.add(mug)
    base = f"/account/wishlists/{wishlist.key}/"
    for path in ("", "update/", "delete/"):
        assert client.get(base + path).status_code == 404
    for path in ("update/", "delete/", f"lines/{wishlist.lines.get().pk}/delete/"):
        assert client.post(base + path, {"name": "Mine"}).status_code == 404
    assert client.post(f"{base}add/{mug.pk}/", **SAME_ORIGIN).status_code == 404
    assert WishList.objects.get().name == "Secret"
    assert wishlist.lines.exists()


# Stock alerts


def restock(product, units=5):
    product.stockrecords.update(num_in_stock=units)


def test_a_shopper_is_written_to_once_when_it_is_back(client, rowan):
    mug = make_product(stock=0)
    client.post(f"/account/alerts/create/{mug.pk}/", **SAME_ORIGIN)
    assert "Stoneware Mug" in client.get("/account/alerts/").content.decode()
    assert send_stock_alerts() == 0
    restock(mug)
    assert (send_stock_alerts(), send_stock_alerts()) == (1, 0)
    message = OutboundMessage.objects.get()
    assert message.recipient == "rowan@example.com"
    assert "http://testserver/products/" in message.context["body_text"]
    assert "Stoneware Mug" not in client.get("/account/alerts/").content.decode()


def test_a_guest_confirms_first_and_no_link_acts_by_itself(client):
    mug = make_product(stock=0)
    client.post(f"/account/alerts/create/{mug.pk}/", {"email": "Ada@example.com"}, **SAME_ORIGIN)
    alert = ProductAlert.objects.get()
    question = OutboundMessage.objects.get()
    assert question.recipient == "ada@example.com"
    assert alert.get_confirm_url() in question.context["body_text"]
    restock(mug)
    assert send_stock_alerts() == 0
    client.get(alert.get_confirm_url())
    assert send_stock_alerts() == 0
    client.post(alert.get_confirm_url())
    assert send_stock_alerts() == 1


def test_asking_twice_writes_once_and_says_the_same(client):
    mug = make_product(stock=0)
    url = f"/account/alerts/create/{mug.pk}/"
    answers = [
        client.post(url, {"email": "ada@example.com"}, follow=True, **SAME_ORIGIN) for _ in range(2)
    ]
    assert [answer.redirect_chain for answer in answers] == [[(mug.get_absolute_url(), 302)]] * 2
    assert ProductAlert.objects.count() == OutboundMessage.objects.count() == 1


def test_nobody_is_flooded_in_somebody_elses_name(client):
    for number in range(6):
        product = make_product(f"Mug {number}", stock=0)
        url = f"/account/alerts/create/{product.pk}/"
        answer = client.post(url, {"email": "ada@example.com"}, **SAME_ORIGIN)
    assert answer.status_code == 422
    assert OutboundMessage.objects.count() == 5


def test_a_guest_cancels(client):
    alert = ProductAlert.objects.create(product=make_product(), email="ada@example.com")
    client.get(alert.get_cancel_url())
    alert.refresh_from_db()
    assert not alert.is_cancelled
    client.post(alert.get_cancel_url())
    alert.refresh_from_db()
    assert alert.is_cancelled


def test_a_wrong_address_for_an_alert_is_said_next_to_its_field(client):
    mug = make_product(stock=0)
    answer = client.post(f"/account/alerts/create/{mug.pk}/", {"email": "nobody"}, **SAME_ORIGIN)
    assert answer.status_code == 422
    assert answer.context["form"].errors["email"]
    assert not ProductAlert.objects.exists()


def test_somebody_elses_alert_is_not_there(client, rowan):
    alert = ProductAlert.objects.create(product=make_product(), user=make_user())
    assert client.post(f"/account/alerts/cancel/{alert.pk}/").status_code == 404
    alert.refresh_from_db()
    assert alert.is_active


def test_an_alert_is_not_handed_to_whoever_types_its_address(client):
    alert = ProductAlert.objects.create(product=make_product(), email="ada@example.com")
    alert.confirm()
    user = make_user("ada@example.com")
    user.save()
    alert.refresh_from_db()
    assert alert.user is None


# All of it


@pytest.mark.parametrize(
    "path",
    [
        "",
        "orders/",
        "addresses/",
        "addresses/add/",
        "profile/",
        "profile/delete/",
        "wishlists/",
        "wishlists/create/",
        "alerts/",
    ],
)
def test_every_page_asks_for_a_log_in_and_is_kept_by_no_cache(client, path):
    url = f"/account/{path}"
    assert client.get(url).url == f"/accounts/login/?next={url}"
    client.force_login(make_user())
    answer = client.get(url)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert 'class="account-nav"' in answer.content.decode()
    assert not [t.origin.name for t in answer.templates if "/oscar/templates/" in str(t.origin)]


def test_sessions_that_have_run_out_are_forgotten(rowan):
    Session.objects.create(session_key="old", expire_date=timezone.now() - timedelta(days=1))
    forget_expired_sessions()
    assert [row.session_key for row in Session.objects.filter(session_key="old")] == []
    assert Session.objects.exists()


def test_an_address_of_an_endless_number_is_none(client, rowan):
    assert client.post(f"/account/addresses/{'9' * 5000}/default_for_billing/").status_code == 404
