"""Where changes of the VAT rates are heard, whoever makes them."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from shop.partner.models import TaxRate


def connect() -> None:
    """Connect the handlers; called once, when the app is ready."""
    for signal in (post_save, post_delete):
        signal.connect(
            tax_rate_changed,
            sender=TaxRate,
            dispatch_uid="shop.partner.signal_handlers.tax_rate_changed",
        )


def tax_rate_changed(sender: type[TaxRate], **kwargs: Any) -> None:
    """A rate was added, changed or deleted."""
    from shop.partner.tax import forget_tax_rates

    forget_tax_rates()
