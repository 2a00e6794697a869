"""The shop's settings for these looks: production's files and compression, the demo's content.

SQLite, so that nothing has to be installed; `GZipMiddleware` and the long-lived pictures stand for
the proxy, scripts/node/front.js for its TLS and HTTP/2. No figure of speed on the server is taken
with them.
"""

from shop.settings.base import *  # noqa: F403
from shop.settings.base import LOGGING, MIDDLEWARE, STORAGES

DEBUG = False
SECRET_KEY = "only for looking at the demo on this machine"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
PAYMENTS_ALLOW_DEMO = True
ROOT_URLCONF = "benchmarks.storefront.urls"
MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *MIDDLEWARE]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "shop.core.static_files.StaticFilesStorage"},
}
# Lighthouse asks for addresses that no shop needs to have.
LOGGING = {**LOGGING, "loggers": {**LOGGING["loggers"], "django.request": {"level": "ERROR"}}}
