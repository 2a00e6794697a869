"""The index keeps up with whatever makes a product read differently."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext
from oscar.core.loading import get_model

from shop.catalogue.models import AttributeOption, Category, Product
from shop.search import services
from shop.search.selectors import find
from tests.factories import make_category, make_product, make_variants
from tests.search.conftest import Committed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("goods")]

Find = Callable[..., str]


def ids(query: str) -> tuple[int, ...]:
    """What is found without any correction."""
    found = find(query)
    return () if found.instead else found.product_ids


def test_a_new_title_is_found_at_once() -> None:
    product = Product.objects.get(slug="oak-tray")
    product.title = "Cherry Tray"
    product.save()

    assert ids("cherry") == (product.pk,)


def test_codes_find_the_product_and_a_variants_code_its_parent(committed: Committed) -> None:
    mug = Product.objects.get(slug="stoneware-mug", parent=None)
    child = mug.children.first()
    with committed():
        child.upc = "2000040000020"
        child.save()
        child.stockrecords.update(partner_sku="TW-MUG-OAT")
        child.stockrecords.get().save()

    assert ids("2000040000020") == (mug.pk,)
    assert ids("TW-MUG-OAT") == (mug.pk,)
    assert ids("tw mug oat") == (mug.pk,)
    assert ids("tw-mug") == (mug.pk,)


def test_a_category_finds_what_is_in_it_and_below(committed: Committed) -> None:
    top = make_category("Kitchenalia")
    below = make_category("Brewing", parent=top)
    product = make_product("Glass Dripper")
    with committed():
        product.categories.add(below)

    assert ids("brewing") == (product.pk,)
    assert ids("kitchenalia dripper") == (product.pk,)

    with committed():
        product.categories.remove(below)
    assert ids("brewing") == ()


def test_a_renamed_category_is_found_by_its_new_name(committed: Committed) -> None:
    top = make_category("Kitchenalia")
    with committed():
        product = make_product("Glass Dripper", category=make_category("Brewing", parent=top))

    with committed():
        top = Category.objects.get(pk=top.pk)
        top.name = "Scullery"
        top.save()

    assert ids("scullery") == (product.pk,)
    assert ids("kitchenalia") == ()


def test_attributes_of_product_and_variants_find_it(committed: Committed) -> None:
    mug = Product.objects.get(slug="stoneware-mug", parent=None)
    assert ids("oat") == (mug.pk,)

    with committed():
        option = AttributeOption.objects.get(option="Oat")
        option.option = "Porridge"
        option.save()

    assert ids("porridge") == (mug.pk,)
    assert ids("oat") == ()


def test_a_variant_that_goes_takes_its_words_along(committed: Committed) -> None:
    mug = Product.objects.get(slug="stoneware-mug", parent=None)
    with committed():
        mug.children.get(title="Stoneware Mug, Oat").delete()
    assert ids("oat") == ()

    ink = mug.children.get(title="Stoneware Mug, Ink")
    with committed():
        ink.is_public = False
        ink.save()
    assert ids("ink") == ()


def test_what_changes_ten_times_is_indexed_once(
    committed: Committed, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = Product.objects.get(slug="oak-tray")
    seen: list[list[int]] = []
    monkeypatch.setattr(services, "index_products", lambda *, products: seen.append(list(products)))

    with committed():
        for _ in range(10):
            services.product_changed(product_id=product.pk)

    assert seen == [[product.pk]]


def test_a_sale_does_not_touch_the_index(committed: Committed) -> None:
    record = Product.objects.get(slug="oak-tray").stockrecords.get()

    with committed(), CaptureQueriesContext(connection) as captured:
        record.allocate(1)

    assert not [query for query in captured if "wagtailsearch" in query["sql"]]


def test_indexing_thirty_costs_no_more_than_three_but_for_their_categories() -> None:
    for number in range(30):
        make_variants(f"Plate {number}")
    everything = Product.objects.filter(parent=None)

    def cost(number: int) -> int:
        chosen = list(everything.order_by("pk").values_list("pk", flat=True)[:number])
        services.index_products(products=chosen)
        with CaptureQueriesContext(connection) as captured:
            services.index_products(products=chosen)
        return len([query for query in captured if "UPDATE" not in query["sql"]])

    assert cost(30) == cost(3)


def test_the_worker_indexes_a_branch() -> None:
    category = make_category("Serving things")
    product = Product.objects.get(slug="oak-tray")
    get_model("catalogue", "ProductCategory").objects.bulk_create(
        [product.categories.through(product=product, category=category)]
    )
    assert ids("things") == ()

    assert services.index_category(category_id=category.pk) == 1
    assert ids("things") == (product.pk,)
    assert services.index_category(category_id=0) == 0


def test_a_dead_search_server_does_not_stop_a_sale(monkeypatch: pytest.MonkeyPatch) -> None:
    class Away:
        catch_indexing_errors = True

        def add_bulk(self, *args: Any) -> None:
            raise ConnectionError

    monkeypatch.setattr(
        services, "get_search_backends_with_name", lambda **options: [("default", Away())]
    )

    assert services.index_products(products=Product.objects.filter(slug="oak-tray")) == 1


def test_haystack_hears_nothing() -> None:
    from django.apps import apps

    assert not apps.is_installed("haystack")
    assert apps.get_app_config("search").name == "shop.search"
    assert not [
        receiver for receiver in post_save.receivers if "haystack" in repr(receiver).lower()
    ]
