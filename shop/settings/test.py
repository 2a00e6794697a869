"""Tests: SQLite without a server, or what DATABASE_URL and REDIS_URL name."""

import os
import tempfile
from pathlib import Path

from shop.settings.base import *  # noqa: F403
from shop.settings.base import CACHES, DATABASES, REDIS_URL

# Workers of one run, and runs side by side, must not meet in files or in Redis.
RUN = f"{os.environ.get('PYTEST_XDIST_TESTRUNUID', str(os.getpid()))[:8]}" + os.environ.get(
    "PYTEST_XDIST_WORKER", ""
)

DEBUG = False
SECRET_KEY = "tests-only-not-a-secret"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.gettempdir()) / f"shop-test-media-{RUN}"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_BROKER_URL = "memory://localhost"
CELERY_RESULT_BACKEND = "cache+memory://"
CACHES["default"]["KEY_PREFIX"] = f"test-{RUN}"
if REDIS_URL:
    CACHES["default"]["BACKEND"] = "tests.redis_cache.OwnKeysRedisCache"
    CACHES["pages"]["KEY_PREFIX"] = f"test-{RUN}:pages"
    # A busy machine is not a Redis that is away; tests of that have a server of their own.
    CACHES["pages"]["OPTIONS"] |= {"SOCKET_CONNECT_TIMEOUT": 10, "SOCKET_TIMEOUT": 10}
else:
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
PAGE_CACHE_FILE = MEDIA_ROOT / "pages.sqlite3"
SHOP_PAGE_CACHE = False  # the tests of the page cache turn it on
WAGTAILADMIN_BASE_URL = "http://testserver"
SITE_URL = "http://testserver"
PAYMENTS_ALLOW_DEMO = True
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A test's database need not survive a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
# A live server's threads give their connection back, so that a database can be copied anew.
DATABASES["default"]["CONN_MAX_AGE"] = 0
