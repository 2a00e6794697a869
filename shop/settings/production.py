"""Production: every required value comes from the environment, or the start stops with one line."""

import sys
from typing import NoReturn

from shop.settings.base import *  # noqa: F403
from shop.settings.base import CONTENT_SECURITY_POLICY, LOGGING, SITE_URL, STORAGES, env

REQUIRED = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL")


def _stop(names: list[str]) -> NoReturn:
    """End the process with one clear line; a shop must not start half configured."""
    sys.stderr.write(f"Missing in the environment: {', '.join(names)}. See .env.example.\n")
    raise SystemExit(1)


if missing := [name for name in REQUIRED if not env.str(name, default="")]:
    _stop(missing)

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The shopper's address is the one that the nearest proxy saw; without it all shoppers would share
# the proxy's, and one who tries passwords would lock out everybody.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
# Browsers keep this promise for a year; a domain with plain http elsewhere says so in time.
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
OSCAR_BASKET_COOKIE_SECURE = True
OSCAR_RECENTLY_VIEWED_COOKIE_SECURE = True
OSCAR_URL_SCHEMA = "https"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# For machines: a line of JSON each, with the id of the request (shop.core.requests).
LOGGING["formatters"]["line"] = {"()": "shop.core.requests.JsonLines"}
LOGGING["loggers"]["shop.requests"] = {"level": "INFO"}
# Told by shop.core.requests, or raised and logged with what led to it.
LOGGING["loggers"]["django.request"] = {"level": "ERROR"}

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "shop.core.static_files.StaticFilesStorage"},
}
