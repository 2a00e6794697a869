"""Order numbers that can be read aloud and not be counted through."""

import secrets

# Crockford's base 32 without vowels: no 0/O or 1/I to mix up, and no words by chance.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"


def random_order_number() -> str:
    """Eight random characters in two groups, such as W7K3-9Q2M: 3.8e11 possibilities."""
    characters = [secrets.choice(ALPHABET) for _ in range(8)]
    return f"{''.join(characters[:4])}-{''.join(characters[4:])}"
