"""What the shop tells search engines is what schema.org and Google understand."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from shop.cms_pages.models import StoreSettings
from tests.factories import countries, make_category, make_combinations, make_product
from tests.factories.opinions import make_review
from tests.factories.pictures import add_picture, make_image
from tests.structured_data import faults, nodes

pytestmark = pytest.mark.django_db


def told(path: str) -> dict[str, dict[str, Any]]:
    """What a page tells of by its type; all of it keeps to the rules."""
    found = nodes(Client().get(path).content)
    assert faults(found) == []
    return {node["@type"]: node for node in found}


@pytest.fixture(autouse=True)
def _shop() -> None:
    countries()
    StoreSettings.objects.create(
        site=Site.objects.get(),
        brand_name="Fell & Field",
        logo=make_image("Logo"),
        social_links=[("link", {"network": "Instagram", "url": "https://instagram.com/fell"})],
        contact_email="hello@fell.example",
        returns_days=30,
    )


def test_a_product_with_offer_rating_delivery_and_returns() -> None:
    mug = make_product(category=make_category("Mugs", parent=make_category("Tableware")))
    add_picture(mug)
    make_review(mug, score=4)

    found = told("/products/stoneware-mug/")

    product = found["Product"]
    assert product["offers"]["price"] == "18.00"
    assert product["offers"]["availability"] == "https://schema.org/InStock"
    assert product["aggregateRating"]["ratingValue"] == "4.0"
    assert product["image"][0].startswith("http://testserver/")
    trail = [step["name"] for step in found["BreadcrumbList"]["itemListElement"]]
    assert trail == ["Shop", "Tableware", "Mugs", "Stoneware Mug"]
    assert {"OfferShippingDetails", "MerchantReturnPolicy"} <= found.keys()


def test_a_product_that_is_sold_out() -> None:
    make_product(stock=0)

    offer = told("/products/stoneware-mug/")["Product"]["offers"]

    assert offer["availability"] == "https://schema.org/OutOfStock"


def test_a_product_without_price_or_opinion_tells_only_where_it_stands() -> None:
    mug = make_product()
    mug.stockrecords.all().delete()

    assert told("/products/stoneware-mug/").keys() == {"BreadcrumbList"}


def test_variants_each_with_an_offer_of_its_own() -> None:
    planter = make_combinations(
        "Planter", stock={("Clay", "Small"): 5, ("Chalk", "Small"): 0}, category=make_category()
    )
    add_picture(planter)

    group = told("/products/planter/")["ProductGroup"]

    offers = [variant["offers"] for variant in group["hasVariant"]]
    assert len({offer["url"] for offer in offers}) == 2
    assert {offer["availability"].rpartition("/")[2] for offer in offers} == {
        "InStock",
        "OutOfStock",
    }


def test_a_category_tells_the_way_to_it() -> None:
    make_category("Mugs", parent=make_category("Tableware"))

    steps = told("/shop/tableware/mugs/")["BreadcrumbList"]["itemListElement"]

    assert [step["item"] for step in steps] == [
        "http://testserver/shop/",
        "http://testserver/shop/tableware/",
        "http://testserver/shop/tableware/mugs/",
    ]


def test_the_home_page_tells_who_sells_here() -> None:
    found = told("/")

    seller = found["OnlineStore"]
    assert seller["name"] == "Fell & Field"
    assert seller["sameAs"] == ["https://instagram.com/fell"]
    assert seller["contactPoint"]["email"] == "hello@fell.example"
    assert found["WebSite"]["potentialAction"]["target"]["urlTemplate"] == (
        "http://testserver/search/?q={search_term_string}"
    )


@pytest.mark.parametrize(
    ("node", "fault"),
    [
        ({"@type": "Produkt"}, "no such type"),
        ({"@type": "Product", "offers": {"@type": "Offer"}}, "lacks name"),
        ({"@type": "Product", "name": "Mug"}, "lacks offers or review or aggregateRating"),
        ({"@type": "Brand", "name": "A", "price": "1"}, "Brand has no price"),
        ({"@type": "Brand", "name": "A", "url": "/a/"}, "is none of ['URL']"),
        ({"@type": "ListItem", "position": "first"}, "is none of ['Number']"),
        ({"@type": "Offer", "shippingDetails": {"@id": "#none"}}, "nothing is called #none"),
        ({"@type": "Offer", "availability": "https://schema.org/Plenty"}, "is none of"),
        ({"@type": "Offer", "seller": {"@type": "Brand"}}, "does not belong here"),
    ],
)
def test_what_breaks_a_rule_is_seen(node: dict[str, Any], fault: str) -> None:
    assert any(fault in found for found in faults([node]))
