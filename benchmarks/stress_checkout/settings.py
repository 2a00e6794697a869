"""The shop's settings of a stress run: production's shape, with a shorter clock.

The rules are the shop's own. Only times differ: an order waits STRESS_WINDOW_SECONDS for its
payment instead of half an hour, the sweeps run every few seconds instead of every 30 or 60, and
a lost worker's messages come back after 25 seconds instead of an hour.
"""

from shop.settings.base import *  # noqa: F403
from shop.settings.base import (
    CACHES,
    CELERY_BEAT_SCHEDULE,
    CELERY_BROKER_TRANSPORT_OPTIONS,
    INSTALLED_APPS,
    REDIS_URL,
    VAR_DIR,
    env,
)

RUN = env.str("STRESS_RUN")
SWEEP_SECONDS = 4.0
SWEEPS = (
    "shop.tasks.email.send_due_messages",
    "shop.tasks.payments.sweep_payments",
    "shop.tasks.payments.sweep_refunds",
    "shop.tasks.payments.cancel_expired_orders",
)

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = ["127.0.0.1"]
PAYMENTS_ALLOW_DEMO = True
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.stress_checkout"]
SHOP_PAYMENT_WINDOW_MINUTES = env.float("STRESS_WINDOW_SECONDS") / 60
CELERY_BEAT_SCHEDULE = {
    name: {"task": entry["task"], "schedule": SWEEP_SECONDS, "options": {"expires": SWEEP_SECONDS}}
    for name, entry in CELERY_BEAT_SCHEDULE.items()
    if entry["task"] in SWEEPS
}
for alias, cache in CACHES.items():
    cache["KEY_PREFIX"] = f"{RUN}:{alias}"
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        **CELERY_BROKER_TRANSPORT_OPTIONS,
        "global_keyprefix": f"{RUN}:",
        "visibility_timeout": 25,
    }
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

for folder in ("broker/queue", "broker/control", "broker/results", "cache", "mail", "media"):
    (VAR_DIR / folder).mkdir(parents=True, exist_ok=True)
