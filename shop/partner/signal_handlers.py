"""Where changes of prices and VAT rates are heard, whoever makes them."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from shop.partner.models import StockRecord, TaxRate


def connect() -> None:
    """Connect the handlers; called once, when the app is ready."""
    for signal in (post_save, post_delete):
        signal.connect(
            tax_rate_changed,
            sender=TaxRate,
            dispatch_uid="shop.partner.signal_handlers.tax_rate_changed",
        )
    post_save.connect(
        stock_saved,
        sender=StockRecord,
        dispatch_uid="shop.partner.signal_handlers.stock_saved",
    )


def stock_saved(sender: type[StockRecord], instance: StockRecord, **kwargs: Any) -> None:
    """A stock record was saved. Oscar sends the same signal, without fields, for moved stock."""
    from shop.partner import services

    fields = kwargs.get("update_fields", ())
    if fields is None or "price" in fields:
        services.record_price(stockrecord=instance)


def tax_rate_changed(sender: type[TaxRate], **kwargs: Any) -> None:
    """A rate was added, changed or deleted."""
    from shop.partner.tax import forget_tax_rates

    forget_tax_rates()
