"""Oscar's delivery methods, and what offers take off the charge for delivery."""

from decimal import Decimal
from typing import Any

from oscar.apps.shipping.methods import *  # noqa: F403
from oscar.apps.shipping.methods import TaxInclusiveOfferDiscount as OscarOfferDiscount
from oscar.core.prices import Price

from shop.core.currency import round_money
from shop.partner.tax import delivery_charge


class TaxInclusiveOfferDiscount(OscarOfferDiscount):
    """A method with an offer's discount: rounded, never below nothing, and with exact VAT.

    Oscar scales the price without VAT, to four decimals that the order cannot store.
    """

    def calculate(self, basket: Any) -> Price:
        """The charge after the discount, with the VAT in it."""
        charge = self.method.calculate(basket)
        country = getattr(self.method, "country", basket.strategy.country)
        gross = charge.incl_tax - self._discount(charge)
        return delivery_charge(gross, country=country, currency=charge.currency)

    def discount(self, basket: Any) -> Decimal:
        """What is taken off, with the VAT in it."""
        return self._discount(self.method.calculate(basket))

    def _discount(self, charge: Price) -> Decimal:
        discount = self.offer.shipping_discount(charge.incl_tax, charge.currency)
        return min(round_money(Decimal(discount), charge.currency), charge.incl_tax)
