"""Django's admin: for developers, behind the same door as everything else."""

from typing import Any

from allauth.account.views import logout
from django.contrib.admin import sites
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from shop.accounts.views import AllauthRedirectView, StaffDoorView


class AdminSite(sites.AdminSite):
    """Raw tables are for superusers: staff have the dashboard and the CMS, which know the rules.

    Somebody with a right to change orders would otherwise reach their columns here, past the
    services that keep stock, messages and history in step.
    """

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_active and request.user.is_superuser

    @method_decorator(csrf_exempt)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        door = StaffDoorView.as_view(fallback="admin:index", may_enter=self.has_permission)
        return door(request)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return logout(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        return AllauthRedirectView.as_view(url_name="account_change_password")(request)
