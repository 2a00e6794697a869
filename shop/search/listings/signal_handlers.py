"""Where changes are heard that listings must know of, whoever makes them: one call each."""

from typing import Any

from django.apps import AppConfig
from django.db.models import Model
from django.db.models.signals import (
    m2m_changed,
    post_delete,
    post_migrate,
    post_save,
    pre_delete,
)
from oscar.core.loading import get_model

from shop.catalogue.models import AttributeOption, Category, Product, ProductAttribute
from shop.catalogue.signals import product_written
from shop.core.oscar import ProductAttributeValue, ProductCategory, ProductClass
from shop.partner.models import StockRecord
from shop.partner.signals import availability_changed
from shop.search.listings import services

UID = "shop.search.listings."
OFFER_MODELS = ("ConditionalOffer", "Benefit", "Range", "RangeProduct")
RANGE_RELATIONS = ("excluded_products", "classes", "included_categories", "excluded_categories")
SHARED: dict[type[Model], str] = {
    Category: "category",
    ProductClass: "product_class",
    ProductAttribute: "attribute",
    AttributeOption: "option",
}
# What Oscar and we write when an offer is used; it changes nothing of whom it is for.
COUNTERS = {"num_applications", "num_orders", "total_discount", "status"}


def connect(config: AppConfig) -> None:
    """Connect the handlers; called once, when the app is ready."""
    post_migrate.connect(migrated, sender=config, dispatch_uid=f"{UID}migrated")
    product_written.connect(product_saved, dispatch_uid=f"{UID}product_saved")
    post_delete.connect(product_deleted, sender=Product, dispatch_uid=f"{UID}product_deleted")
    for signal in (post_save, post_delete):
        signal.connect(value_changed, sender=ProductAttributeValue, dispatch_uid=f"{UID}value")
        signal.connect(placed, sender=ProductCategory, dispatch_uid=f"{UID}placed")
        signal.connect(stock_saved, sender=StockRecord, dispatch_uid=f"{UID}stock_saved")
    m2m_changed.connect(
        options_changed,
        sender=ProductAttributeValue.value_multi_option.through,
        dispatch_uid=f"{UID}options",
    )
    m2m_changed.connect(categories_changed, sender=ProductCategory, dispatch_uid=f"{UID}categories")
    availability_changed.connect(stock_moved, sender=StockRecord, dispatch_uid=f"{UID}stock_moved")
    for model in SHARED:
        post_save.connect(shared_changed, sender=model, dispatch_uid=f"{UID}shared")
    pre_delete.connect(option_going, sender=AttributeOption, dispatch_uid=f"{UID}option_going")
    post_delete.connect(option_deleted, sender=AttributeOption, dispatch_uid=f"{UID}option_gone")
    for name in OFFER_MODELS:
        for signal in (post_save, post_delete):
            signal.connect(
                offer_changed, sender=get_model("offer", name), dispatch_uid=f"{UID}offer"
            )
    for relation in RANGE_RELATIONS:
        through = getattr(get_model("offer", "Range"), relation).through
        m2m_changed.connect(offer_changed, sender=through, dispatch_uid=f"{UID}range")


def migrated(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """The database is up to date: a shop that was there before its listings fills them once."""
    services.rebuild_if_empty()


def product_saved(instance: Product, **kwargs: Any) -> None:
    """A product or a variant was saved, its attribute values too."""
    services.refresh_products(product_ids=[instance.pk])


def product_deleted(instance: Product, **kwargs: Any) -> None:
    """What is known of a product went with it; a parent is left with one variant less."""
    if instance.parent_id:
        services.refresh_products(product_ids=[instance.parent_id])


def value_changed(instance: Any, **kwargs: Any) -> None:
    """An attribute's value was set, changed or removed."""
    if not _goes_anyway(kwargs):
        services.refresh_products(product_ids=[instance.product_id], parts={services.VALUES})


def options_changed(instance: Any, action: str, reverse: bool, **kwargs: Any) -> None:
    """The several options of one value changed."""
    if not action.startswith("post_"):
        return
    if reverse:
        services.shared_changed(kind="option", pk=instance.pk)
    else:
        services.refresh_products(product_ids=[instance.product_id], parts={services.VALUES})


def placed(instance: Any, **kwargs: Any) -> None:
    """A product was put into a category, or taken out of it."""
    if not _goes_anyway(kwargs):
        services.refresh_products(
            product_ids=[instance.product_id], parts={services.PLACEMENTS, services.OFFERED}
        )


def categories_changed(
    instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """The same through `product.categories` or, in reverse, `category.product_set`."""
    parts = {services.PLACEMENTS, services.OFFERED}
    if reverse and action == "pre_clear":
        # Whom it held is known only now; what is left of them, only afterwards.
        instance._cleared = list(instance.product_set.values_list("pk", flat=True))
    elif action.startswith("post_"):
        ids = [instance.pk] if not reverse else (pk_set or instance.__dict__.pop("_cleared", ()))
        services.refresh_products(product_ids=ids, parts=parts)


def stock_saved(instance: StockRecord, **kwargs: Any) -> None:
    """Price or stock was saved, or the record deleted.

    Oscar sends post_save for units that move, too, but without what only a save says; then
    `stock_moved` hears of it if it matters.
    """
    moved = "created" in kwargs and "update_fields" not in kwargs
    if not moved and not _goes_anyway(kwargs):
        services.refresh_products(product_ids=[instance.product_id], parts={services.PRODUCT})


def stock_moved(instance: StockRecord, **kwargs: Any) -> None:
    """An order took the last unit, or gave the first one back."""
    services.availability_changed(product_id=instance.product_id)


def shared_changed(sender: type[Model], instance: Any, created: bool, **kwargs: Any) -> None:
    """A category was moved, hidden or shown, a product class or an attribute changed its nature."""
    if not created:
        services.shared_changed(kind=SHARED[sender], pk=instance.pk)


def option_going(instance: AttributeOption, **kwargs: Any) -> None:
    """An option is about to be deleted; afterwards nobody knows who had it."""
    instance._owners = services.products_with_option(option_id=instance.pk)


def option_deleted(instance: AttributeOption, **kwargs: Any) -> None:
    """It is gone."""
    owners = instance.__dict__.pop("_owners", ())
    services.refresh_products(product_ids=owners, parts={services.VALUES})


def offer_changed(update_fields: Any = None, action: str = "post_", **kwargs: Any) -> None:
    """An offer, what it gives or for what it is given changed; a use that is counted does not."""
    if action.startswith("post_") and not (update_fields and set(update_fields) <= COUNTERS):
        services.ranges_changed()


def _goes_anyway(kwargs: dict[str, Any]) -> bool:
    """Whether a fixture is being loaded, or the product itself is what is being deleted."""
    origin = kwargs.get("origin")
    model = getattr(origin, "model", type(origin))
    return bool(kwargs.get("raw")) or model is Product
