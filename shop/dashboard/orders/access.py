"""Who may change an order."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def require_change(request: HttpRequest) -> None:
    """Who may only look at orders may not change them: PermissionDenied."""
    if not request.user.has_perm("order.change_order"):
        raise PermissionDenied
