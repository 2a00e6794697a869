"""Where changes of prices and VAT rates are heard, whoever makes them."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from shop.core import page_cache
from shop.partner.models import StockRecord, TaxRate


def connect() -> None:
    """Connect the handlers; called once, when the app is ready."""
    for signal in (post_save, post_delete):
        signal.connect(
            tax_rate_changed,
            sender=TaxRate,
            dispatch_uid="shop.partner.signal_handlers.tax_rate_changed",
        )
    for signal, heard in ((post_save, stock_saved), (post_delete, stock_deleted)):
        signal.connect(
            heard,
            sender=StockRecord,
            dispatch_uid=f"shop.partner.signal_handlers.{heard.__name__}",
        )


def stock_saved(sender: type[StockRecord], instance: StockRecord, **kwargs: Any) -> None:
    """A stock record was saved. Oscar sends the same signal, without fields, for moved stock."""
    from shop.partner import services

    fields = kwargs.get("update_fields", ())
    if fields is None or "price" in fields:
        services.record_price(stockrecord=instance)
    if "update_fields" in kwargs:
        page_cache.forget(*page_cache.sources.a_product(instance.product_id))


def stock_deleted(sender: type[StockRecord], instance: StockRecord, **kwargs: Any) -> None:
    """A stock record is gone, and its product with it from what is for sale."""
    page_cache.forget(*page_cache.sources.a_product(instance.product_id))


def tax_rate_changed(sender: type[TaxRate], **kwargs: Any) -> None:
    """A rate was added, changed or deleted."""
    page_cache.forget(page_cache.sources.TAX)
