"""What changes in the shipping room."""

from collections.abc import Iterable
from decimal import Decimal

from django.core.cache import cache
from django.db import transaction

from shop.shipping.models import DeliveryBand, DeliveryMethod
from shop.shipping.selectors import COUNTRIES_KEY, TARIFFS_KEY


def forget_tariffs() -> None:
    """Have the next basket read methods and countries again: now, and once more on commit."""
    keys = [TARIFFS_KEY, COUNTRIES_KEY]
    cache.delete_many(keys)
    transaction.on_commit(lambda: cache.delete_many(keys), robust=True)


def replace_bands(
    *, method: DeliveryMethod, bands: Iterable[tuple[Decimal | None, Decimal]]
) -> None:
    """Give a method these bands (limit in kg, charge) in place of those it has; three queries.

    Raises IntegrityError for a limit that stands twice.
    """
    with transaction.atomic():
        method.bands.all().delete()
        DeliveryBand.objects.bulk_create(
            DeliveryBand(method=method, up_to_kg=limit, charge=charge) for limit, charge in bands
        )
        forget_tariffs()  # bulk_create tells nobody
