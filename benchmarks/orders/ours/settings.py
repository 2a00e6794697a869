"""Our shop as production runs it, on the server, cache and sessions that both shops share."""

from benchmarks.orders import settings as shared
from shop.settings.base import *  # noqa: F403
from shop.settings.base import CELERY_BROKER_TRANSPORT_OPTIONS

DEBUG = shared.DEBUG
SECRET_KEY = shared.SECRET_KEY
ALLOWED_HOSTS = shared.ALLOWED_HOSTS
DATABASES = shared.DATABASES
CACHES = shared.CACHES
SESSION_ENGINE = shared.SESSION_ENGINE
EMAIL_BACKEND = shared.EMAIL_BACKEND
MEDIA_ROOT = shared.MEDIA_ROOT
LOGGING = shared.LOGGING
PAYMENTS_ALLOW_DEMO = True
# Tasks are published, as in production; no worker takes them while it is measured.
if shared.REDIS_URL:
    CELERY_BROKER_URL = shared.REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        **CELERY_BROKER_TRANSPORT_OPTIONS,
        "global_keyprefix": f"{shared.NAME}:",
    }
else:
    CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = "memory://", {}
