"""Where changes of categories are heard, whoever makes them: one call to a service each."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from shop.catalogue.models import Category


def connect() -> None:
    """Connect the handlers; called once, when the app is ready."""
    for signal in (post_save, post_delete):
        signal.connect(
            category_changed,
            sender=Category,
            dispatch_uid="shop.catalogue.signal_handlers.category_changed",
        )


def category_changed(sender: type[Category], **kwargs: Any) -> None:
    """A category was added, changed, moved (which saves it) or deleted."""
    from shop.catalogue import services

    services.forget_category_tree()
