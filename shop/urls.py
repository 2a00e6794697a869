"""Every address of the shop (see the contract in the README)."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from shop.checkout.webhooks import payment_webhook
from shop.cms_pages.contact import ContactSentView, ContactView
from shop.cms_pages.personal import PersonalView
from shop.cms_pages.sitemaps import robots, sitemap, sitemap_section
from shop.core.health import healthz, readyz
from shop.core.offline import offline_page, service_worker
from shop.core.speculation import speculation_rules
from shop.feeds.views import google
from shop.orders.views import InvoiceView, OrderStatusView
from shop.styleguide.views import styleguide


def _oscar_urls(label: str) -> Any:
    """Oscar's app configurations carry their addresses; Django's type does not know it."""
    config: Any = apps.get_app_config(label)
    return config.urls


urlpatterns = [
    path("", include("shop.accounts.urls")),  # before the doors it takes the place of
    path("", include("shop.reviews.urls")),  # below /products/<slug>/
    path("", include("shop.cms_pages.urls")),  # /products/ and /shop/
    path("basket/", _oscar_urls("basket")),
    path("orders/<str:order_number>/<str:key>/", OrderStatusView.as_view(), name="order-status"),
    path(
        "orders/<str:order_number>/<str:key>/invoice/",
        InvoiceView.as_view(),
        name="order-invoice",
    ),
    path("stripe/webhook/", payment_webhook, name="payment-webhook"),
    path("", include("shop.newsletter.urls")),
    path("forms/<int:page_id>/", ContactView.as_view(), name="contact"),
    path("forms/<int:page_id>/sent/", ContactSentView.as_view(), name="contact-sent"),
    path("personal/<int:page_id>/", PersonalView.as_view(), name="page-personal"),
    path("checkout/", _oscar_urls("checkout")),
    path("account/", _oscar_urls("customer")),
    path("search/", _oscar_urls("search")),
    path("dashboard/", _oscar_urls("dashboard")),
    path("accounts/", include("allauth.urls")),
    path("_allauth/", include("allauth.headless.urls")),
    path("api/", include("shop.api.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("django-admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("offline/", offline_page, name="offline"),
    path("service-worker.js", service_worker, name="service-worker"),
    path("speculation-rules.json", speculation_rules, name="speculation-rules"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap_section, name="sitemap-section"),
    path("robots.txt", robots, name="robots"),
    path("styleguide/", styleguide, name="styleguide"),
    path("feeds/google.xml", google, name="feed-google"),
]

if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)

urlpatterns += [path("", include(wagtail_urls))]
