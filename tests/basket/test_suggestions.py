"""What goes well with a basket."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from oscar.core.loading import get_model

from shop.basket.selectors.suggestions import candidates, suggestions
from shop.partner.strategy import Default
from tests.basket.asking import ON_PAGE
from tests.factories import add_to_basket, make_category, make_product, make_variants

pytestmark = pytest.mark.django_db

Recommendation = get_model("catalogue", "ProductRecommendation")


def recommend(primary, other, ranking=1):
    Recommendation.objects.create(primary=primary, recommendation=other, ranking=ranking)


def suggested(*products):
    found = suggestions(candidates(products), strategy=Default())
    return [each.title for each in found]


def test_recommended_first_then_neighbours_never_what_is_inside():
    tableware, rugs = make_category("Tableware"), make_category("Rugs")
    mug = make_product("Mug", category=tableware)
    bowl = make_product("Bowl", category=tableware)
    plate = make_product("Plate", category=tableware)
    make_product("Rug", category=rugs)
    lamp, vase = make_product("Lamp"), make_product("Vase")
    recommend(mug, lamp, 1)
    recommend(mug, vase, 5)
    recommend(bowl, mug, 9)
    assert suggested(mug) == ["Vase", "Lamp", "Plate", "Bowl"]
    assert suggested(mug, bowl) == ["Vase", "Lamp", "Plate"]
    assert suggested(mug, bowl, plate, lamp, vase) == []
    assert suggested() == []


def test_a_variant_is_its_product():
    mug = make_variants("Mug")
    lamp = make_variants("Lamp", price="40.00")
    recommend(mug, lamp)
    recommend(lamp, mug)
    (one,) = suggestions(candidates([mug.children.first()]), strategy=Default())
    assert (one.title, one.can_add, str(one.price.incl_tax)) == ("Lamp", False, "40.00")
    assert one.url == lamp.get_absolute_url()
    assert suggested(mug.children.first(), lamp.children.first()) == []


def test_only_what_can_be_bought():
    mug = make_product("Mug")
    sold_out = make_product("Sold out", stock=0)
    hidden = make_product("Hidden", is_public=False)
    out = make_variants("No variant left", colours={"Oat": 0})
    orphan = make_variants("Hidden parent")
    type(orphan).objects.filter(pk=orphan.pk).update(is_public=False)
    for other in (sold_out, hidden, out, orphan, make_product("Lamp")):
        recommend(mug, other)
    assert suggested(mug) == ["Lamp"]


def test_they_stand_on_the_page_and_are_added_there(client):
    mug, lamp, shade = make_product("Mug"), make_product("Lamp"), make_variants("Shade")
    recommend(mug, lamp, 2)
    recommend(mug, shade, 1)
    add_to_basket(client, mug)
    page = client.get("/basket/").text
    assert "Goes well with it" in page
    assert f'action="/basket/add/{lamp.pk}/"' in page
    assert f'action="/basket/add/{shade.pk}/"' not in page
    answer = add_to_basket(client, lamp, **ON_PAGE)
    assert "Lamp is in your basket." in answer.text
    assert f'action="/basket/add/{lamp.pk}/"' not in answer.text


@pytest.mark.parametrize("count", [3, 30])
def test_two_queries_whatever_the_numbers(client, count):
    category = make_category()
    products = [make_product(f"Mug {number}", category=category) for number in range(count)]
    for number in range(count):
        recommend(products[0], make_variants(f"Lamp {number}", category=category))
    suggested(*products)  # reads the VAT rates, which everybody shares
    with CaptureQueriesContext(connection) as queries:
        assert len(suggested(*products)) >= 3
    # Nothing has a picture here: the page fetches those of all its products together.
    assert len([q for q in queries.captured_queries if "productimage" not in q["sql"]]) == 2
