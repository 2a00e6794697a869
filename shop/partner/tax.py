"""The arithmetic of VAT."""

from decimal import ROUND_HALF_UP, Decimal

PENNY = Decimal("0.01")


def vat_in(amount_incl_vat: Decimal, *, rate: Decimal) -> Decimal:
    """The VAT contained in a gross amount, rounded half up to the penny.

    HMRC, VAT guide (Notice 700), section 7.3: the VAT fraction of a tax-inclusive
    price is rate / (1 + rate), a sixth at 20%.
    """
    return (amount_incl_vat * rate / (1 + rate)).quantize(PENNY, rounding=ROUND_HALF_UP)
