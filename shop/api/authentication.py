"""Who asks: an account by its session token, or by the session of a browser."""

from typing import Any

from allauth.headless.contrib.rest_framework.authentication import XSessionTokenAuthentication
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions


class SessionToken(XSessionTokenAuthentication):
    """`X-Session-Token`, as `/_allauth/app/` gives it at log-in. No cookie, so no CSRF token.

    A token that is not known (any more) is refused, not taken for a guest: the client would go on
    with another cart than it thinks. Two queries.
    """

    def authenticate(self, request: Any) -> tuple[Any, Any] | None:
        if not self.get_session_token(request):
            return None
        known = super().authenticate(request)
        if known is None or not known[0].is_active:
            raise exceptions.AuthenticationFailed(_("This session has ended. Please log in again."))
        return known

    def authenticate_header(self, request: Any) -> str:
        """So that who has to log in is told so by a 401."""
        return 'Session realm="shop"'


class BrowserSession(authentication.SessionAuthentication):
    """The shop's own log-in, for scripts on its pages; what they change needs the CSRF token."""


class SessionTokenScheme(OpenApiAuthenticationExtension):
    """How the schema tells of it."""

    target_class = SessionToken
    name = "sessionToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "X-Session-Token",
            "description": "What POST /_allauth/app/v1/auth/login answers as `session_token`.",
        }


class BrowserSessionScheme(OpenApiAuthenticationExtension):
    """How the schema tells of it."""

    target_class = BrowserSession
    name = "browserSession"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "A browser that is logged in; writes carry `X-CSRFToken` as well.",
        }
