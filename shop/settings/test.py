"""Tests: SQLite without a server, or what DATABASE_URL and REDIS_URL name."""

import tempfile
from pathlib import Path

from shop.settings.base import *  # noqa: F403
from shop.settings.base import CACHES, REDIS_URL

DEBUG = False
SECRET_KEY = "tests-only-not-a-secret"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.gettempdir()) / "shop-test-media"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_BROKER_URL = "memory://"
if not REDIS_URL:
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
WAGTAILADMIN_BASE_URL = "http://testserver"
SITE_URL = "http://testserver"
PAYMENTS_ALLOW_DEMO = True
