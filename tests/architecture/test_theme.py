"""The theme keeps its promises: components state what they take, pages are light and legible."""

from __future__ import annotations

import gzip
import re
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
    family = {
        STATIC / "css" / "components" / name
        for name in ("catalogue.css", "product.css", "film.css", "basket.css", "order.css")
    }
    sections = {STATIC / "css" / "components" / name for name in ("sections.css", "film.css")}
    assert compressed(*linked, *sections) <= CSS_BUDGET
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


# The contrasts of the colour roles: tests/styleguide/.
STYLESHEETS = sorted((STATIC / "css").rglob("*.css"))
# Whole black and white in masks, behind films and on paper; a hero's words, which stand on a
# picture's own colour in either scheme.
NO_ROLE = {"#000", "#fff", "#bbb", "#24211c", "#fbf9f5", "#d9c6b4", "#4a3a30"}


def rules(path: Path) -> str:
    """The stylesheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)


@pytest.mark.parametrize("path", STYLESHEETS, ids=named)
def test_colours_and_shadows_are_named_by_role(path: Path) -> None:
    if path.name == "tokens.css":
        return
    css = rules(path)

    assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[\s,;)])", css)) <= NO_ROLE
    assert not re.search(r"\b(rgb|hsl)a?\(", css)
    assert "var(--shade)" not in css  # a shadow is one of the --shadow-*


@pytest.mark.parametrize("path", STYLESHEETS, ids=named)
def test_nothing_moves_for_those_who_asked_for_less(path: Path) -> None:
    css = rules(path)
    moves = [
        each
        for transition in re.findall(r"transition:([^;}]+)", css)
        for each in re.split(r",(?![^(]*\))", transition)
        if each.strip() != "none"
    ]

    # The tokens come to nothing under prefers-reduced-motion.
    assert [each for each in moves if not re.search(r"var\(--(quick|calm|slow)\)", each)] == []
    if re.search(r"animation:(?!\s*none)", css):
        assert "prefers-reduced-motion" in css
