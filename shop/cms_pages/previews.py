"""In which states the preview panel shows a page: stock and price, for whom, and when."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from shop.partner.posing import POSES, posed

#: As somebody who is logged in sees it; with the sections whose time has not come yet.
LOGGED_IN, COMING = "logged-in", "coming"
PREVIEW_MODES = [
    ("", _("As it is")),
    *POSES.items(),
    (LOGGED_IN, _("For who is logged in")),
    (COMING, _("With what comes later")),
]


def preview_mode(request: Any) -> str:
    """The mode of an editor's preview; empty for what shoppers get."""
    return getattr(request, "preview_mode", None) or "" if is_preview(request) else ""


def is_preview(request: Any) -> bool:
    """Whether an editor looks at a draft."""
    return bool(getattr(request, "is_preview", False))


class ShopPreview:
    """A page with products: its preview shows them as they are, or all of them in one state."""

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return PREVIEW_MODES

    def serve_preview(self, request: Any, mode_name: str) -> HttpResponseBase:
        """The shopper's own template with live price and stock, or in the state of the mode."""
        request.strategy = posed(request.strategy, mode_name)
        answer: HttpResponseBase = super().serve_preview(request, mode_name)  # type: ignore[misc]
        return answer
