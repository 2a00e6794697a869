"""How often one place may send a form: allauth's rate limits, for forms that are not allauth's."""

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def within_limit(request: HttpRequest, action: str) -> bool:
    """Whether this POST is within the limit of `action` (ACCOUNT_RATE_LIMITS); counts it.

    A GET always is. Counted in the cache by the address that the proxies of ours saw.
    """
    return bool(ratelimit.consume(request, action=action))


def network_address(request: HttpRequest) -> str:
    """Where the request comes from, as the proxies of ours saw it; “unknown” where none did."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return "unknown"
