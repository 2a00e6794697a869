"""What changes in the shipping room."""

from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction

from shop.core import page_cache
from shop.shipping.models import DeliveryBand, DeliveryMethod


def forget_tariffs() -> None:
    """Have pages and baskets read methods and countries again, once this is committed."""
    page_cache.forget(page_cache.sources.TARIFFS)


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
