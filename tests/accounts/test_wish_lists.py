"""Wish lists: kept from cached pages, moved to the basket, shared by a link."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from oscar.core.loading import get_class, get_model

from shop.accounts.selectors import wish_list_items
from tests.factories import (
    PASSWORD,
    SAME_ORIGIN,
    add_to_basket,
    countries,
    make_category,
    make_product,
    make_user,
    make_variants,
)

WishList = get_model("wishlists", "WishList")
Basket = get_model("basket", "Basket")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _countries():
    countries()


@pytest.fixture
def rowan(client):
    user = make_user("rowan@example.com")
    client.force_login(user)
    return user


def keep(client, product, data=None, **extra):
    return client.post(f"/account/wishlists/add/{product.pk}/", data, **{**SAME_ORIGIN, **extra})


def kept_by(user):
    return [line.product for line in WishList.objects.get(owner=user).lines.all()]


def test_a_visitor_logs_in_and_finds_it_on_the_list(client):
    mug = make_product("Mug", category=make_category("Mugs"))
    rowan = make_user("rowan@example.com")

    answer = keep(client, mug, HTTP_REFERER="http://testserver/shop/mugs/?sort=newest")
    assert answer.url == "/accounts/login/?next=/shop/mugs/%3Fsort%3Dnewest"
    answer = client.post(answer.url, {"login": rowan.email, "password": PASSWORD})

    assert answer.url == "/shop/mugs/?sort=newest"
    assert kept_by(rowan) == [mug]
    assert "is on the list" in client.get("/basket/header/").text


def test_who_signs_up_on_the_way_finds_it_too(client):
    mug = make_product("Mug")
    answer = keep(client, mug)
    client.post(
        answer.url.replace("login", "signup"),
        {"email": "new@example.com", "password1": "correct-horse-battery"},
    )
    assert WishList.objects.get(owner__email="new@example.com").lines.get().product == mug


def test_a_wish_is_not_kept_for_the_next_person(client, monkeypatch):
    mug = make_product("Mug")
    make_user("rowan@example.com")
    keep(client, mug)
    session = client.session
    session["after_login"] = [[name, target, 0] for name, target, _at in session["after_login"]]
    session.save()

    client.post("/accounts/login/", {"login": "rowan@example.com", "password": PASSWORD})

    assert not WishList.objects.exists()


def test_few_wishes_are_kept(client):
    products = [make_product(f"Mug {number}") for number in range(12)]
    rowan = make_user("rowan@example.com")
    for product in products:
        keep(client, product)
        keep(client, product)
    client.post("/accounts/login/", {"login": rowan.email, "password": PASSWORD})
    assert kept_by(rowan) == products[2:]


@pytest.mark.parametrize("elsewhere", ["https://evil.example/x", "//evil.example", "javascript:x"])
def test_nobody_is_led_elsewhere(client, rowan, elsewhere):
    mug = make_product("Mug")
    assert keep(client, mug, HTTP_REFERER=elsewhere).url == "/products/mug/"


def test_by_script_the_heart_is_filled(client, rowan):
    mug = make_product("Mug")
    answer = keep(client, mug, {"compact": "1"}, HTTP_HX_REQUEST="true")
    assert "wish--compact" in answer.text
    assert "is on the list" in answer.text
    assert kept_by(rowan) == [mug]


def test_by_script_a_visitor_is_led_to_the_log_in(client):
    answer = keep(client, make_product("Mug"), HTTP_HX_REQUEST="true")
    assert answer["HX-Redirect"] == "/accounts/login/?next=/products/mug/"


def test_cards_and_the_products_page_offer_it_to_everybody(client):
    mugs = make_category("Mugs")
    mug = make_product("Mug", category=mugs)
    url = f'action="/account/wishlists/add/{mug.pk}/"'
    for page in ("/shop/mugs/", "/products/mug/"):
        answer = client.get(page)
        assert url in answer.text
        assert not answer.cookies


def test_a_variant_is_moved_to_the_basket(client, rowan):
    mug = make_variants("Mug")
    oat = mug.children.order_by("pk").first()
    keep(client, oat)
    wishlist = WishList.objects.get()
    page = client.get(f"/account/wishlists/{wishlist.key}/").text
    assert "Oat" in page

    line = wishlist.lines.get()
    answer = client.post(f"/account/wishlists/{wishlist.key}/lines/{line.pk}/basket/", follow=True)

    assert "is in your basket" in answer.text
    assert Basket.objects.get(owner=rowan).lines.get().product == oat
    assert not wishlist.lines.exists()


def test_what_is_sold_out_or_wants_a_choice_stays_on_the_list(client, rowan):
    sold_out, parent = make_product("Bowl", stock=0), make_variants("Mug")
    for product in (sold_out, parent):
        keep(client, product)
    wishlist = WishList.objects.get()
    page = client.get(f"/account/wishlists/{wishlist.key}/").text
    assert "Write to me when it is back" in page
    assert "Choose" in page

    for line in wishlist.lines.all():
        answer = client.post(
            f"/account/wishlists/{wishlist.key}/lines/{line.pk}/basket/", follow=True
        )
        assert answer.status_code == 200
        assert "alert--error" in answer.text
    assert wishlist.lines.count() == 2


def test_somebody_elses_line_is_not_moved(client, rowan):
    wishlist = WishList.objects.create(owner=make_user(), name="Theirs", visibility="Public")
    wishlist.add(make_product("Mug"))
    line = wishlist.lines.get()
    url = f"/account/wishlists/{wishlist.key}/lines/{line.pk}/basket/"
    assert client.post(url).status_code == 404
    assert client.get(url).status_code == 405


def test_a_list_is_shared_by_its_link_until_it_is_not(client, rowan):
    mug = make_product("Mug")
    keep(client, mug)
    wishlist = WishList.objects.get()
    shared = f"/wishlists/{wishlist.key}/"
    friend = Client()
    assert friend.get(shared).status_code == 404

    client.post(
        f"/account/wishlists/{wishlist.key}/update/", {"name": "Kitchen", "visibility": "Public"}
    )
    answer = friend.get(shared)
    assert "Kitchen" in answer.text
    assert "Add to basket" in answer.text
    assert "rowan" not in answer.text
    assert "noindex" in answer.text
    assert shared in client.get(f"/account/wishlists/{wishlist.key}/").text
    add_to_basket(friend, mug)
    assert Basket.objects.get(owner=None).lines.get().product == mug
    assert wishlist.lines.exists()

    client.post(
        f"/account/wishlists/{wishlist.key}/update/", {"name": "Kitchen", "visibility": "Private"}
    )
    assert friend.get(shared).status_code == 404


@pytest.mark.parametrize("key", ["nothere", "x" * 300, "%00", "🍵", "<b>"])
def test_a_link_to_nothing_is_a_404(client, key):
    assert client.get(f"/wishlists/{key}/").status_code == 404


def test_a_list_asks_as_much_for_three_as_for_thirty():
    strategy = get_class("partner.strategy", "Selector")().strategy()
    few, many = (WishList.objects.create(owner=make_user(), name="List") for _each in range(2))
    for wishlist, number in ((few, 3), (many, 30)):
        for each in range(number):
            wishlist.add(make_product(f"Mug {number} {each}"))
            wishlist.add(make_variants(f"Bowl {number} {each}").children.first())

    def queries(wishlist):
        with CaptureQueriesContext(connection) as asked:
            wish_list_items(wishlist, strategy=strategy)
        return len(asked)

    queries(few)
    assert queries(few) == queries(many)
