"""The REST API and the log-in for programs."""

from typing import Any

# For programs: tokens (app) or the browser's session, at /_allauth/.
HEADLESS_CLIENTS = ("app", "browser")
HEADLESS_SERVE_SPECIFICATION = True
HEADLESS_SPECIFICATION_TEMPLATE_NAME = None  # its page is built on another origin's scripts

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "shop.api.authentication.SessionToken",
        "shop.api.authentication.BrowserSession",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["shop.api.parsing.JSONParser"],
    "DEFAULT_THROTTLE_CLASSES": [
        "shop.api.throttles.ByShopper",
        "shop.api.throttles.ByAddress",
    ],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "shop.api.schema.ShopSchema",
    "EXCEPTION_HANDLER": "shop.api.problems.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
}
# For each account or cart, else for each network address; one address may hold ten of them.
API_THROTTLES = {
    "read": "600/m",
    "write": "120/m",
    "checkout": "20/m",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Tarn & Weald: REST API",
    "DESCRIPTION": (
        "The shop for programs. Amounts are texts in `currency`; times are ISO 8601. Errors are "
        "problem documents (RFC 9457). Log-in, sign-up and passwords: `/_allauth/openapi.json`."
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": False,  # what a PATCH needs, it needs
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "persistAuthorization": False},
    # Wagtail's own API is not ours to describe.
    "PREPROCESSING_HOOKS": ["shop.api.schema.ours_alone"],
}
