"""What is said at a line whose price or stock has changed, or that is gone from the shop."""

import pytest
from django.contrib.messages import get_messages
from oscar.core.loading import get_model

from tests.basket.asking import IN_DRAWER, ON_PAGE, change, inside, line_of, words
from tests.factories import add_to_basket, make_product, make_variants

pytestmark = pytest.mark.django_db

Line = get_model("basket", "Line")
MEND = "Please mend what is marked, then check out."


@pytest.mark.parametrize(
    ("price", "said"),
    [
        ("19.50", "The price went up from £18.00 to £19.50 since you put it in."),
        ("15.00", "The price went down from £18.00 to £15.00 since you put it in."),
    ],
)
def test_a_price_that_changed_is_said_until_it_is_known(client, price, said):
    mug = make_product(price="18.00")
    add_to_basket(client, mug)
    assert "since you put it in" not in client.get("/basket/").text
    mug.stockrecords.update(price=price)

    for path in ("/basket/", "/basket/drawer/"):
        page = client.get(path).text
        assert said in page
        assert f"£{price}" in page
        # It may be bought at what it costs now.
        assert 'href="/checkout/"' in page

    change(client, line_of(), 2)
    assert "since you put it in" not in client.get("/basket/").text


def test_prices_shown_without_vat_are_told_so_too(client, settings):
    settings.SHOP_SHOW_PRICES_INCL_VAT = False
    mug = make_product(price="18.00")
    add_to_basket(client, mug)
    mug.stockrecords.update(price="24.00")
    assert "from £15.00 to £20.00" in client.get("/basket/").text


@pytest.mark.parametrize("place", [{}, ON_PAGE, IN_DRAWER])
def test_more_than_is_left_can_be_lowered_with_one_press(client, place):
    mug = make_product(stock=5)
    add_to_basket(client, mug, 4)
    mug.stockrecords.update(num_in_stock=3)
    for path in ("/basket/", "/basket/drawer/"):
        page = client.get(path).text
        assert "Only 3 are left" in page
        assert "Take 3" in page
        assert MEND in page
        assert 'href="/checkout/"' not in page
    answer = change(client, line_of(), 3, **place)
    assert answer.status_code == (200 if place else 302)
    page = client.get("/basket/").text
    assert "Take" not in words(page)
    assert 'href="/checkout/"' in page


def test_what_is_sold_out_can_be_kept_for_later_or_taken_out(client):
    mug = make_product()
    add_to_basket(client, mug)
    mug.stockrecords.update(num_in_stock=0)
    page = client.get("/basket/").text
    assert "This is sold out." in page
    assert "Take 0" not in page
    client.post(f"/basket/lines/{line_of().pk}/save/")
    assert inside("Saved") == {"Stoneware Mug": 1}


@pytest.mark.parametrize("withdrawn", ["product", "variant", "parent of a variant"])
def test_what_was_withdrawn_is_said_and_the_checkout_waits(client, withdrawn):
    if withdrawn == "product":
        bought = gone = make_product()
    else:
        bought = make_variants().children.first()
        gone = bought.parent if withdrawn == "parent of a variant" else bought
    add_to_basket(client, bought)
    type(gone).objects.filter(pk=gone.pk).update(is_public=False)

    for path in ("/basket/", "/basket/drawer/"):
        page = client.get(path).text
        assert "This is not for sale at the moment." in page
        assert MEND in page
        # Its page is gone, so nothing leads there.
        assert 'href="/products/' not in page.split('id="suggested-title"')[0]
    response = client.get("/checkout/")
    assert response.url == "/basket/"
    (message,) = get_messages(response.wsgi_request)
    assert str(message).startswith("Stoneware Mug")
    assert str(message).endswith(": This is not for sale at the moment.")
    change(client, Line.objects.get(), 0)
    assert "Your basket is empty" in client.get("/basket/").text


@pytest.mark.parametrize("place", [ON_PAGE, IN_DRAWER])
def test_with_script_a_line_answers_for_itself(client, place):
    add_to_basket(client, make_product(stock=5))
    add_to_basket(client, make_product("Vase", price="10.00"))
    line = line_of()
    answer = change(client, line, 3, **place)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith(f'<li id="line-{line.pk}"')
    text = words(answer.text)
    assert "Vase" not in text
    assert "£54.00" in text
    assert "£18.00 each" in text
    assert "Basket updated. The total is £64.00." in text
    assert 'data-hx-swap-oob="innerHTML:#header-basket"' in answer.text
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("place", [{}, ON_PAGE, IN_DRAWER])
@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        ("6", "Only 5 are left"),
        ("-1", "zero or more"),
        ("two", "whole number"),
        ("1.5", "whole number"),
        ("", "how many"),
        ("9" * 30, "smaller number"),
        ("1" * 5000, "number"),
        ("٣", None),  # a three, as Arabic writes it
        ("\0", "whole number"),
        ("<b>", "whole number"),
    ],
)
def test_a_quantity_that_cannot_be_taken_says_why_at_the_line(client, place, quantity, said):
    add_to_basket(client, make_product(stock=5), 2)
    answer = change(client, line_of(), quantity, **place)
    if said is None:
        assert inside() == {"Stoneware Mug": 3}
        return
    assert answer.status_code == 422
    assert said in answer.text
    assert "<b>" not in answer.text.replace("<b>!", "")
    assert f'id="refusal-{line_of().pk}"' in answer.text
    assert inside() == {"Stoneware Mug": 2}


@pytest.mark.parametrize("place", [{}, ON_PAGE, IN_DRAWER])
@pytest.mark.parametrize("quantity", ["0", "3", "x"])
@pytest.mark.parametrize("pk", [999_999, 2**63, 10**30])
def test_a_line_that_is_gone_is_said_so(client, place, quantity, pk):
    add_to_basket(client, make_product())
    answer = client.post(f"/basket/lines/{pk}/", {"quantity": quantity}, **place)
    if answer.status_code != 404:  # such a number is no address
        page = answer.text if place else client.get("/basket/").text
        assert "That was no longer in your basket." in page
    assert inside() == {"Stoneware Mug": 1}


@pytest.mark.parametrize("way", ["lines/1/", "lines/1/save/", "saved/1/move/", "saved/1/remove/"])
def test_a_form_without_any_basket_changes_nothing(client, way):
    assert client.post(f"/basket/{way}", {"quantity": "2"}).url == "/basket/"
    assert not get_model("basket", "Basket").objects.exists()
    assert client.get(f"/basket/{way}").status_code == 405


def test_a_form_from_before_the_order_leaves_the_order_alone(client):
    add_to_basket(client, make_product(), 2)
    line = line_of()
    get_model("basket", "Basket").objects.update(status="Frozen")
    for place in ({}, ON_PAGE, IN_DRAWER):
        change(client, line, 5, **place)
        change(client, line, 0, **place)
        client.post(f"/basket/lines/{line.pk}/save/", **place)
    assert inside("Frozen") == {"Stoneware Mug": 2}
