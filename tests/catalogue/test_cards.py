"""Product cards: true prices and stock, and a constant number of queries."""

from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from oscar.core.loading import get_class

from shop.catalogue.models import Product
from shop.catalogue.selectors import newest_product_ids, product_cards
from tests.factories import make_category, make_product, make_variants
from tests.factories.pictures import add_picture

pytestmark = pytest.mark.django_db
strategy = get_class("partner.strategy", "Selector")().strategy()


def cards_of(*products: Any) -> list:
    return product_cards([product.pk for product in products], strategy=strategy)


def test_a_card_says_what_the_product_is_and_costs() -> None:
    product = make_product("Oak Wall Clock", price="58.00", stock=40)
    first, second = add_picture(product), add_picture(product)

    (card,) = cards_of(product)

    assert (card.id, card.title, card.url) == (
        product.pk,
        "Oak Wall Clock",
        "/products/oak-wall-clock/",
    )
    assert card.price.incl_tax == Decimal("58.00")
    assert card.price.currency == "GBP"
    assert not card.price.varies
    assert card.picture.src == first.file.url
    assert card.second_picture.src == second.file.url
    assert card.flag == ""
    assert card.available


@pytest.mark.parametrize(
    ("stock", "flag", "available"),
    [(0, "Sold out", False), (3, "Only 3 left", True), (5, "Only 5 left", True), (6, "", True)],
)
def test_the_flag_tells_of_little_stock(stock: int, flag: str, available: bool) -> None:
    (card,) = cards_of(make_product(stock=stock))

    assert (card.flag, card.available) == (flag, available)


def test_a_parent_shows_the_lowest_price_and_the_colours_of_its_children() -> None:
    mug = make_variants(colours={"Oat": 10, "Ink": 0})
    dear = mug.children.order_by("pk").last().stockrecords.get()
    dear.price = Decimal("21.00")
    dear.save()

    (card,) = cards_of(mug)

    assert card.price.incl_tax == Decimal("18.00")
    assert card.price.varies
    assert [swatch.name for swatch in card.swatches] == ["Oat", "Ink"]
    assert card.available


def test_a_parent_is_sold_out_when_all_its_children_are() -> None:
    (card,) = cards_of(make_variants(colours={"Oat": 0, "Ink": 0}))

    assert (card.flag, card.available) == ("Sold out", False)


def test_a_parent_without_pictures_shows_its_childrens() -> None:
    mug = make_variants()
    image = add_picture(mug.children.order_by("pk").first())

    (card,) = cards_of(mug)

    assert card.picture.src == image.file.url


def test_ids_keep_their_order_and_what_is_not_sold_is_left_out() -> None:
    first, second, hidden = make_product("First"), make_product("Second"), make_product("Hidden")
    Product.objects.filter(pk=hidden.pk).update(is_public=False)
    child = make_variants("Bowl").children.first()

    cards = product_cards(
        [second.pk, hidden.pk, child.pk, 999_999, first.pk, second.pk], strategy=strategy
    )

    assert [card.title for card in cards] == ["Second", "First"]


def test_a_product_without_stock_record_has_no_price_and_does_no_harm() -> None:
    product = make_product()
    product.stockrecords.all().delete()

    (card,) = cards_of(product)

    assert card.price is None
    assert not card.available


def test_thirty_cards_cost_as_many_queries_as_three(django_assert_num_queries: Any) -> None:
    for number in range(15):
        add_picture(make_product(f"Plate {number}"))
        mug = make_variants(f"Mug {number}", colours={"Oat": 3, "Ink": 3})
        add_picture(mug)
        add_picture(mug.children.first())
    products = Product.objects.browsable().order_by("-pk")

    for limit in (3, 30):
        with django_assert_num_queries(7):
            assert len(product_cards(products, strategy=strategy, limit=limit)) == limit


def test_nothing_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert product_cards([], strategy=strategy) == []


def test_the_newest_of_a_category_include_those_below_it() -> None:
    tableware = make_category("Tableware")
    mugs = make_category("Mugs", parent=tableware)
    make_product("Lamp", category=make_category("Lighting"))
    bowl = make_product("Bowl", category=tableware)
    mug = make_product("Mug", category=type(mugs).objects.get(pk=mugs.pk))
    mug.categories.add(tableware)

    assert newest_product_ids(category_id=tableware.pk, limit=9) == [mug.pk, bowl.pk]
    assert newest_product_ids(limit=1) == [mug.pk]
    assert newest_product_ids(category_id=999_999, limit=9) == []


def test_a_reduced_price_says_from_what() -> None:
    mug = make_product("Mug", price="30.00")
    record = mug.stockrecords.get()
    record.price = Decimal("24.00")
    record.save()

    (card,) = cards_of(mug)

    assert (card.price.incl_tax, card.price.was) == (Decimal("24.00"), Decimal("30.00"))
    html = render_to_string("components/product_card.html", {"card": card})
    assert "Lowest price in the 30 days before: £30.00" in html


def test_without_vat_the_former_price_is_without_it_too(settings: Any) -> None:
    settings.SHOP_SHOW_PRICES_INCL_VAT = False
    mug = make_product("Mug", price="30.00")
    record = mug.stockrecords.get()
    record.price = Decimal("24.00")
    record.save()

    (card,) = cards_of(mug)

    assert (card.price.shown, card.price.was) == (Decimal("20.00"), Decimal("25.00"))


def test_a_card_shows_the_variant_that_was_asked_for() -> None:
    mug = make_variants("Mug", colours={"Oat": 3, "Ink": 3})
    add_picture(mug)
    ink = mug.children.get(title__endswith="Ink")
    image = add_picture(ink)

    (card,) = product_cards([mug.pk], strategy=strategy, showing=[("colour", "Ink")])

    assert card.picture is not None
    assert card.picture.src == image.file.url
    assert card.url == ink.get_absolute_url()
    (card,) = product_cards([mug.pk], strategy=strategy, showing=[("colour", "Moss")])
    assert card.url == mug.get_absolute_url()


def test_one_press_adds_what_needs_no_choice() -> None:
    mug, bowl, gone = make_variants("Mug"), make_product("Bowl"), make_product("Gone", stock=0)

    urls = [card.add_url for card in cards_of(mug, bowl, gone)]

    assert urls == ["", f"/basket/add/{bowl.pk}/", ""]
    (card,) = cards_of(bowl)
    html = render_to_string("components/product_card.html", {"card": card, "quick": True})
    assert f'action="/basket/add/{bowl.pk}/"' in html
    assert "csrfmiddlewaretoken" not in html
    answer = Client().post(
        card.add_url, {"quantity": "1"}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 302
    assert answer["Location"] == "/basket/"
