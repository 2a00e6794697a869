"""Choices in listings: counts that are true under the others, addresses, and nonsense in them."""

from decimal import Decimal
from itertools import product
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from oscar.core.loading import get_class

from shop.catalogue.models import Product, ProductAttribute
from shop.search.listings import asked
from shop.search.listings.selectors import Group, Listing, found_listing, shop_listing
from shop.search.models import ListedProduct
from tests.factories import make_category, make_offer, make_product, make_range, make_variants
from tests.factories.catalogue import mark_filter

pytestmark = pytest.mark.django_db


def listing(query: str = "") -> Listing:
    strategy = get_class("partner.strategy", "Selector")().strategy()
    return shop_listing(strategy=strategy, asked=asked.read(QueryDict(query)))


def titles(query: str) -> set[str]:
    return {card.title for card in listing(query).page.object_list}


def group(found: Listing, id_: str) -> Group:
    return next(g for g in (*found.groups, *found.common_groups) if g.id == id_)


def counts(query: str, id_: str) -> dict[str, int]:
    return {o.value: o.count for o in group(listing(query), id_).options if o.value}


@pytest.fixture
def shelf() -> None:
    """Mugs in colours, bowls of materials; some cheap, some gone, some rated."""
    make_variants("Mug", colours={"Oat": 3, "Ink": 3}, price="18.00")
    make_variants("Cup", colours={"Ink": 3}, price="12.00")
    make_variants("Jug", colours={"Moss": 0}, price="40.00")
    clock = make_product("Clock", price="58.00", stock=1)
    ProductAttribute.objects.create(
        product_class=clock.product_class,
        code="made_of",
        name="Made of",
        type="text",
        is_filter=True,
    )
    mark_filter("colour")
    for title, material, rating in (
        ("Clock", "Oak", 4.5),
        ("Mug", "Clay", 3.5),
        ("Cup", "Clay", None),
    ):
        one = Product.objects.get(title=title)
        one.attr.made_of = material
        one.rating = rating
        one.save()


@pytest.mark.usefixtures("shelf")
class TestChoices:
    """Or within a facet, and between them."""

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", {"Mug", "Cup", "Jug", "Clock"}),
            ("colour=ink", {"Mug", "Cup"}),
            ("colour=oat&colour=moss", {"Mug", "Jug"}),
            ("colour=oat&colour=moss&available=1", {"Mug"}),
            ("colour=ink&made_of=oak", set()),
            ("made_of=clay&made_of=oak", {"Mug", "Cup", "Clock"}),
            ("price_from=15&price_to=45", {"Mug", "Jug"}),
            ("price_from=45&price_to=15", {"Mug", "Jug"}),
            ("price_to=17,99", {"Cup"}),
            ("rating=4", {"Clock"}),
            ("rating=3", {"Clock", "Mug"}),
        ],
    )
    def test_what_is_found(self, query: str, found: set[str]) -> None:
        assert titles(query) == found
        assert listing(query).count == len(found)

    def test_counts_are_true_under_the_other_choices(self) -> None:
        assert counts("", "colour") == {"oat": 1, "ink": 2, "moss": 1}
        assert counts("made_of=clay", "colour") == {"oat": 1, "ink": 2}
        # Its own choice does not narrow a facet: one more value would add what it counts.
        assert counts("colour=oat", "colour") == {"oat": 1, "ink": 2, "moss": 1}
        assert counts("available=1", "made_of") == {"clay": 2, "oak": 1}
        assert counts("price_to=18", "colour") == {"oat": 1, "ink": 2}
        assert counts("rating=4", "rating") == {"4": 1, "3": 2, "2": 2}

    def test_prices_are_told_under_the_other_choices(self) -> None:
        found = listing("colour=ink&price_to=15").price
        assert found is not None
        assert (found.lowest, found.highest) == (Decimal("12.00"), Decimal("18.00"))

    def test_a_choice_that_leads_nowhere_can_be_given_up(self) -> None:
        found = listing("colour=moss&price_to=15")
        assert [(o.value, o.count, o.checked) for o in group(found, "colour").options] == [
            ("ink", 1, False),
            ("moss", 0, True),
        ]
        assert [(chip.title, chip.url) for chip in found.chips] == [
            ("Moss", "/shop/?price_to=15"),
            ("Up to £15.00", "/shop/?colour=moss"),
        ]
        assert found.clear_url == "/shop/"

    def test_what_would_change_nothing_is_not_offered(self) -> None:
        assert [g.id for g in listing("made_of=oak").groups] == ["made_of"]

    def test_the_order_is_kept_by_every_chip(self) -> None:
        found = listing("colour=ink&sort=price&page=1")
        assert found.chips[0].url == "/shop/?sort=price"
        assert found.query == "colour=ink&sort=price"
        assert found.canonical_url == "/shop/"

    def test_found_products_keep_their_rank(self) -> None:
        ids = dict(Product.objects.values_list("title", "pk"))
        ranked = [ids["Clock"], ids["Cup"], ids["Mug"]]
        strategy = get_class("partner.strategy", "Selector")().strategy()

        def found(query: str) -> Listing:
            return found_listing(
                ranked,
                url="/search/",
                words="a b",
                strategy=strategy,
                asked=asked.read(QueryDict(query)),
            )

        assert [c.title for c in found("").page.object_list] == ["Clock", "Cup", "Mug"]
        assert [c.title for c in found("made_of=clay").page.object_list] == ["Cup", "Mug"]
        assert [c.title for c in found("sort=-price").page.object_list] == ["Clock", "Mug", "Cup"]
        assert found("made_of=clay").chips[0].url == "/search/?q=a+b"


def test_counts_against_the_definition() -> None:
    """Every choice of a small shop, one by one, against what it lists."""
    for colour, price, stock in product(("Oat", "Ink"), ("10.00", "20.00"), (0, 2)):
        make_variants(f"{colour} {price} {stock}", colours={colour: stock}, price=price)
    mark_filter("colour")
    parts = {
        "colour": ["", "colour=oat", "colour=ink", "colour=oat&colour=ink"],
        "price": ["", "price_to=15"],
        "available": ["", "available=1"],
    }
    for colour, price, available in product(*parts.values()):
        others = "&".join(filter(None, (price, available)))
        for value, count in counts("&".join(filter(None, (colour, others))), "colour").items():
            assert count == listing(f"colour={value}&{others}").count


def test_on_offer_is_what_is_reduced_and_what_an_offer_is_given_on() -> None:
    reduced, offered = make_product("Reduced", price="30.00"), make_product("Offered")
    make_product("Neither")
    record = reduced.stockrecords.get()
    record.price = Decimal("24.00")
    record.save()
    offer = make_offer(percent="10", on=make_range(offered), name="Ten percent off")

    assert titles("offer=1") == {"Reduced", "Offered"}
    assert counts("", "only")["1"] == 2
    cards = {card.title: card for card in listing("offer=1").page.object_list}
    assert cards["Reduced"].price.was == Decimal("30.00")
    assert cards["Offered"].offer == "Ten percent off"

    offer.suspend()
    assert titles("offer=1") == {"Reduced"}


def test_best_selling_is_offered_once_something_was_sold() -> None:
    make_product("Mug")
    bowl = make_product("Bowl", priority=-1)
    assert "best-selling" not in dict(listing().sorts)
    ListedProduct.objects.filter(pk=bowl.pk).update(sold=3)
    assert "best-selling" in dict(listing().sorts)
    assert [c.title for c in listing("sort=best-selling").page.object_list] == ["Bowl", "Mug"]


def test_a_facet_may_have_the_name_of_something_else() -> None:
    mug = make_product("Mug")
    make_product("Bowl")
    ProductAttribute.objects.create(
        product_class=mug.product_class, code="page", name="Page", type="text", is_filter=True
    )
    mug.attr.page = "Cream laid"
    mug.save()

    assert group(listing(), "page").options[0].name == "page_"
    assert titles("page_=cream-laid") == {"Mug"}


NONSENSE = [
    "colour=nope",
    "colour=",
    "colour=%00",
    "colour=oat%00",
    "%00=oat",
    "colour=" + "x" * 5000,
    "colour[]=oat",
    "colour=oat&colour=oat&colour=oat",
    "&".join(f"c{n}=oat" for n in range(500)),
    "&".join(f"colour={n}" for n in range(900)),
    "colour='; DROP TABLE search_facet; --",
    "colour=%3Cscript%3Ealert(1)%3C/script%3E",
    "%3Cscript%3Ealert(1)%3C/script%3E=oat",
    "sort=nope",
    "sort=%3Cscript%3Ealert(1)%3C/script%3E",
    "sort=price&sort=newest",
    "sort=%00",
    "page=x",
    "page=0",
    "page=-1",
    "page=",
    "page=%C2%B2",
    "page=1.5",
    "page=%00",
    "page=1e3",
    "price_from=x",
    "price_from=-5",
    "price_from=nan",
    "price_from=Infinity",
    "price_from=1e999999999",
    "price_from=1e-30",
    "price_to=99999999999999999999",
    "price_from=5&price_from=x",
    "price_to=%F0%9F%AB%96",
    "price_from=%00",
    "price_from=%D9%A1%D9%A2",
    "price_to=%22%3E%3Cscript%3Ealert(1)",
    "rating=0",
    "rating=-1",
    "rating=9999999999999999999999",
    "rating=x",
    "available=yes",
    "offer=0",
    "q=%00",
    "utm_source=letter",
]


@pytest.mark.parametrize("query", NONSENSE, ids=lambda query: query[:40])
@pytest.mark.parametrize("path", ["/shop/", "/shop/tableware/", "/search/"])
def test_nonsense_in_an_address_is_a_normal_page(path: str, query: str) -> None:
    make_variants("Mug", category=make_category("Tableware"))
    mark_filter("colour")
    client = Client(raise_request_exception=True)

    response = client.get(f"{path}?{'q=mug&' if 'search' in path else ''}{query}")

    assert response.status_code == 200
    page = response.content.decode()
    assert "<script>alert" not in page
    assert "x" * 200 not in page


def test_only_a_page_past_the_end_is_not_there() -> None:
    make_product("Mug", category=make_category("Tableware"))
    for path in ("/shop/?page=2", "/shop/tableware/?page=2", "/shop/?page=99999999999999999999999"):
        assert Client().get(path).status_code == 404


NAMES = st.sampled_from([*sorted(asked.RESERVED - {"q"}), "colour", "made_of"]) | st.text(
    max_size=9
)
VALUES = st.text(max_size=12) | st.sampled_from(["oat", "1", "4", "-1", "1e9", "nan", "\x00", "٣"])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(NAMES, VALUES), max_size=6))
def test_anything_can_stand_in_an_address(shelf: None, pairs: list[tuple[str, str]]) -> None:
    pairs = [
        (name, value.encode("utf-8", "replace").decode()) for name, value in pairs if name != "page"
    ]
    query = urlencode([(n.encode("utf-8", "replace"), v) for n, v in pairs])

    found = listing(query)

    # What comes back in its addresses leads to the same.
    assert listing(found.query).count == found.count


def test_without_script_it_is_one_form_that_keeps_everything(client: Client, shelf: Any) -> None:
    page = client.get("/shop/?colour=ink&sort=price").content.decode()

    assert '<form id="choices"' in page
    assert 'id="choice-colour-ink"' in page
    assert 'rel="canonical" href="http://testserver/shop/"' in page
    assert 'value="price" selected' in page
    assert "data-without-script" in page


def test_pages_of_a_choice_are_linked(client: Client) -> None:
    for number in range(50):
        make_product(f"Bowl {number}", stock=number)
    page = client.get("/shop/?available=1&page=2").content.decode()

    assert '<link rel="prev" href="/shop/?available=1">' in page
    assert '<link rel="next" href="/shop/?available=1&amp;page=3">' in page
    assert 'href="?available=1&amp;page=3"' in page
