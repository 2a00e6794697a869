"""What ISO 4217 says of currencies: how far each is divided. Amounts are Decimals, major units."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from django.conf import settings

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


def smallest_amount(currency: str) -> Decimal:
    """The step in which we price, tax and charge: 0.01 GBP, 1 JPY, and 0.01 KWD, not 0.001.

    Three-decimal currencies are sold in hundredths: card networks take no finer amounts of them
    (https://docs.stripe.com/currencies#three-decimal), and Oscar's columns hold none.
    """
    return Decimal(1).scaleb(-min(exponent(currency), 2))


def round_money(amount: Decimal, currency: str, rounding: str = ROUND_HALF_UP) -> Decimal:
    """The nearest amount that can be charged; half a step goes up unless told otherwise."""
    return amount.quantize(smallest_amount(currency), rounding=rounding)


def round_share(amount: Decimal, currency: str | None = None) -> Decimal:
    """A discount, or a line's share of one, rounded down in `currency` (or the shop's).

    Oscar's benefits ask for it by the setting OSCAR_OFFER_ROUNDING_FUNCTION; where they share an
    amount out, the last line gets what rounding left.
    """
    return round_money(amount, currency or settings.OSCAR_DEFAULT_CURRENCY, ROUND_DOWN)


def even_split(amount: Decimal, parts: int, currency: str) -> list[tuple[Decimal, int]]:
    """An amount in equal parts to the smallest step: [(3.34, 1), (3.33, 2)] for 10.00 in three.

    The larger parts first; the parts sum up to the amount exactly.
    """
    step = smallest_amount(currency)
    steps, rest = divmod(int(amount / step), parts)
    split = [((steps + 1) * step, rest), (steps * step, parts - rest)]
    return [(part, times) for part, times in split if times]


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
