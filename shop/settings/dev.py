"""Development: everything embedded, nothing to install beside Python."""

from shop.settings.base import *  # noqa: F403
from shop.settings.base import MIDDLEWARE, VAR_DIR, env

DEBUG = True
# Only this machine reaches a development server, so a known key does no harm here.
SECRET_KEY = env.str("SECRET_KEY", default="") or "development-only-not-a-secret"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
MIDDLEWARE = ["shop.core.middleware.ShopNotFound", *MIDDLEWARE]
INTERNAL_IPS = ["127.0.0.1"]

# The demo's seller, so that an invoice looks like one.
SHOP_SELLER_ADDRESS = env.list(
    "SHOP_SELLER_ADDRESS", default=["Tarn House", "Mill Lane", "Ambleside LA22 9AB"]
)
SHOP_VAT_NUMBER = env.str("SHOP_VAT_NUMBER", default="GB 000 0000 00")

for folder in ("broker/queue", "broker/control", "broker/results", "cache", "mail", "media"):
    (VAR_DIR / folder).mkdir(parents=True, exist_ok=True)
