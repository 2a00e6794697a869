"""Pricing policies."""

from oscar.apps.partner.prices import *  # noqa: F403
from oscar.apps.partner.prices import TaxInclusiveFixedPrice


class VatInclusivePrice(TaxInclusiveFixedPrice):
    """A price whose VAT is known and inside; offers reckon with the price that shoppers see."""

    #: For parents: the children's prices differ, so it is a “from”.
    varies = False
