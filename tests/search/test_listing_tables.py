"""The tables that listings are counted from: true after every change, whoever makes it."""

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from oscar.core.loading import get_model

from shop.catalogue.models import AttributeOption, Category, Product, ProductAttribute
from shop.core.oscar import ProductAttributeValue
from shop.partner.models import StockRecord
from shop.search.listings import services
from shop.search.models import FacetValue, ListedProduct, OfferedProduct, Placement, ProductFacet
from tests.factories import (
    make_category,
    make_offer,
    make_product,
    make_range,
    make_variants,
)
from tests.factories.catalogue import mark_filter

pytestmark = pytest.mark.django_db


def listed(product: Any) -> ListedProduct:
    return ListedProduct.objects.get(pk=product.pk)


def values_of(product: Any) -> list[str]:
    rows = ProductFacet.objects.filter(product=product.pk).order_by(
        "value__position", "value__label"
    )
    return list(rows.values_list("value__label", flat=True))


def places_of(product: Any) -> set[str]:
    rows = Placement.objects.filter(product=product.pk)
    return set(rows.values_list("category__name", flat=True))


def test_a_product_is_known_with_price_and_stock() -> None:
    mug = make_product("Mug", price="18.00", stock=0, priority=3)
    row = listed(mug)

    assert (row.price, row.is_available, row.priority) == (Decimal("18.00"), False, 3)

    record = mug.stockrecords.get()
    record.num_in_stock, record.price = 5, Decimal("15.00")
    record.save()
    row = listed(mug)
    assert (row.price, row.is_available) == (Decimal("15.00"), True)
    assert row.reduced_at is not None


def test_a_parent_is_known_by_its_variants() -> None:
    mug = make_variants("Mug", colours={"Oat": 0, "Ink": 2})
    mark_filter("colour")
    assert values_of(mug) == ["Oat", "Ink"]
    assert listed(mug).is_available

    ink = mug.children.get(title__endswith="Ink")
    ink.delete()

    assert values_of(mug) == ["Oat"]
    assert not listed(mug).is_available


def test_a_product_stands_in_its_categories_and_those_above() -> None:
    kitchen = make_category("Kitchen")
    cups = make_category("Cups", parent=make_category("Tableware"))
    mug = make_product("Mug", category=cups)
    assert places_of(mug) == {"Cups", "Tableware"}

    Category.objects.get(pk=cups.pk).move(Category.objects.get(pk=kitchen.pk), "first-child")
    assert places_of(mug) == {"Cups", "Kitchen"}

    kitchen = Category.objects.get(pk=kitchen.pk)
    kitchen.is_public = False
    kitchen.save()
    assert places_of(mug) == set()

    kitchen.is_public = True
    kitchen.save()
    mug.categories.clear()
    assert places_of(mug) == set()

    Category.objects.get(pk=cups.pk).product_set.add(mug)
    assert places_of(mug) == {"Cups", "Kitchen"}
    Category.objects.get(pk=kitchen.pk).delete()
    assert places_of(mug) == set()


def test_what_is_withdrawn_leaves_and_comes_back_whole() -> None:
    mug = make_variants("Mug", category=make_category("Cups"))
    mark_filter("colour")
    mug.is_public = False
    mug.save()
    assert not ListedProduct.objects.exists()
    assert not ProductFacet.objects.exists()
    assert not Placement.objects.exists()

    mug.is_public = True
    mug.save()
    assert (values_of(mug), places_of(mug)) == (["Oat", "Ink"], {"Cups"})


def test_a_deleted_product_leaves_nothing() -> None:
    mug = make_variants("Mug", category=make_category("Cups"))
    mark_filter("colour")
    mug.delete()

    assert not ListedProduct.objects.exists()
    assert not ProductFacet.objects.exists()
    assert not Placement.objects.exists()


@pytest.mark.parametrize(
    ("kind", "given", "known"),
    [
        ("text", "Solid  oak", ["Solid oak"]),
        ("text", "A text of so many words that nobody would ever want to choose by it, ever", []),
        ("text", "陶器", ["陶器"]),
        ("text", "★", ["★"]),
        ("boolean", True, ["Yes"]),
        ("boolean", False, ["No"]),
        ("integer", 3, []),
    ],
)
def test_what_can_be_chosen_by(kind: str, given: Any, known: list[str]) -> None:
    mug = make_product("Mug")
    ProductAttribute.objects.create(
        product_class=mug.product_class, code="made_of", name="Made of", type=kind, is_filter=True
    )
    mug.attr.made_of = given
    mug.save()

    assert values_of(mug) == known


def test_several_options_of_one_value() -> None:
    mug = make_product("Mug")
    group = get_model("catalogue", "AttributeOptionGroup").objects.create(name="For")
    tea, coffee = (group.options.create(option=name) for name in ("Tea", "Coffee"))
    ProductAttribute.objects.create(
        product_class=mug.product_class,
        code="for_what",
        name="For",
        type="multi_option",
        option_group=group,
        is_filter=True,
    )
    mug.attr.for_what = [tea, coffee]
    mug.save()
    assert values_of(mug) == ["Tea", "Coffee"]

    mug.attribute_values.get().value_multi_option.remove(tea)
    assert values_of(mug) == ["Coffee"]
    coffee.option = "Espresso"
    coffee.save()
    assert values_of(mug) == ["Espresso"]
    coffee.delete()
    assert values_of(mug) == []


def test_a_fact_can_be_given_up_as_a_filter() -> None:
    mug = make_variants("Mug")
    mark_filter("colour")
    mark_filter("colour", False)

    assert values_of(mug) == []


def test_site_offers_mark_what_they_reduce() -> None:
    mug, bowl = make_variants("Mug"), make_product("Bowl")
    make_product("Plate")
    offered = make_range(mug.children.first(), bowl)
    offer = make_offer(percent="10", on=offered)
    assert set(OfferedProduct.objects.values_list("product", flat=True)) == {mug.pk, bowl.pk}

    offered.remove_product(bowl)
    assert set(OfferedProduct.objects.values_list("product", flat=True)) == {mug.pk}

    make_offer(percent="10")  # on everything, which marks nothing
    offer.delete()
    assert not OfferedProduct.objects.exists()


def queued(waiting: list[Any]) -> list[Any]:
    """The callbacks that hand work to the queue; pages that are forgotten are another matter."""
    return [each for each in waiting if "enqueue" in getattr(each, "__qualname__", "")]


def test_orders_leave_the_last_unit_to_the_worker(django_capture_on_commit_callbacks: Any) -> None:
    mug = make_product("Mug", stock=2)
    record = mug.stockrecords.get()
    with django_capture_on_commit_callbacks(execute=True) as waiting:
        record.allocate(1)
    assert queued(waiting) == []
    with django_capture_on_commit_callbacks(execute=True) as waiting:
        record.allocate(1)
    assert len(queued(waiting)) == 1
    assert not listed(mug).is_available
    with django_capture_on_commit_callbacks(execute=True):
        record.cancel_allocation(2)
    assert listed(mug).is_available


def test_many_products_of_a_category_are_left_to_the_worker(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(services, "AT_ONCE", 1)
    cups = make_category("Cups")
    mugs = [make_product(f"Mug {number}", category=cups) for number in range(3)]
    with django_capture_on_commit_callbacks(execute=True) as waiting:
        cups.is_public = False
        cups.save()
        assert places_of(mugs[0]) == {"Cups"}
    assert waiting
    assert places_of(mugs[0]) == set()


def test_many_writes_are_one_refresh(django_assert_max_num_queries: Any) -> None:
    mug = make_product("Mug")
    with services.refreshing_later():
        for price in range(1, 20):
            record = mug.stockrecords.get()
            record.price = Decimal(price)
            record.save()
        assert listed(mug).price == Decimal("18.00")
    assert listed(mug).price == Decimal("19.00")


def test_the_best_selling_are_counted_with_their_variants() -> None:
    mug = make_variants("Mug")
    ProductRecord = get_model("analytics", "ProductRecord")
    for child in mug.children.all():
        ProductRecord.objects.create(product=child, num_purchases=4)

    assert services.count_sales() == 1
    assert listed(mug).sold == 8
    ProductRecord.objects.all().delete()
    assert services.count_sales() == 1
    assert listed(mug).sold == 0


def test_thirty_are_refreshed_with_as_many_queries_as_three(django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cups = make_category("Cups")
    ids = [make_variants(f"Mug {number}", category=cups).pk for number in range(30)]
    services.refresh_products(product_ids=ids)

    with CaptureQueriesContext(connection) as few:
        services.refresh_products(product_ids=ids[:3])
    with CaptureQueriesContext(connection) as many:
        assert services.refresh_products(product_ids=ids) == 0
    assert len(few) == len(many) <= 24


def test_the_command_mends_and_says_how_much(capsys: pytest.CaptureFixture[str]) -> None:
    make_variants("Mug", category=make_category("Cups"))
    mark_filter("colour")
    ListedProduct.objects.all().delete()
    FacetValue.objects.all().delete()

    call_command("rebuild_facets")
    assert "0 rows" not in capsys.readouterr().out
    call_command("rebuild_facets")
    assert "0 rows" in capsys.readouterr().out


class Shopkeeper:
    """Does something at random, by the ways that people and programs have."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.tops = [make_category(name) for name in ("Tableware", "Kitchen")]
        self.categories = [*self.tops, make_category("Cups", parent=self.tops[0])]
        for number in range(3):
            make_variants(f"Mug {number}", category=self.any_category())
            make_product(f"Bowl {number}", category=self.any_category())
        product_class = Product.objects.filter(structure="parent").first().product_class
        ProductAttribute.objects.create(
            product_class=product_class, code="made_of", name="Made of", type="text", is_filter=True
        )
        mark_filter("colour")
        self.offered = make_range(self.any_product(), name="Offered")
        make_offer(percent="10", on=self.offered)
        in_category = get_model("offer", "Range").objects.create(name="In a category")
        in_category.included_categories.add(self.tops[0])
        make_offer(pounds="2", on=in_category)

    def any_product(self) -> Any:
        return self.random.choice(list(Product.objects.exclude(structure="child").order_by("pk")))

    def any_category(self) -> Any:
        pk = self.random.choice(list(Category.objects.order_by("pk").values_list("pk", flat=True)))
        return Category.objects.get(pk=pk)

    def any_record(self) -> Any:
        return self.random.choice(list(StockRecord.objects.order_by("pk")))

    def price(self) -> None:
        record = self.any_record()
        record.price = Decimal(self.random.randint(1, 90))
        record.save()

    def stock(self) -> None:
        record = self.any_record()
        record.num_in_stock = self.random.choice([0, 5])
        record.save()

    def order(self) -> None:
        record = self.any_record()
        if record.net_stock_level > 0:
            record.allocate(record.net_stock_level)

    def cancel(self) -> None:
        record = self.any_record()
        if record.num_allocated:
            record.cancel_allocation(record.num_allocated)

    def unstock(self) -> None:
        self.any_record().delete()

    def withdraw(self) -> None:
        product = self.random.choice(list(Product.objects.order_by("pk")))
        product.is_public = not product.is_public
        product.save()

    def rate(self) -> None:
        product = self.any_product()
        product.rating = self.random.choice([None, 1.0, 4.5])
        product.save()

    def describe(self) -> None:
        product = self.any_product()
        product.attr.made_of = self.random.choice(["Oak", "Solid oak", "Clay"])
        product.save()

    def recolour(self) -> None:
        value = self.random.choice([*ProductAttributeValue.objects.order_by("pk"), None])
        if value and value.value_option_id:
            value.value_option = self.random.choice(list(AttributeOption.objects.order_by("pk")))
            value.save()

    def rename_colour(self) -> None:
        option = self.random.choice(list(AttributeOption.objects.order_by("pk")))
        option.option = self.random.choice(["Oat", "Ink", "Moss", "Clay"]) + str(option.pk)
        option.save()

    def place(self) -> None:
        product, category = self.any_product(), self.any_category()
        if self.random.random() < 0.5:
            product.categories.add(category)
        elif self.random.random() < 0.5:
            category.product_set.remove(product)
        else:
            product.categories.set([category])

    def move(self) -> None:
        category, target = self.any_category(), self.any_category()
        if category != target and not target.is_descendant_of(category):
            category.move(target, "first-child")

    def hide(self) -> None:
        category = self.any_category()
        category.is_public = not category.is_public
        category.save()

    def new(self) -> None:
        make_variants(f"New {self.random.random()}", category=self.any_category())

    def delete(self) -> None:
        product = self.random.choice(list(Product.objects.order_by("pk")))
        if Product.objects.exclude(structure="child").count() > 3:
            product.delete()

    def offer(self) -> None:
        if self.random.random() < 0.5:
            self.offered.add_product(self.any_product())
        else:
            self.offered.remove_product(self.any_product())

    def filters(self) -> None:
        mark_filter("made_of", self.random.random() < 0.7)

    def delete_category(self) -> None:
        if Category.objects.count() > 2:
            self.any_category().delete()
        else:
            make_category(f"Another {self.random.random()}")


@pytest.mark.parametrize("seed", range(6))
def test_after_any_changes_a_rebuild_finds_nothing_wrong(
    seed: int, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    keeper = Shopkeeper(seed)
    doings = [
        getattr(keeper, name)
        for name in sorted(vars(Shopkeeper))
        if not name.startswith(("_", "any"))
    ]
    for _ in range(40):
        doing = keeper.random.choice(doings)
        with django_capture_on_commit_callbacks(execute=True):
            doing()
        assert services.rebuild() == 0, doing.__name__
