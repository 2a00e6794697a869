"""Where it is heard that opinions read differently, whoever changed them."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import post_delete, post_save

from shop.core import page_cache
from shop.reviews.models import ProductReview, Question

UID = "shop.reviews.signal_handlers"


def connect() -> None:
    """Connect the handlers; called once, when the app is ready."""
    for model in (ProductReview, Question):
        for signal in (post_save, post_delete):
            signal.connect(opinion_changed, sender=model, dispatch_uid=f"{UID}.{model.__name__}")
    post_save.connect(writer_changed, sender=get_user_model(), dispatch_uid=f"{UID}.writer")


def opinion_changed(instance: Any, **kwargs: Any) -> None:
    """A review or a question was written, moderated, answered or deleted."""
    page_cache.forget(page_cache.sources.reviews(instance.product_id))


def writer_changed(instance: Any, created: bool, update_fields: Any = None, **kwargs: Any) -> None:
    """Somebody is called otherwise; reviews without a signature of their own have that name."""
    if created or (update_fields and "first_name" not in update_fields):
        return
    about = ProductReview.objects.filter(user=instance).order_by().values_list("product_id")
    page_cache.forget(*(page_cache.sources.reviews(pk) for (pk,) in about.distinct()))
