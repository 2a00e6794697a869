"""The world's numbers for things."""

LENGTHS = (8, 12, 13, 14)
# GS1 gives these to nobody: numbers for use inside a shop, and coupons.
INTERNAL = ("02", "04", "2")
COUPONS = ("05", "98", "99")


def valid_gtin(text: str) -> str:
    """The GTIN in a UPC, EAN or ISBN field, digits only; empty where it is none.

    Checked as GS1 has it: 8, 12, 13 or 14 digits, the last of which follows from the others, and
    no number that is only for use inside a shop. Google refuses products with others.
    """
    digits = text.replace("-", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) not in LENGTHS:
        return ""
    body, check = digits[:-1], int(digits[-1])
    total = sum(
        int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body))
    )
    if (10 - total % 10) % 10 != check or not int(digits):
        return ""
    # Of fourteen digits the first says how it is packed; twelve are thirteen with a nought before.
    prefix = {8: digits, 12: f"0{digits}", 13: digits, 14: digits[1:]}[len(digits)]
    internal = ("0", "2") if len(digits) == 8 else (*INTERNAL, *COUPONS)
    return "" if prefix.startswith(internal) else digits
