"""The shop as production runs it, but for TLS: PostgreSQL, Redis, no debugging."""

import os

from shop.settings.base import *  # noqa: F403
from shop.settings.base import CACHES

DEBUG = False
SECRET_KEY = "a benchmark signs nothing that lasts"
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
for alias, cache in CACHES.items():
    cache["KEY_PREFIX"] = f"{os.environ['BENCH_NAME']}:{alias}"
PAYMENTS_ALLOW_DEMO = True  # nobody pays
CELERY_TASK_ALWAYS_EAGER = True
CELERY_BROKER_URL = "memory://localhost"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
LOGGING = {"version": 1, "root": {"level": "ERROR"}, "loggers": {"django": {"level": "ERROR"}}}
