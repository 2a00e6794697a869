"""`/styleguide/`: what the shop is built of, in every state. Answers in DEBUG only."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from shop.styleguide import tokens

SCHEMES = ("system", "light", "dark")
DIRECTIONS = ("ltr", "rtl")


@never_cache
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """The tokens, then every component. `?scheme=dark` and `?dir=rtl` show it so."""
    if not settings.DEBUG:
        raise Http404
    scheme = _one_of(request.GET.get("scheme"), SCHEMES)
    direction = _one_of(request.GET.get("dir"), DIRECTIONS)
    context = {
        "scheme": scheme,
        "direction": direction,
        "schemes": SCHEMES,
        "directions": DIRECTIONS,
        "stylesheets": stylesheets(),
        "families": families(request),
        "colours": tokens.colours().values(),
        "contrasts": tokens.contrasts(),
        "scales": (
            ("Type", "text", tokens.tokens("text-.+")),
            ("Space", "space", tokens.tokens(r"s\d|gap|section|edge")),
            ("Sizes", "space", tokens.tokens("touch|header")),
            ("Corners", "radius", tokens.tokens("radius.*|pill")),
            ("Shadows", "shadow", tokens.tokens("shadow-.+")),
            ("Motion", "motion", tokens.tokens("quick|calm|slow|ease")),
        ),
    }
    return render(request, "styleguide/index.html", context)


def families(request: HttpRequest) -> list[dict[str, Any]]:
    """Every family with its components, each with its rendered states."""
    from shop.styleguide.samples import FAMILIES, SMALL

    numbers = count(1)
    found = []
    for family in FAMILIES:
        shown: dict[str, list[Any]] = {}
        for sample in family.samples():
            html = sample.render(request, number=next(numbers))
            shown.setdefault(sample.component, []).append((sample, html))
        components = [
            {"name": name, "states": states, "small": name in SMALL}
            for name, states in shown.items()
        ]
        found.append({"title": family.title, "components": components})
    return found


def stylesheets() -> list[str]:
    """Every stylesheet of a component, as static files are named."""
    folder = Path(settings.BASE_DIR) / "static" / "css" / "components"
    return [f"css/components/{path.name}" for path in sorted(folder.glob("*.css"))]


def _one_of(asked: str | None, known: tuple[str, ...]) -> str:
    return asked if asked in known else known[0]
