"""What the shop can write to people: each kind has a name, its data and three templates.

A room registers its kinds when Django starts (`AppConfig.ready`); this room knows none of theirs.
A kind's templates are `emails/<kind>.subject.txt`, `emails/<kind>.txt` and `emails/<kind>.html`.
"""

from collections.abc import Callable
from typing import Any

# From what the outbox row stores to what the templates show. Runs in the worker; may query.
ContextBuilder = Callable[[dict[str, Any]], dict[str, Any]]

# A message whose words were put together elsewhere (allauth's, Oscar's). Its data: subject,
# body_text, body_html.
RENDERED = "rendered"

_kinds: dict[str, ContextBuilder] = {}


class UnknownKind(LookupError):
    """No room has registered this kind of message."""


def register_kind(name: str, build_context: ContextBuilder) -> None:
    """Make `name` a kind of message; the same name again replaces it, as a shop of your own may."""
    _kinds[name] = build_context


def context_builder(name: str) -> ContextBuilder:
    """The function that prepares a kind's template context. Raises UnknownKind."""
    try:
        return _kinds[name]
    except KeyError:
        known = ", ".join(sorted(_kinds)) or "none"
        raise UnknownKind(f"No kind of message is called {name!r}. Known: {known}.") from None


register_kind(RENDERED, dict)
