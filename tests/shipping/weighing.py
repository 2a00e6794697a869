"""Products with a weight, and baskets of them."""

from typing import Any

from oscar.core.loading import get_model

from shop.partner.strategy import Default


def weigh(product: Any, weight: Any, *, kind: str = "text") -> Any:
    """Give the product its attribute "weight"; returns the product."""
    attribute, _ = get_model("catalogue", "ProductAttribute").objects.get_or_create(
        product_class=product.get_product_class(),
        code="weight",
        defaults={"name": "Weight", "type": kind},
    )
    product.attribute_values.create(attribute=attribute, **{f"value_{kind}": weight})
    return product


def basket_of(*lines: tuple[Any, int]) -> Any:
    """An open basket of so many of each product, as a request would find it."""
    model = get_model("basket", "Basket")
    basket = model.objects.create()
    basket.strategy = Default()
    for product, quantity in lines:
        basket.add_product(product, quantity)
    fresh = model.objects.get(pk=basket.pk)
    fresh.strategy = Default()
    return fresh
