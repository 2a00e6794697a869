"""What every environment shares. No secret has a default here."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from oscar.defaults import *  # noqa: F403

from shop.core.page_cache.redis_connection import note_server
from shop.dashboard.navigation import NAVIGATION
from shop.settings.api import *  # noqa: F403
from shop.settings.schedule import BEAT_SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# Everything the running shop writes on embedded defaults lies below this folder.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()

INSTALLED_APPS = [
    "shop.core",
    "shop.communication",
    "shop.media",
    "shop.partner",
    "shop.catalogue",
    "shop.search",
    "shop.shipping",
    "shop.offers.offer",
    "shop.offers.voucher",
    "shop.basket",
    "shop.orders",
    "shop.checkout",
    "shop.reviews",
    "shop.accounts",
    "shop.accounts.customer",
    "shop.newsletter",
    "shop.cms_pages",
    "shop.dashboard",
    "shop.tasks",
    "shop.api",
    "demo",
    # Oscar's rooms that are used as they are.
    "oscar.config.Shop",
    "oscar.apps.analytics.apps.AnalyticsConfig",
    "oscar.apps.address.apps.AddressConfig",
    "oscar.apps.payment.apps.PaymentConfig",
    "oscar.apps.wishlists.apps.WishlistsConfig",
    "oscar.apps.dashboard.reports.apps.ReportsDashboardConfig",
    "oscar.apps.dashboard.users.apps.UsersDashboardConfig",
    "oscar.apps.dashboard.orders.apps.OrdersDashboardConfig",
    "oscar.apps.dashboard.catalogue.apps.CatalogueDashboardConfig",
    "oscar.apps.dashboard.offers.apps.OffersDashboardConfig",
    "oscar.apps.dashboard.partners.apps.PartnersDashboardConfig",
    "oscar.apps.dashboard.pages.apps.PagesDashboardConfig",
    "oscar.apps.dashboard.ranges.apps.RangesDashboardConfig",
    "oscar.apps.dashboard.reviews.apps.ReviewsDashboardConfig",
    "oscar.apps.dashboard.vouchers.apps.VouchersDashboardConfig",
    "oscar.apps.dashboard.communications.apps.CommunicationsDashboardConfig",
    "shop.dashboard.shipping",
    "widget_tweaks",
    "django_tables2",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.headless",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "shop.accounts.admin_config.ShopAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",
    "django.contrib.flatpages",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "shop.core.requests.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shop.core.page_cache.middleware.PageCache",
    "csp.middleware.CSPMiddleware",
    "shop.api.middleware.ProblemDocuments",
    "shop.core.speculation.SpeculationRules",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "shop.core.maintenance.Maintenance",
    "allauth.account.middleware.AccountMiddleware",
    "shop.basket.middleware.BasketMiddleware",
    "shop.cms_pages.redirects.StoreRedirects",
    "shop.core.middleware.NoNulInAddress",
]

ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            # Oscar's `notifications` is left out on purpose: it reads the user and so
            # makes every page vary by cookie. Its other processors are not needed here.
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "wagtail.contrib.settings.context_processors.settings",
                "oscar.apps.checkout.context_processors.checkout",
                "oscar.core.context_processors.metadata",
                "shop.cms_pages.context_processors.store",
            ],
        },
    },
]

# Database and cache: PostgreSQL and Redis where they are named, embedded ones where not.
DATABASE_URL = env.str("DATABASE_URL", default="")
if DATABASE_URL:
    DATABASES: dict[str, dict[str, Any]] = {"default": env.db_url_config(DATABASE_URL)}
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR_DIR / "shop.sqlite3",
            "OPTIONS": {
                # Writers queue for the lock instead of failing when a read turns into a write.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    }
# Services open the transactions: with immediate ones every read would queue for the lock.
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES: dict[str, dict[str, Any]] = {
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "shop",
            "OPTIONS": {
                "SOCKET_CONNECT_TIMEOUT": 1,
                "SOCKET_TIMEOUT": 1,
                # A lost cache makes the shop slower; it must not stop it.
                "IGNORE_EXCEPTIONS": True,
            },
        },
        # Whole pages and what they share (shop.core.page_cache), which asks it by itself.
        "pages": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "shop:pages",
            "OPTIONS": {
                "SOCKET_CONNECT_TIMEOUT": 0.5,
                "SOCKET_TIMEOUT": 0.5,
                "CONNECTION_POOL_KWARGS": {"redis_connect_func": note_server},
            },
        },
    }
    DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True
else:
    CACHES = {
        "default": {
            # Files are the one cache that web, worker and beat share without a server.
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "cache",
            "KEY_PREFIX": "shop",
            "OPTIONS": {"MAX_ENTRIES": 20000},
        }
    }

# Without a Redis the pages are kept in a file that web, worker and beat share.
PAGE_CACHE_FILE = VAR_DIR / "cache" / "pages.sqlite3"

# Celery. The embedded broker is a folder; production names a Redis.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=REDIS_URL or "filesystem://localhost")
if CELERY_BROKER_URL.startswith("filesystem://"):
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "data_folder_in": str(VAR_DIR / "broker" / "queue"),
        "data_folder_out": str(VAR_DIR / "broker" / "queue"),
        "control_folder": str(VAR_DIR / "broker" / "control"),
        "polling_interval": 0.2,  # seconds a message waits for the worker at most
    }
    CELERY_RESULT_BACKEND = f"file://{VAR_DIR / 'broker' / 'results'}"
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 3600,
        # For worker and beat, which try again; a request has less patience (see shop.core.jobs).
        "socket_connect_timeout": 5,
        "socket_timeout": 30,
        "socket_keepalive": True,
    }
    CELERY_RESULT_BACKEND = CELERY_BROKER_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE

# People.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("customer:summary")
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "shop.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "shop.accounts.forms.LoginForm",
    "signup": "shop.accounts.forms.SignupForm",
    "reset_password": "shop.accounts.forms.ResetPasswordForm",
    "add_email": "shop.accounts.forms.AddEmailForm",
    "change_password": "shop.accounts.forms.ChangePasswordForm",
    "reset_password_from_key": "shop.accounts.forms.ResetPasswordKeyForm",
}
# Beside allauth's own: the forms that anybody may send (see shop.core.throttle).
ACCOUNT_RATE_LIMITS = {
    "write_review": "6/h/ip",
    "ask_question": "10/h/ip",
    "stock_alert": "20/h/ip",
    "newsletter": "10/h/ip",
    "contact": "10/h/ip",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# A shopper may look round and buy at once; the address is confirmed by the mail meanwhile.
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
# One address an account; a new one takes its place once it is confirmed.
ACCOUNT_CHANGE_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ADAPTER = "shop.accounts.adapter.MFAAdapter"

SITE_ID = 1
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")

# Messages live in the session alone: a cookie of their own would mark public pages.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"  # Wagtail lets its previews, and only those, into a frame of our origin

# Language, time and money.
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("British English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="Europe/London")
USE_I18N = True
USE_TZ = True

# Files.
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = env.str("MEDIA_URL", default="/media/")
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_ORIGIN = "{0.scheme}://{0.netloc}".format(urlsplit(MEDIA_URL)) if "//" in MEDIA_URL else ""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Pages are cached for everyone, so nothing is inline but custom properties in style attributes, and
# no nonce is needed. What the checkout lets in for Stripe: shop/checkout/policy.py.
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    # Wagtail's and Oscar's own pages are written for another policy.
    "EXCLUDE_URL_PREFIXES": ["/cms/", "/dashboard/", "/django-admin/"],
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:", *filter(None, [MEDIA_ORIGIN])],
        "media-src": ["'self'", *filter(None, [MEDIA_ORIGIN])],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],  # Wagtail's previews; X-Frame-Options says the same
        "base-uri": ["'none'"],
    },
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10000  # long CMS pages have many form fields

# E-mail: files below VAR_DIR until EMAIL_URL names a server.
EMAIL_CONFIG = env.email_url_config(env.str("EMAIL_URL", default="") or "filemail://")
EMAIL_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL_CONFIG.get("EMAIL_HOST") or ""
EMAIL_PORT = EMAIL_CONFIG.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = EMAIL_CONFIG.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = EMAIL_CONFIG.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = EMAIL_CONFIG.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = EMAIL_CONFIG.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Tarn & Weald <hello@example.com>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Wagtail.
WAGTAIL_SITE_NAME = "Tarn & Weald"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILIMAGES_IMAGE_MODEL = "media.Image"
WAGTAILIMAGES_IMAGE_FORM_BASE = "shop.media.forms.ImageForm"
# Measured on the demo pictures: AVIF at 60 keeps 41 to 46 dB with a third of JPEG's bytes.
WAGTAILIMAGES_AVIF_QUALITY = 60
WAGTAILIMAGES_WEBP_QUALITY = 75
WAGTAILIMAGES_JPEG_QUALITY = 80
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
# A small file must not unfold into all of the worker's memory.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
# The index: the database's own, or an OpenSearch server. After a change: `manage.py update_index`.
OPENSEARCH_URL = env.str("OPENSEARCH_URL", default="")
if OPENSEARCH_URL:
    WAGTAILSEARCH_BACKENDS: dict[str, dict[str, Any]] = {
        "default": {
            "BACKEND": "wagtail.search.backends.opensearch3",
            "URLS": OPENSEARCH_URL.split(","),
            "INDEX_PREFIX": env.str("OPENSEARCH_PREFIX", default="shop_"),
            "TIMEOUT": 5,  # seconds a search may take
        }
    }
else:
    WAGTAILSEARCH_BACKENDS = {
        "default": {
            "BACKEND": "shop.search.backend",
            # PostgreSQL's name of the language whose word forms are one: "mugs" finds "mug".
            "SEARCH_CONFIG": env.str("SEARCH_LANGUAGE", default="english"),
        }
    }
WAGTAIL_ENABLE_UPDATE_CHECK = False
# A hash of every editor's e-mail address would go to a third party with each page of the CMS.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILDOCS_EXTENSIONS = ["pdf", "csv", "docx", "xlsx", "txt", "mp4", "webm", "vtt"]

# Oscar.
OSCAR_SHOP_NAME = "Tarn & Weald"
OSCAR_SHOP_TAGLINE = ""
OSCAR_HOMEPAGE = "/"
OSCAR_DEFAULT_CURRENCY = "GBP"
OSCAR_ALLOW_ANON_CHECKOUT = True
OSCAR_ALLOW_GUEST_CHECKOUT_WITH_ACCOUNT = True
OSCAR_FROM_EMAIL = DEFAULT_FROM_EMAIL
OSCAR_EAGER_ALERTS = False
OSCAR_SEND_REGISTRATION_EMAIL = False
OSCAR_DASHBOARD_NAVIGATION = NAVIGATION
OSCAR_THUMBNAILER = "shop.media.thumbnailer.WagtailThumbnailer"
OSCAR_REQUIRED_ADDRESS_FIELDS = ("last_name", "line1", "line4", "postcode", "country")
OSCAR_PRODUCTS_PER_PAGE = 24
OSCAR_MODERATE_REVIEWS = True
# Prices include VAT, and so do the discounts on them.
OSCAR_OFFERS_INCL_TAX = True
OSCAR_OFFER_ROUNDING_FUNCTION = "shop.core.currency.round_share"
OSCAR_MAX_BASKET_QUANTITY_THRESHOLD = 10000
OSCAR_BASKET_COOKIE_LIFETIME = 60 * 60 * 24 * 60
OSCAR_INITIAL_ORDER_STATUS = "Awaiting payment"
OSCAR_INITIAL_LINE_STATUS = "Pending"
OSCAR_ORDER_STATUS_PIPELINE: dict[str, tuple[str, ...]] = {
    "Awaiting payment": ("Paid", "Cancelled"),
    "Paid": ("Shipped", "Cancelled", "Refunded"),
    "Shipped": ("Refunded",),
    "Refunded": (),
    "Cancelled": (),
}
OSCAR_LINE_STATUS_PIPELINE: dict[str, tuple[str, ...]] = {
    "Pending": ("Shipped", "Cancelled"),
    "Shipped": (),
    "Cancelled": (),
}
OSCAR_ORDER_STATUS_CASCADE = {"Cancelled": "Cancelled"}
# Oscar imports Haystack; it is never asked anything (see shop.search).
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}

# The shop's own.
# Where the shop sells from: prices are read with its VAT until a parcel's country is known.
SHOP_HOME_COUNTRY = env.str("SHOP_HOME_COUNTRY", default="GB")
# The home country's VAT where the table of rates (partner.TaxRate) says nothing of it.
SHOP_VAT_RATE = env.str("SHOP_VAT_RATE", default="0.20")
# Who sells, as invoices say it. The address is a line between commas.
SHOP_SELLER_NAME = env.str("SHOP_SELLER_NAME", default=OSCAR_SHOP_NAME)
SHOP_SELLER_ADDRESS = env.list("SHOP_SELLER_ADDRESS", default=[])
SHOP_VAT_NUMBER = env.str("SHOP_VAT_NUMBER", default="")
# Off: pages, basket and e-mails show prices without VAT and VAT as a row of its own. What is
# charged is the same.
SHOP_SHOW_PRICES_INCL_VAT = env.bool("SHOP_SHOW_PRICES_INCL_VAT", default=True)
# Where the delivery methods come from (shop.shipping.repository says what it is asked and answers).
SHOP_DELIVERY_STRATEGY = "shop.shipping.tariffs.tariff_methods"
# Whose public holidays are no working days (ISO 3166, such as GB-ENG or FR); empty for none.
SHOP_HOLIDAYS = env.str("SHOP_HOLIDAYS", default="GB-ENG")
# What a product weighs that does not say so, in kilograms.
SHOP_DEFAULT_WEIGHT_KG = env.str("SHOP_DEFAULT_WEIGHT_KG", default="0.5")
SHOP_PAYMENT_WINDOW_MINUTES = env.int("SHOP_PAYMENT_WINDOW_MINUTES", default=30)
SHOP_LOW_STOCK_LEVEL = 5
# Whole public pages are kept and answered from there (docs/page-cache.md).
SHOP_PAGE_CACHE = env.bool("SHOP_PAGE_CACHE", default=True)
# Seconds for which a CDN in front may answer without asking. Browsers always ask.
SHOP_CDN_SECONDS = env.int("SHOP_CDN_SECONDS", default=0)
# How long a price that fell is shown as reduced, with the lowest of the 30 days before it.
SHOP_REDUCTION_DAYS = env.int("SHOP_REDUCTION_DAYS", default=60)
SHOP_MESSAGE_RETENTION_DAYS = env.int("SHOP_MESSAGE_RETENTION_DAYS", default=90)
# On: shoppers get a page that says so (503), staff see the shop.
SHOP_MAINTENANCE = env.bool("SHOP_MAINTENANCE", default=False)
STRIPE_PUBLISHABLE_KEY = env.str("STRIPE_PUBLISHABLE_KEY", default="")
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="")
STRIPE_WEBHOOK_SECRET = env.str("STRIPE_WEBHOOK_SECRET", default="")
PAYMENTS_ALLOW_DEMO = env.bool("PAYMENTS_ALLOW_DEMO", default=False)

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django_tasks": {"level": "WARNING"},
        "shop.requests": {"level": "WARNING"},  # production writes each request down
    },
}
