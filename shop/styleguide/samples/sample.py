"""What a sample is, and how many of them stand on one page without getting in each other's way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

# Attributes whose values are names within one page.
NAMES = re.compile(
    r'(?<=\s)(id|for|form|name|aria-labelledby|aria-describedby|aria-controls|data-opens)="([^"]+)"'
)
ANCHOR = re.compile(r'href="#([^"]+)"')
# What would move the page, open by itself or ask a server.
SCRIPT = re.compile(r'<script type="module".*?</script>', re.DOTALL)
FOCUS = re.compile(r"\sautofocus(?=[\s>])")
POPOVER = re.compile(r'\s(popover(?=[\s>])|popovertarget(action)?="[^"]*")')


@dataclass(frozen=True)
class Sample:
    """One state of a component: `templates/components/<component>.html` with a context.

    `around` is the markup that its contract wants around it, with {} where it goes. A `stage` is a
    box of its own, for what covers a page. `note` says what cannot be seen.
    """

    component: str
    state: str
    context: dict[str, Any]
    around: str = "{}"
    stage: bool = False
    note: str = ""
    open: bool = False

    def within(self, around: str) -> Sample:
        """The same with this markup around it."""
        return replace(self, around=around)

    def staged(self) -> Sample:
        """The same in a box of its own."""
        return replace(self, stage=True)

    def unfolded(self) -> Sample:
        """The same with its first fold open."""
        return replace(self, open=True)

    def noted(self, note: str) -> Sample:
        """The same with a note."""
        return replace(self, note=note)

    def render(self, request: HttpRequest, *, number: int) -> SafeString:
        """Its HTML, with names that no other sample has; `number` is its own."""
        html: str = render_to_string(f"components/{self.component}.html", self.context, request)
        if self.open:
            html = html.replace("<details", "<details open", 1)
        html = self.around.replace("{}", html)

        def own(match: re.Match[str]) -> str:
            names = " ".join(f"{name}-{number}" for name in match[2].split())
            return f'{match[1]}="{names}"'

        html = NAMES.sub(own, html)
        html = ANCHOR.sub(rf'href="#\1-{number}"', html)
        for unwanted in (SCRIPT, FOCUS, POPOVER):
            html = unwanted.sub("", html)
        return mark_safe(html.replace("<dialog ", "<dialog open "))


@dataclass(frozen=True)
class Family:
    """Samples that belong together."""

    title: str
    samples: Callable[[], Iterable[Sample]]


def sample(component: str, state: str = "As it is", /, **context: Any) -> Sample:
    """A sample; what the component takes is given by name."""
    return Sample(component, state, context)
