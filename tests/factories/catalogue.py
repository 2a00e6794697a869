"""Products and categories."""

import itertools
from decimal import Decimal
from typing import Any

from oscar.core.loading import get_model
from oscar.test.factories import ProductClassFactory, StockRecordFactory

Category = get_model("catalogue", "Category")
Product = get_model("catalogue", "Product")

_numbers = itertools.count(1)


def make_category(name: str = "Tableware", *, parent: Any = None, **kwargs: Any) -> Any:
    """A category, a root or below `parent`."""
    if parent is None:
        return Category.add_root(name=name, **kwargs)
    return parent.add_child(name=name, **kwargs)


def make_product(
    title: str = "Stoneware Mug",
    *,
    price: str = "18.00",
    stock: int = 10,
    category: Any = None,
    **kwargs: Any,
) -> Any:
    """A stand-alone product with one stock record; `price` is in pounds with VAT inside."""
    product = Product.objects.create(
        title=title, structure=Product.STANDALONE, product_class=_product_class(), **kwargs
    )
    _stock(product, price, stock)
    if category is not None:
        product.categories.add(category)
    return product


def make_variants(
    title: str = "Stoneware Mug",
    *,
    colours: dict[str, int] | None = None,
    price: str = "18.00",
    category: Any = None,
) -> Any:
    """A parent whose children differ in colour; `colours` gives each one's stock."""
    colours = colours if colours is not None else {"Oat": 10, "Ink": 10}
    product_class = _product_class()
    group, _ = get_model("catalogue", "AttributeOptionGroup").objects.get_or_create(name="Colour")
    attribute, _ = get_model("catalogue", "ProductAttribute").objects.get_or_create(
        product_class=product_class,
        code="colour",
        defaults={"name": "Colour", "type": "option", "option_group": group},
    )
    parent = Product.objects.create(
        title=title, structure=Product.PARENT, product_class=product_class
    )
    if category is not None:
        parent.categories.add(category)
    for colour, stock in colours.items():
        option, _ = group.options.get_or_create(option=colour, defaults={"swatch": "#d9cdb8"})
        child = Product.objects.create(
            title=f"{title}, {colour}", structure=Product.CHILD, parent=parent
        )
        child.attribute_values.create(attribute=attribute, value_option=option)
        _stock(child, price, stock)
    return parent


def make_combinations(
    title: str = "Planter",
    *,
    options: tuple[str, ...] = ("Colour", "Size"),
    stock: dict[tuple[str, ...], int],
    price: str = "18.00",
    category: Any = None,
) -> Any:
    """A parent whose children differ in several options; `stock` has each combination there is."""
    product_class = _product_class()
    attributes = []
    for name in options:
        group, _ = get_model("catalogue", "AttributeOptionGroup").objects.get_or_create(name=name)
        attribute, _ = get_model("catalogue", "ProductAttribute").objects.get_or_create(
            product_class=product_class,
            code=name.lower(),
            defaults={"name": name, "type": "option", "option_group": group},
        )
        attributes.append(attribute)
    parent = Product.objects.create(
        title=title, structure=Product.PARENT, product_class=product_class
    )
    if category is not None:
        parent.categories.add(category)
    for values, number in stock.items():
        child = Product.objects.create(
            title=f"{title}, {', '.join(values)}", structure=Product.CHILD, parent=parent
        )
        for attribute, value in zip(attributes, values, strict=True):
            option, _ = attribute.option_group.options.get_or_create(option=value)
            child.attribute_values.create(attribute=attribute, value_option=option)
        _stock(child, price, number)
    return parent


def mark_filter(code: str, offered: bool = True) -> None:
    """Offer the attributes of this code as filters, or no longer."""
    for attribute in get_model("catalogue", "ProductAttribute").objects.filter(code=code):
        attribute.is_filter = offered
        attribute.save()


def _product_class() -> Any:
    model = get_model("catalogue", "ProductClass")
    return model.objects.filter(name="Stoneware").first() or ProductClassFactory(name="Stoneware")


def _stock(product: Any, price: str, stock: int) -> None:
    partner, _ = get_model("partner", "Partner").objects.get_or_create(name="Tarn & Weald")
    StockRecordFactory(
        product=product,
        partner=partner,
        partner_sku=f"TW-{next(_numbers):05}",
        price=Decimal(price),
        num_in_stock=stock,
    )
