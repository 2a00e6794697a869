"""Where changes of products, categories and layouts are heard: one call to a service each."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.signals import published, unpublished

from shop.catalogue.signals import product_written

UID = "shop.cms_pages.product_signals"


def connect() -> None:
    """Connect the handlers; called once, when the app is ready."""
    from shop.catalogue.models import Category
    from shop.cms_pages.models import CategoryPage, ProductLayout, ProductPage

    for model in (ProductPage, CategoryPage, ProductLayout):
        for signal in (post_save, post_delete, published, unpublished):
            signal.connect(arranged, sender=model, dispatch_uid=f"{UID}.arranged")
    product_written.connect(product_changed, dispatch_uid=f"{UID}.product_changed")
    post_save.connect(category_changed, sender=Category, dispatch_uid=f"{UID}.category_changed")


def arranged(sender: Any, **kwargs: Any) -> None:
    """A page or a layout was written, published or taken back."""
    from shop.cms_pages import product_services

    if kwargs.get("update_fields") is None:  # else a draft was noted
        product_services.forget_arrangements()


def product_changed(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A product was saved; its page follows."""
    from shop.cms_pages import product_services

    product_services.follow_product(product_id=instance.pk)


def category_changed(sender: Any, instance: Any, created: bool = False, **kwargs: Any) -> None:
    """A category was saved or moved: its page and the layouts' branches follow."""
    from shop.cms_pages import product_services

    if not created:
        product_services.follow_category(category_id=instance.pk)
        product_services.forget_arrangements()
