"""Oscar writes offers and ranges from its screens; each write forgets those that are kept."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from oscar.core.loading import get_model

from shop.offers.offer.models import COUNTERS
from shop.offers.shared import forget_offers

MODELS = (
    "offer.ConditionalOffer",
    "offer.Condition",
    "offer.Benefit",
    "offer.Range",
    "offer.RangeProduct",
    "catalogue.Category",  # ranges hold categories with all below them
)
RELATIONS = (
    ("Range", "excluded_products"),
    ("Range", "classes"),
    ("Range", "included_categories"),
    ("Range", "excluded_categories"),
    ("ConditionalOffer", "combinations"),
)


def connect() -> None:
    """Listen to what Oscar's screens write."""
    for name in MODELS:
        model = get_model(*name.split("."))
        for signal in (post_save, post_delete):
            signal.connect(_changed, sender=model, dispatch_uid=f"forget-offers-{name}")
    for name, relation in RELATIONS:
        through = getattr(get_model("offer", name), relation).through
        m2m_changed.connect(
            _changed, sender=through, dispatch_uid=f"forget-offers-{name}-{relation}"
        )


def _changed(update_fields: Any = None, **kwargs: Any) -> None:
    """Counting a use changes nothing that is kept."""
    if not update_fields or not set(update_fields) <= COUNTERS | {"status"}:
        forget_offers()
