"""`/feeds/google.xml` satisfies Google's product data specification."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shop.catalogue.models import Product
from shop.core.oscar import Country, ProductAttribute, ProductClass
from shop.feeds.identifiers import valid_gtin
from shop.feeds.selectors import feed_items
from shop.partner.models import StockRecord
from shop.partner.strategy import Default
from shop.shipping.models import DeliveryMethod
from tests.factories import make_category, make_product, make_variants
from tests.factories.pictures import add_picture, make_image
from tests.feeds.specification import G, faults, read, said

pytestmark = pytest.mark.django_db

ADDRESS = "/feeds/google.xml"


def fetch(client: Client) -> list[ElementTree.Element]:
    """The items that the shop answers with."""
    response: Any = client.get(ADDRESS)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return read(b"".join(response.streaming_content))


def shown(*args: Any, **kwargs: Any) -> Product:
    """A product with a picture."""
    product = make_product(*args, **kwargs)
    add_picture(product)
    return product


def say(product: Product, code: str, text: str) -> None:
    """Give the product an attribute of words."""
    attribute, _ = ProductAttribute.objects.get_or_create(
        product_class=product.get_product_class(),
        code=code,
        defaults={"name": code.title(), "type": "text"},
    )
    product.attribute_values.create(attribute=attribute, value_text=text)


def deliver(charge: str = "4.50", *, free_from: str | None = "50.00", country: str = "GB") -> None:
    """A way of delivery."""
    method = DeliveryMethod.objects.create(
        code="standard",
        name="Standard delivery",
        charge=Decimal(charge),
        free_from=Decimal(free_from) if free_from else None,
        min_days=2,
        max_days=4,
    )
    place, _ = Country.objects.get_or_create(
        iso_3166_1_a2=country, defaults={"printable_name": country, "is_shipping_country": True}
    )
    method.countries.set([place])


@pytest.fixture(autouse=True)
def no_methods() -> None:
    """Only what a test sets up delivers."""
    DeliveryMethod.objects.all().delete()


def test_a_product_with_all_there_is_to_say(client: Client) -> None:
    deliver()
    mugs = make_category("Mugs", parent=make_category("Tableware"))
    mug = shown(
        "Stoneware <em>Mug</em>",
        price="18.00",
        category=mugs,
        upc="5012345678900",
        description="<p>Wide &amp; deep.</p><p>Fired\x0b twice.</p>",
    )
    add_picture(mug, make_image("Foot of the mug"))
    for code, text in (
        ("weight", "340 g"),
        ("material", "Stoneware"),
        ("brand", "Tarn & Weald"),
        ("mpn", "TW-1"),
        ("google_product_category", "2169"),
    ):
        say(mug, code, text)

    items = fetch(client)

    assert faults(items) == []
    (item,) = items
    assert {name: said(item, name) for name in ("id", "title", "description", "link")} == {
        "id": str(mug.pk),
        "title": "Stoneware Mug",
        "description": "Wide & deep. Fired twice.",
        "link": f"http://testserver{mug.get_absolute_url()}",
    }
    assert said(item, "price") == "18.00 GBP"
    assert said(item, "sale_price") == ""
    assert said(item, "availability") == "in_stock"
    assert said(item, "gtin") == "5012345678900"
    assert said(item, "identifier_exists") == ""
    assert said(item, "item_group_id") == ""
    assert said(item, "brand") == "Tarn & Weald"
    assert said(item, "material") == "Stoneware"
    assert said(item, "product_type") == "Tableware > Mugs"
    assert said(item, "google_product_category") == "2169"
    assert said(item, "shipping_weight") == "0.34 kg"
    assert said(item, "image_link").startswith("http://testserver/media/")
    assert len(item.findall(f"{G}additional_image_link")) == 1
    shipping = item.find(f"{G}shipping")
    assert shipping is not None
    assert [part.text for part in shipping] == ["GB", "Standard delivery", "4.50 GBP", "2", "4"]


def test_variants_are_items_of_one_group(client: Client) -> None:
    mug = make_variants(colours={"Oat": 10, "Ink": 0})
    say(mug, "colour_words", "Oat, Ink")
    add_picture(mug)
    ink = mug.children.get(title__endswith="Ink")
    add_picture(ink)

    items = fetch(client)

    assert faults(items) == []
    assert {said(item, "item_group_id") for item in items} == {str(mug.pk)}
    assert [said(item, "color") for item in items] == ["Oat", "Ink"]
    assert [said(item, "availability") for item in items] == ["in_stock", "out_of_stock"]
    assert said(items[1], "link").endswith(f"/products/stoneware-mug/?variant={ink.pk}")
    assert said(items[1], "canonical_link").endswith("/products/stoneware-mug/")
    # Its own picture where it has one, its product's where not.
    assert said(items[0], "image_link") != said(items[1], "image_link")


def test_a_variant_without_a_title_says_what_makes_it_differ(client: Client) -> None:
    mug = make_variants(colours={"Oat": 1, "Ink": 1})
    add_picture(mug)
    mug.children.update(title="")

    assert [said(item, "title") for item in fetch(client)] == [
        "Stoneware Mug, Oat",
        "Stoneware Mug, Ink",
    ]


def test_a_reduced_price_stands_beside_the_one_before(client: Client) -> None:
    mug = shown(price="15.00")
    StockRecord.objects.filter(product=mug).update(
        price_before=Decimal("18.00"), price_reduced_at=timezone.now() - timedelta(days=1)
    )

    items = fetch(client)

    assert faults(items) == []
    assert said(items[0], "price") == "18.00 GBP"
    assert said(items[0], "sale_price") == "15.00 GBP"


def test_the_amounts_are_those_of_the_page(client: Client, settings: Any) -> None:
    settings.SHOP_SHOW_PRICES_INCL_VAT = False
    deliver()
    shown(price="18.00")

    (item,) = fetch(client)

    assert said(item, "price") == "15.00 GBP"
    assert item.findtext(f"{G}shipping/{G}price") == "3.75 GBP"


def test_delivery_is_free_from_where_it_is_and_goes_where_it_goes(client: Client) -> None:
    deliver()
    deliver("12.00", free_from=None, country="FR")
    shown("Lamp", price="50.00")

    (item,) = fetch(client)

    assert [
        (each.findtext(f"{G}country"), each.findtext(f"{G}price"))
        for each in item.findall(f"{G}shipping")
    ] == [("GB", "0.00 GBP"), ("FR", "12.00 GBP")]


def test_what_is_not_sent_says_nothing_of_sending(client: Client) -> None:
    deliver()
    card = shown("Gift card")
    ProductClass.objects.filter(pk=card.product_class_id).update(requires_shipping=False)

    assert fetch(client)[0].findall(f"{G}shipping") == []


def test_another_delivery_strategy_is_left_to_merchant_center(
    client: Client, settings: Any
) -> None:
    settings.SHOP_DELIVERY_STRATEGY = "tests.shipping.strategies.pigeons"
    deliver()
    shown()

    assert fetch(client)[0].findall(f"{G}shipping") == []


def test_what_google_would_refuse_is_left_out(client: Client) -> None:
    make_product("Without a picture")
    drawn = make_product("With a drawing alone")
    image = add_picture(drawn)
    image.file.name = "original_images/drawing.svg"
    image.save(update_fields=["file"])
    StockRecord.objects.filter(product=shown("Without a price")).update(price=None)
    StockRecord.objects.filter(product=shown("For nothing")).update(price=Decimal("0.00"))
    Product.objects.filter(pk=shown("Not public").pk).update(is_public=False)

    assert fetch(client) == []


def test_long_and_wild_texts_keep_to_the_limits(client: Client) -> None:
    lamp = shown("Lampe " * 40, description="Ein <b>langes</b> Licht & mehr ]]> " * 400)
    say(lamp, "brand", "B" * 500)
    say(lamp, "material", "Ton " * 300)
    say(lamp, "weight", "9000 kg")
    lamp.upc = "not a number"
    lamp.save()

    items = fetch(client)

    assert faults(items) == []
    assert said(items[0], "identifier_exists") == "no"
    assert said(items[0], "shipping_weight") == ""


def test_clothes_say_whom_they_are_for_in_words_that_google_knows(client: Client) -> None:
    apron, bib = shown("Apron"), shown("Bib")
    for product, group in ((apron, "Adult"), (bib, "the very small")):
        say(product, "age_group", group)
        say(product, "gender", "Unisex")

    items = fetch(client)

    assert faults(items) == []
    assert [(said(each, "age_group"), said(each, "gender")) for each in items] == [
        ("adult", "unisex"),
        ("", "unisex"),
    ]


@pytest.mark.parametrize(
    ("written", "gtin"),
    [
        ("5012345678900", "5012345678900"),
        ("978-0-14-103614-4", "9780141036144"),
        ("036000291452", "036000291452"),
        ("96385074", "96385074"),
        ("15012345678907", "15012345678907"),
        ("5012345678901", ""),  # the last digit does not follow
        ("2000040000013", ""),  # a number for use inside a shop
        ("0412345678903", ""),
        ("9911111111118", ""),  # a coupon
        ("00000000", ""),
        ("TW-MUG", ""),
        ("٥٠١٢٣٤٥٦٧٨٩٠٠", ""),
        ("", ""),
    ],
)
def test_only_true_gtins_are_passed_on(written: str, gtin: str) -> None:
    assert valid_gtin(written) == gtin


def test_the_feed_is_everybodys(client: Client) -> None:
    shown()
    response: Any = client.get(ADDRESS)
    b"".join(response.streaming_content)

    assert response["Cache-Control"] == "public, max-age=3600"
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    assert client.head(ADDRESS).status_code == 200
    assert client.post(ADDRESS).status_code == 405


def test_the_queries_of_a_batch_are_the_same_for_three_and_thirty(client: Client) -> None:
    deliver()

    def add(count: int) -> None:
        for _ in range(count):
            add_picture(make_variants(category=make_category(f"Mugs {Product.objects.count()}")))

    add(3)
    fetch(client)
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert len(fetch(client)) == 6
    add(27)
    fetch(client)  # what pages share is warm again
    with CaptureQueriesContext(connection) as many:
        assert len(fetch(client)) == 60

    assert len(many) == len(few)
    assert len(few) <= 13


def test_batches_meet_without_a_gap() -> None:
    for _ in range(7):
        add_picture(make_variants())
    strategy = Default()

    whole = [item.id for item in feed_items(strategy=strategy)]

    assert len(whole) == 14
    assert [item.id for item in feed_items(strategy=strategy, batch=3)] == whole
