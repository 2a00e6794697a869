"""The theme keeps its promises: components state what they take, pages are light and legible."""

from __future__ import annotations

import gzip
import re
from itertools import product
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
CSS_BUDGET = 25_000  # bytes, compressed: a first visit of home, category and product together
JS_BUDGET = 30_000

SHOPPER_TEMPLATES = sorted(
    path
    for path in TEMPLATES.rglob("*.html")
    # E-mails need inline styles, the maintenance page stands alone, and previews frame Wagtail.
    if path.relative_to(TEMPLATES).parts[0] not in {"emails", "wagtailadmin"}
    and "email" not in path.relative_to(TEMPLATES).parts
    and "dashboard" not in path.relative_to(TEMPLATES).parts
    and path.name != "maintenance.html"
)


def named(path: Path) -> str:
    """The path as a test's name."""
    return str(path.relative_to(ROOT))


def compressed(*paths: Path) -> int:
    """The bytes that these files take on the wire, each compressed by itself."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


@pytest.mark.parametrize("path", sorted((TEMPLATES / "components").glob("*.html")), ids=named)
def test_component_opens_with_its_contract(path: Path) -> None:
    without_loads = re.sub(r"\A(\s*\{% load [^%]+ %\})*\s*", "", path.read_text())
    assert without_loads.startswith(("{#", "{% comment %}"))


@pytest.mark.parametrize("path", SHOPPER_TEMPLATES, ids=named)
def test_template_has_no_inline_code(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"<script(?![^>]*(\bsrc=|application/(ld\+)?json))", text)
    assert not re.search(r"\son[a-z]+=\"", text)
    for style in re.findall(r"style=\"([^\"]*)", text):
        # Custom properties carry data; how it looks is said in the stylesheets.
        assert style.startswith("--")


def test_first_visit_is_light() -> None:
    base = (TEMPLATES / "layouts" / "base.html").read_text()
    linked = {STATIC / name for name in re.findall(r"'(css/[^']+\.css)'", base)}
    family = {STATIC / "css" / "components" / name for name in ("catalogue.css", "order.css")}
    assert compressed(*linked, *family) <= CSS_BUDGET
    scripts = {STATIC / name for name in re.findall(r"'((?:js|vendor)/[^']+\.js)'", base)}
    assert scripts
    assert compressed(*scripts) <= JS_BUDGET


@pytest.mark.parametrize(
    "name", ["layouts/base.html", "components/site_header.html", "components/site_footer.html"]
)
def test_shared_frame_reads_nothing_personal(name: str) -> None:
    code = re.sub(
        r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}",
        "",
        (TEMPLATES / name).read_text(),
        flags=re.S,
    )
    assert not re.search(r"csrf_token|request\.user|\buser\.|request\.basket|\bin messages\b", code)


def luminance(colour: str) -> float:
    """The relative luminance of #rgb or #rrggbb, as WCAG defines it."""
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_are_legible(scheme: int) -> None:
    css = (STATIC / "css" / "tokens.css").read_text()
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", css)
    token = {name: values[scheme] for name, *values in pairs}
    surfaces = ("surface", "surface-raised", "surface-sunk")
    for text, surface in product(("ink", "ink-soft", "accent", "good", "warn"), surfaces):
        assert contrast(token[text], token[surface]) >= 4.5, (text, surface)
    for surface in surfaces:
        assert contrast(token["control"], token[surface]) >= 3, surface
    assert contrast(token["accent-ink"], token["accent"]) >= 4.5
    assert contrast(token["band-ink"], token["band"]) >= 4.5
