"""What ISO 4217 says of currencies: how far each is divided. Amounts are Decimals, major units."""

from decimal import ROUND_HALF_UP, Decimal

# The exponents that differ from two; https://docs.stripe.com/currencies names the same sets.
ZERO_DECIMAL = frozenset(
    "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF".split()  # noqa: SIM905
)
THREE_DECIMAL = frozenset(("BHD", "JOD", "KWD", "OMR", "TND"))


def exponent(currency: str) -> int:
    """How many decimal places the currency (ISO 4217) has."""
    code = currency.upper()
    if code in ZERO_DECIMAL:
        return 0
    return 3 if code in THREE_DECIMAL else 2


def minor_unit(currency: str) -> Decimal:
    """The smallest amount there is: 0.01 GBP, 1 JPY, 0.001 KWD."""
    return Decimal(1).scaleb(-exponent(currency))


def round_to_minor_unit(amount: Decimal, currency: str, rounding: str = ROUND_HALF_UP) -> Decimal:
    """The nearest amount that can be paid; half a minor unit goes up unless told otherwise."""
    return amount.quantize(minor_unit(currency), rounding=rounding)


def to_minor_units(amount: Decimal, currency: str) -> int:
    """18.00 GBP -> 1800. A fraction of a minor unit is refused, not rounded: ValueError."""
    shifted = amount.scaleb(exponent(currency))
    if shifted != shifted.to_integral_value():
        raise ValueError(f"{amount} {currency} has a fraction of a minor unit")
    return int(shifted)


def from_minor_units(amount: int, currency: str) -> Decimal:
    """1800 GBP -> 18.00."""
    places = exponent(currency)
    return Decimal(amount).scaleb(-places).quantize(Decimal(1).scaleb(-places))
