"""What both shops share, so that only the shops differ: server, cache, sessions, mail, log."""

import os
from pathlib import Path
from typing import Any

import environ

env = environ.Env()

NAME = env.str("BENCH_NAME")
VAR_DIR = env.path("BENCH_FOLDER")
REDIS_URL = env.str("BENCH_REDIS_URL", default="")

DEBUG = False
SECRET_KEY = "a benchmark signs nothing that lasts"
ALLOWED_HOSTS = ["testserver"]
DATABASES: dict[str, dict[str, Any]] = {
    "default": {**env.db_url_config(os.environ["BENCH_DATABASE_URL"]), "CONN_MAX_AGE": None}
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": NAME,
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
MEDIA_ROOT = Path(VAR_DIR)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "ERROR"},
    "loggers": {"django": {"level": "ERROR"}},
}
