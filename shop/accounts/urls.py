"""The ways in of Wagtail and Oscar, led to allauth. Stands before the rooms it guards.

Django's admin and Oscar's apps lead theirs there themselves.
"""

from allauth.account.views import logout
from django.http import HttpRequest
from django.urls import include, path

from shop.accounts.customer.wishlists.views import SharedWishListView
from shop.accounts.views import AllauthRedirectView, StaffDoorView


def may_edit_pages(request: HttpRequest) -> bool:
    """Wagtail's own condition for its admin."""
    return request.user.has_perm("wagtailadmin.access_admin")


password_reset = AllauthRedirectView.as_view(url_name="account_reset_password")

urlpatterns = [
    path(
        "cms/login/",
        StaffDoorView.as_view(fallback="wagtailadmin_home", may_enter=may_edit_pages),
    ),
    path("cms/logout/", logout),
    path("cms/password_reset/", password_reset),
    # Wagtail asks here for pages that are kept for some; who is logged in and still asked
    # is not among them.
    path("_util/login/", StaffDoorView.as_view(fallback="customer:summary")),
    # The name that Oscar's lists know their link by.
    path(
        "wishlists/",
        include(
            ([path("<str:key>/", SharedWishListView.as_view(), name="detail")], "wishlists"),
        ),
    ),
    # Oscar's templates reverse these names, outside of any namespace.
    path("password-reset/", password_reset, name="password-reset"),
    path("password-reset/done/", password_reset, name="password-reset-done"),
    path(
        "password-reset/confirm/<str:uidb64>/<str:token>/",
        password_reset,
        name="password-reset-confirm",
    ),
    path(
        "password-reset/complete/",
        AllauthRedirectView.as_view(),
        name="password-reset-complete",
    ),
]
