"""How often one place may send a form: allauth's rate limits, for forms that are not allauth's."""

from allauth.core import ratelimit
from django.http import HttpRequest


def within_limit(request: HttpRequest, action: str) -> bool:
    """Whether this POST is within the limit of `action` (ACCOUNT_RATE_LIMITS); counts it.

    A GET always is. Counted in the cache by the address that the proxies of ours saw.
    """
    return bool(ratelimit.consume(request, action=action))
