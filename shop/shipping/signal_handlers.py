"""Where changes of the delivery methods are heard, whoever makes them."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save

from shop.core.oscar import Country
from shop.shipping.models import DeliveryBand, DeliveryMethod

UID = "shop.shipping.signal_handlers.method_changed"


def connect() -> None:
    """Connect the handler; called once, when the app is ready."""
    # A country takes its places in the methods along, without a signal of theirs.
    for model in (DeliveryMethod, DeliveryBand, Country):
        for signal in (post_save, post_delete):
            signal.connect(method_changed, sender=model, dispatch_uid=UID)
    m2m_changed.connect(method_changed, sender=DeliveryMethod.countries.through, dispatch_uid=UID)


def method_changed(sender: type, **kwargs: Any) -> None:
    """A method, one of its bands or a country was added, changed or deleted."""
    from shop.shipping.services import forget_tariffs

    forget_tariffs()
