"""The doors that are not allauth's: each leads to allauth's, so that there is one way in."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View


class SeeOther(HttpResponseRedirect):
    """After a POST: look there with GET, and take nothing of what was posted along."""

    status_code = 303


def safe_next(request: HttpRequest) -> str:
    """The address in ``next`` when it lies on this host, otherwise an empty string."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if allowed else ""


# Nothing is read from the form but `next`, so there is nothing for a token to guard, and a
# form of an old page must not end at a token error.
@method_decorator([never_cache, csrf_exempt], name="dispatch")
class AllauthRedirectView(View):
    """Leads every method to the allauth page `url_name` and keeps a safe ``next``.

    `fallback` is where the person goes afterwards when ``next`` says nothing.
    """

    url_name = "account_login"
    fallback = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        target = safe_next(request) or (resolve_url(self.fallback) if self.fallback else "")
        url = resolve_url(self.url_name)
        if target:
            url = f"{url}?next={quote(target)}"
        return SeeOther(url) if request.method == "POST" else HttpResponseRedirect(url)


@method_decorator([never_cache, csrf_exempt], name="dispatch")
class StaffDoorView(AllauthRedirectView):
    """The door of a room for staff: who is logged in and may not enter gets a plain 403.

    allauth sends whoever is logged in on to ``next``; without the answer here the room would
    send them back, for ever. `may_enter` says who may come in.

    Raises PermissionDenied for a logged-in person who may not enter.
    """

    may_enter: Callable[[HttpRequest], bool] = staticmethod(lambda request: False)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            if not self.may_enter(request):
                raise PermissionDenied(_("Your account may not open this page."))
            url = safe_next(request) or resolve_url(self.fallback or "customer:summary")
            return SeeOther(url) if request.method == "POST" else HttpResponseRedirect(url)
        return super().dispatch(request, *args, **kwargs)
