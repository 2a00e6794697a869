"""The shop's settings, as a process of the run needs them; no debugging, templates kept."""

import os

from shop.settings.base import *  # noqa: F403
from shop.settings.base import DATABASES, MIDDLEWARE, env

DEBUG = False
SECRET_KEY = "a benchmark signs nothing that lasts"
ALLOWED_HOSTS = ["testserver"]
DATABASES["default"] = {
    **env.db_url_config(os.environ["BENCH_DATABASE_URL"]),
    "CONN_MAX_AGE": None,
    "ATOMIC_REQUESTS": False,
}
REDIS_URL = env.str("BENCH_REDIS_URL", default="")
# Whole pages are not kept here: what is measured is how long one takes to make.
MIDDLEWARE = [each for each in MIDDLEWARE if "page_cache" not in each]
CACHES = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": os.environ["BENCH_NAME"],
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
if REDIS_URL:
    # What pages share is kept beside them.
    CACHES["pages"] = {**CACHES["default"], "KEY_PREFIX": f"{os.environ['BENCH_NAME']}:pages"}
SHOP_PAGE_CACHE = False  # how pages are made is what is measured
CELERY_TASK_ALWAYS_EAGER = True
CELERY_BROKER_URL = "memory://localhost"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
LOGGING = {"version": 1, "root": {"level": "ERROR"}, "loggers": {"django": {"level": "ERROR"}}}
