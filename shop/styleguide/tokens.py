"""The design tokens, read from the stylesheet that browsers read, and what their contrasts are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

STYLESHEET = Path("css", "tokens.css")
COLOUR = re.compile(r"--([\w-]+): light-dark\((#\w+), (#\w+)\);")
TOKEN = re.compile(r"^    --([\w-]+): ([^;]+);", re.MULTILINE)

SURFACES = ("surface", "surface-raised", "surface-sunk")
# What is read on what, and the least contrast between them (WCAG 2.2, 1.4.3 and 1.4.11).
TEXT, SHAPE = 4.5, 3.0
PAIRS: tuple[tuple[str, str, float], ...] = (
    *(
        (text, surface, TEXT)
        for text in ("ink", "ink-soft", "accent", "good", "warn")
        for surface in SURFACES
    ),
    *(("control", surface, SHAPE) for surface in SURFACES),
    ("surface", "ink", TEXT),  # the words of a button
    ("accent-ink", "accent", TEXT),
    ("band-ink", "band", TEXT),
)


@dataclass(frozen=True)
class Colour:
    """A colour role: what it is in the light and in the dark, as #rgb or #rrggbb."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True)
class Contrast:
    """How a colour stands out from another, in the light and in the dark."""

    colour: str
    ground: str
    light: float
    dark: float
    least: float

    @property
    def holds(self) -> bool:
        """Whether it is enough in both."""
        return min(self.light, self.dark) >= self.least


def source() -> str:
    """The stylesheet of the tokens."""
    return (Path(settings.BASE_DIR) / "static" / STYLESHEET).read_text()


def colours() -> dict[str, Colour]:
    """The colour roles by name, in the stylesheet's order."""
    return {name: Colour(name, *values) for name, *values in COLOUR.findall(source())}


def contrasts() -> list[Contrast]:
    """Every pair that is read, with what it comes to."""
    known = colours()
    return [
        Contrast(
            colour,
            ground,
            light=contrast(known[colour].light, known[ground].light),
            dark=contrast(known[colour].dark, known[ground].dark),
            least=least,
        )
        for colour, ground, least in PAIRS
    ]


def tokens(pattern: str) -> list[tuple[str, str]]:
    """The tokens whose whole names match, with their values."""
    return [(name, value) for name, value in TOKEN.findall(source()) if re.fullmatch(pattern, name)]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as WCAG defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
