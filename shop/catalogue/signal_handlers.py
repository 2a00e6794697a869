"""Where changes of the catalogue are heard, whoever makes them; what was made from it is
forgotten."""

from typing import Any

from django.apps import AppConfig
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save
from oscar.core.loading import get_model

from shop.catalogue.models import (
    AttributeOption,
    Category,
    Product,
    ProductAttribute,
    ProductImage,
    ProductVideo,
)
from shop.catalogue.signals import product_written
from shop.core import oscar, page_cache
from shop.core.page_cache import sources

UID = "shop.catalogue.signal_handlers"


def connect(config: AppConfig) -> None:
    """Connect the handlers; called once, when the app is ready."""
    post_migrate.connect(migrated, sender=config, dispatch_uid=f"{UID}.migrated")
    product_written.connect(product_changed, dispatch_uid=f"{UID}.product_written")
    parts = (ProductImage, ProductVideo, oscar.ProductAttributeValue, oscar.ProductCategory)
    words = (ProductAttribute, AttributeOption, oscar.AttributeOptionGroup, oscar.ProductClass)
    heard: tuple[tuple[Any, tuple[Any, ...]], ...] = (
        (product_changed, (Product,)),
        (part_changed, parts),
        (recommendation_changed, (oscar.ProductRecommendation,)),
        (word_changed, words),
        (category_changed, (Category,)),
    )
    for handler, models in heard:
        for model in models:
            for signal in (post_save, post_delete):
                signal.connect(
                    handler, sender=model, dispatch_uid=f"{UID}.{handler.__name__}.{model.__name__}"
                )
    m2m_changed.connect(
        products_categorised, sender=oscar.ProductCategory, dispatch_uid=f"{UID}.categories"
    )
    m2m_changed.connect(
        several_chosen,
        sender=get_model("catalogue", "ProductAttributeValue").value_multi_option.through,
        dispatch_uid=f"{UID}.several_chosen",
    )


def migrated(sender: AppConfig, **kwargs: Any) -> None:
    """The database is up to date: a shop that was there before notes whose its pictures are."""
    from shop.catalogue import picture_references

    picture_references.index_pictures()


def product_changed(instance: Product, **kwargs: Any) -> None:
    """A product or a variant was saved, or deleted; a variant stands on its parent's page."""
    own = {instance.pk, instance.parent_id} - {None}
    page_cache.forget(*sources.a_product(*own))


def part_changed(instance: Any, **kwargs: Any) -> None:
    """A picture, a film, an attribute's value or a category of a product came, changed or went."""
    page_cache.forget(*sources.a_product(instance.product_id))


def recommendation_changed(instance: Any, **kwargs: Any) -> None:
    """Somebody recommended a product with another one, or does not any more."""
    page_cache.forget(*sources.a_product(instance.primary_id))


def products_categorised(instance: Any, reverse: bool, pk_set: Any, **kwargs: Any) -> None:
    """Products were put into categories, or taken out of them."""
    if reverse:
        page_cache.forget(sources.category(instance.pk), *sources.a_product(*(pk_set or ())))
    else:
        page_cache.forget(*sources.a_product(instance.pk))


def several_chosen(instance: Any, reverse: bool, **kwargs: Any) -> None:
    """The several options of an attribute's value changed."""
    if reverse:
        page_cache.forget(sources.FACETS)
    else:
        page_cache.forget(*sources.a_product(instance.product_id))


def word_changed(sender: type[Model], **kwargs: Any) -> None:
    """An attribute, an option or a kind of product is called otherwise."""
    page_cache.forget(sources.FACETS)


def category_changed(instance: Category, **kwargs: Any) -> None:
    """A category was added, changed, moved (which saves it) or deleted."""
    page_cache.forget(sources.CATEGORIES, sources.category(instance.pk))
