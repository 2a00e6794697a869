"""Where changes are heard that make a product read differently, whoever makes them."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from oscar.core.loading import get_model

from shop.catalogue.models import AttributeOption, Category, Product
from shop.catalogue.signals import product_written
from shop.search import services
from shop.search.models import PromotedResult, Promotion, Synonym

ProductCategory = get_model("catalogue", "ProductCategory")
ProductAttributeValue = get_model("catalogue", "ProductAttributeValue")
StockRecord = get_model("partner", "StockRecord")


def connect() -> None:
    """Connect the handlers; called once, when the app is ready."""
    product_written.connect(written, dispatch_uid="shop.search.written")
    post_delete.connect(variant_deleted, sender=Product, dispatch_uid="shop.search.variant")
    for model in (ProductCategory, ProductAttributeValue, StockRecord):
        for signal in (post_save, post_delete):
            signal.connect(
                row_changed, sender=model, dispatch_uid=f"shop.search.{model._meta.model_name}"
            )
    for model in (Synonym, Promotion, PromotedResult):
        for signal in (post_save, post_delete):
            signal.connect(
                editors_said, sender=model, dispatch_uid=f"shop.search.{model._meta.model_name}"
            )
    m2m_changed.connect(
        categories_changed, sender=ProductCategory, dispatch_uid="shop.search.categories"
    )
    for renamed in (Category, AttributeOption):
        post_save.connect(
            name_changed, sender=renamed, dispatch_uid=f"shop.search.{renamed._meta.model_name}"
        )


def written(instance: Product, **kwargs: Any) -> None:
    """A product or a variant was saved, its attribute values too."""
    services.product_changed(product_id=instance.pk)


def variant_deleted(instance: Product, **kwargs: Any) -> None:
    """A product was deleted; a variant's words leave with it."""
    if instance.parent_id:
        services.product_changed(product_id=instance.parent_id)


def row_changed(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """A category, an attribute value or a stock record came, changed or went."""
    # Oscar sends post_save for a sale, too, but without what only a real save says. No code
    # changes then, and orders need not wait for an index.
    sale = sender is StockRecord and "created" in kwargs and "update_fields" not in kwargs
    if not sale:
        services.product_changed(product_id=instance.product_id)


def categories_changed(
    action: str, instance: Any, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Products were put into categories, or taken out of them."""
    if action not in ("post_add", "post_remove", "post_clear", "pre_clear"):
        return
    if not reverse:
        changed = [instance.pk]
    elif pk_set is not None:
        changed = list(pk_set)
    else:
        changed = list(instance.product_set.values_list("pk", flat=True))
    for product_id in changed:
        services.product_changed(product_id=product_id)


def name_changed(sender: type[Model], instance: Any, created: bool, **kwargs: Any) -> None:
    """A category was renamed or moved, or an option renamed: what has it reads differently."""
    if created:
        return
    if sender is Category:
        services.category_changed(category_id=instance.pk)
    else:
        services.option_changed(option_id=instance.pk)


def editors_said(**kwargs: Any) -> None:
    """An editor wrote down other words, or what comes first."""
    services.editors_said()
