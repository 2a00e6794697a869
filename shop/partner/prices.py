"""Pricing policies, and which of its two amounts a price shows."""

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.utils.translation import gettext as _
from oscar.apps.partner.prices import *  # noqa: F403
from oscar.apps.partner.prices import TaxInclusiveFixedPrice

from shop.partner.tax import vat_in


class VatInclusivePrice(TaxInclusiveFixedPrice):
    """The price of one unit: what the shopper pays is given, the VAT inside follows from it."""

    #: For parents: the children's prices differ, so it is a “from”.
    varies = False
    #: When the price last fell below the lowest of 30 days, however long ago; else None.
    reduced_at: datetime | None = None
    #: What is struck through beside it, VAT included, while it is shown as reduced; else None.
    reduced_from: Decimal | None = None

    def __init__(self, *, currency: str, incl_tax: Decimal, rate: Decimal, tax_code: str) -> None:
        tax = vat_in(incl_tax, rate=rate, currency=currency)
        super().__init__(currency=currency, excl_tax=incl_tax - tax, tax=tax, tax_code=tax_code)
        #: The VAT rate as a fraction; a line reckons its VAT from its own sum with it.
        self.rate = rate


def shows_vat_inside() -> bool:
    """Whether the shop shows prices with VAT inside; what is charged is the same either way."""
    return bool(settings.SHOP_SHOW_PRICES_INCL_VAT)


def shown_amount(*, incl_tax: Decimal, excl_tax: Decimal) -> Decimal:
    """Which of the two a page, a basket or an e-mail shows."""
    return incl_tax if shows_vat_inside() else excl_tax


def vat_note() -> str:
    """What stands beside a price: “incl. VAT” or “plus VAT”."""
    return _("incl. VAT") if shows_vat_inside() else _("plus VAT")
