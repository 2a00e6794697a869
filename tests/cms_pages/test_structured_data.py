"""What the shop tells search engines is what schema.org and Google understand."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Site

from shop.cms_pages.blocks.base import SIGNED_IN
from shop.cms_pages.models import (
    ArticlePage,
    CategoryPage,
    ContactPage,
    ContentPage,
    FaqPage,
    JournalPage,
    LandingPage,
    ProductIndexPage,
    ProductLayout,
    ProductPage,
    ShopIndexPage,
    StoreSettings,
)
from shop.core.oscar import AttributeOptionGroup, ProductAttribute
from tests.cms_pages.editing import home_page
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


def steps(found: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
    """The trail that a page tells of: names and paths."""
    return [
        (step["name"], step["item"].removeprefix("http://testserver"))
        for step in found["BreadcrumbList"]["itemListElement"]
    ]


FRONT_DOOR = ("Fell & Field", "/")


@pytest.mark.parametrize("kind", [LandingPage, ContentPage, FaqPage, ContactPage, JournalPage])
def test_every_page_tells_the_way_to_it(kind: type[Any]) -> None:
    home_page().add_child(instance=kind(title="Winter", slug="winter"))

    assert steps(told("/winter/")) == [FRONT_DOOR, ("Winter", "/winter/")]


def test_the_shop_tells_the_way_to_it_and_the_home_page_is_no_way() -> None:
    ShopIndexPage.objects.update(title="All we make")

    assert steps(told("/shop/")) == [FRONT_DOOR, ("All we make", "/shop/")]
    assert "BreadcrumbList" not in told("/")


def test_a_nested_page_shows_the_way_that_it_tells_and_leaves_out_drafts() -> None:
    about = home_page().add_child(instance=ContentPage(title="About", slug="about"))
    draft = about.add_child(instance=ContentPage(title="Draft", slug="draft", live=False))
    draft.add_child(instance=ContentPage(title="The kiln", slug="kiln"))

    page = BeautifulSoup(Client().get("/about/draft/kiln/").content, "html.parser")

    way = [("About", "/about/"), ("The kiln", "/about/draft/kiln/")]
    assert steps(told("/about/draft/kiln/")) == [FRONT_DOOR, *way]
    shown = [each.get_text(strip=True) for each in page.select(".crumbs li")]
    assert shown == ["About", "The kiln"]
    assert [link["href"] for link in page.select(".crumbs a")] == ["/about/"]
    assert not BeautifulSoup(Client().get("/about/").content, "html.parser").select(".crumbs")


def test_the_way_costs_one_query_however_deep_and_none_at_the_top(
    django_assert_num_queries: Any, rf: Any
) -> None:
    pages = [home_page()]
    for number in range(4):
        below = ContentPage(title=f"Page {number}", slug=f"page-{number}")
        pages.append(pages[-1].add_child(instance=below))
    request = rf.get("/")
    pages[-1].trail(request)  # the sites' roots are known from now on

    for page, queries in zip(pages, [0, 0, 1, 1, 1], strict=True):
        with django_assert_num_queries(queries):
            page.trail(request)


FAQ = (
    "faq",
    {
        "heading": "Before you ask",
        "questions": [{"question": "Is it safe in the oven?", "answer": "<p>Up to 200 °C.</p>"}],
    },
)


def asked(found: dict[str, dict[str, Any]]) -> list[str]:
    return [question["name"] for question in found["FAQPage"]["mainEntity"]]


def test_questions_of_a_products_layout_and_page_are_told() -> None:
    mug = make_product()
    ProductLayout.objects.all().delete()
    ProductLayout.objects.create(name="All", body=[FAQ])
    assert asked(told("/products/stoneware-mug/")) == ["Is it safe in the oven?"]

    index = ProductIndexPage.objects.get()
    page = ProductPage(product=mug, title="Mug", slug=mug.slug, body=[FAQ], manner="extend")
    index.add_child(instance=page)

    assert len(asked(told("/products/stoneware-mug/"))) == 2


def test_questions_of_a_categorys_page_are_told() -> None:
    category = make_category("Tableware")
    page = CategoryPage(category=category, title="Tableware", slug="t", below=[FAQ])
    ShopIndexPage.objects.get().add_child(instance=page)

    found = told("/shop/tableware/")

    assert asked(found) == ["Is it safe in the oven?"]
    assert "BreadcrumbList" in found


def test_questions_for_shoppers_with_an_account_are_not_told_to_everybody() -> None:
    kind, value = FAQ
    body = [(kind, value | {"audience": SIGNED_IN})]
    home_page().add_child(instance=ContentPage(title="About", slug="about", body=body))

    assert "FAQPage" not in told("/about/")


@pytest.mark.parametrize("kind", ["text", "option"])
def test_a_product_names_its_maker_else_the_shop(kind: str) -> None:
    mug = make_product()
    assert told("/products/stoneware-mug/")["Product"]["brand"]["name"] == "Fell & Field"
    group = AttributeOptionGroup.objects.create(name="Makers")
    attribute = ProductAttribute.objects.create(
        product_class=mug.product_class,
        code="brand",
        name="Brand",
        type=kind,
        option_group=group if kind == "option" else None,
    )

    option = group.options.create(option="Leach")
    mug.attr.initialize()
    attribute.save_value(mug, option if kind == "option" else "Leach")
    mug.save()

    assert told("/products/stoneware-mug/")["Product"]["brand"]["name"] == "Leach"


def test_a_story_is_published_by_the_shop() -> None:
    journal = home_page().add_child(instance=JournalPage(title="Journal", slug="journal"))
    journal.add_child(instance=ArticlePage(title="One lamp", slug="one-lamp"))

    found = told("/journal/one-lamp/")

    publisher = found["Article"]["publisher"]
    home = told("/")["OnlineStore"]
    assert publisher == {key: home[key] for key in ("@type", "@id", "name", "url", "logo")}
    assert steps(found)[1:] == [("Journal", "/journal/"), ("One lamp", "/journal/one-lamp/")]


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
